"""The drawing on screen: the only part of the canvas that knows Qt.

Public: `sheet.Sheet` (pan, zoom, surround), `canvas_widget.CanvasWidget` (the painted drawing), `images`
(numpy <-> QImage). Nothing here decides what is painted: that is for `canvas.tools` and whoever owns the widget.
"""
