"""What becomes of a photo: a label map, a sketch, both, or something to trace from."""
