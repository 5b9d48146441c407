"""Drawing: the document of class ids, the tools that paint it, its undo history and its files.

Public: `document`, `palette`, `history`, `tools`, `viewport`, `label_png`, `atomic`, and `qt.canvas_widget` (the
sheet on screen). Pure numpy outside `canvas.qt`; nothing here may import `engine`, `app` or torch. Coordinates are
`row, col` in document pixels, whose pixel (0, 0) covers [0, 1) x [0, 1); only `canvas.qt` and `viewport` know x and y.
"""
