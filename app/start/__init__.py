"""The composition root: what lives as long as the program, and an orderly end."""
