"""The panel of the classes: list, rows, menus."""
