"""The layers of a drawing: one table says what there is of each, and everything else goes through its rows.

Public: what is named here. No tool, file format or screen may enter. To add a layer, write its pixels' resizing,
blending and PNG form in a file here and enter it in `kinds`.
"""

from canvas.layers.kinds import FULL_INK, KINDS, LAYERS, STACKED, LayerKind, LayerName
from canvas.layers.pixels import Pixels, Size
from canvas.layers.stack import Layers

__all__ = ["FULL_INK", "KINDS", "LAYERS", "STACKED", "LayerKind", "LayerName", "Layers", "Pixels", "Size"]
