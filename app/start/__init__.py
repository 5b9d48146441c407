"""The composition root: the process (`bootstrap`), what lives as long as the window (`studio`), and an orderly end.

Services are built here and nowhere else. Nothing imports this room.
"""
