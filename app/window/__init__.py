"""The main window: where sheets, panels, bars and menus lie. Decides nothing."""
