"""The classes of the drawing as the person handles them: editing, choosing, mapping, checking; and the list of them.

Public are `Classes`, `PaletteChoosing`, `PaletteShelf`, `ClassSettings` and the widgets that the palette panel is made
of. What a palette is, and every rule about it, belongs into `canvas`; what is asked goes through `asking`.
"""
