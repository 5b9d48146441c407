"""What the entries of the menus do, by menu."""
