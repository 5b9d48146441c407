"""The main window: where sheets, panels, bars and menus lie, and the dialogs that answer the program's questions.

It lays out what it is given, and shows what the services say; it builds no service and decides nothing.
"""
