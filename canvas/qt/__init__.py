"""The drawing on screen: the only part of the canvas that knows Qt.

Public: `sheet.Sheet` (pan, zoom, turn), `drawing_view` (the drawing on it), `tool_view` (the tool in hand),
`canvas_widget.CanvasWidget` (all of them under mouse and pen), `images`
(numpy <-> QImage). Nothing here decides what is painted: that is for `canvas.tools` and whoever owns the widget.
"""
