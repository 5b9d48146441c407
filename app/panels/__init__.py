"""The window's panels, one widget a file. They speak through Session and Settings and never import each other."""
