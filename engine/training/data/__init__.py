"""Pictures with drawings, from folders and shards, as they really are."""
