"""Photos and other images from their bytes, whatever their kind, depth and profile. No Qt."""
