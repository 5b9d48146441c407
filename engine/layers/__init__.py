"""What a drawing says: label maps, ink, colour strokes, each as a condition; and drawings made from photos."""
