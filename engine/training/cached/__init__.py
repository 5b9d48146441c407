"""What the base says of the pictures, computed once and kept."""
