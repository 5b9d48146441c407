"""Everything that a person can set: one typed table and the store that keeps it. No Qt."""
