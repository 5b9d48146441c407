"""The table of layers: what there is of each. Numpy and PNG only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from canvas.label_png import coloured, label_png_bytes, read_label_png_bytes
from canvas.layers import colours, ink_png, resizing
from canvas.layers.pixels import Pixels, Size
from canvas.palette import UNLABELLED, Palette
from canvas.words import say

LayerName = Literal["labels", "ink", "colours"]
FULL_INK = 255


@dataclass(frozen=True)
class LayerKind:
    """One layer that every drawing has, uint8, 0 where nothing is painted."""

    id: LayerName
    """Also the name of its PNG in a project (`sinopia/ID.png`) and in a saved picture (`sinopia-ID`)."""
    label: str
    """Within a sentence."""
    rank: int
    """What is higher lies over what is lower."""
    since: int
    """The first format of projects and saved pictures that holds it."""
    journal: bytes
    """What a box of it is called in the journal."""
    resized: Callable[[Pixels, Size], Pixels]
    """Its pixels in another size."""
    laid: Callable[[Pixels, Pixels], Pixels]
    """What is below, and what comes over it, of the same shape: both together."""
    png: Callable[[Pixels, Palette], bytes]
    """Exactly, as a PNG. Raises LabelMapError."""
    read_png: Callable[[bytes, Palette, Size, str], Pixels]
    """What `png` wrote, of this size; the name is what errors call it. Raises LabelMapError."""
    seen: Callable[[Pixels, Palette], Pixels]
    """(H, W, 4) RGBA, as other programs show it."""
    of_seen: Callable[[Pixels], Pixels] | None
    """Back from what another program made of that; None where that takes more than one layer, as classes do."""
    name: str
    """Of its layer in an OpenRaster file."""
    key: str
    """Of that layer in the project's record."""
    channels: tuple[int, ...] = ()
    """Of a pixel: () for (H, W), (4,) for (H, W, 4)."""
    is_flat: bool = True
    """Whether what is painted has few values, so that it is packed at once."""


def _labels_over(below: Pixels, above: Pixels) -> Pixels:
    return np.where(above == UNLABELLED, below, above)


_ROWS = (
    LayerKind(
        id="labels",
        label=say("labels"),
        rank=0,
        since=1,
        journal=b"P",
        resized=resizing.resized,
        laid=_labels_over,
        png=label_png_bytes,
        read_png=lambda data, palette, _size, name: read_label_png_bytes(data, palette, name),
        seen=coloured,
        of_seen=None,
        name="Drawing",
        key="drawing",
    ),
    LayerKind(
        id="ink",
        label=say("ink"),
        rank=2,
        since=2,
        journal=b"I",
        resized=resizing.resized_ink,
        laid=np.maximum,
        png=lambda pixels, _palette: ink_png.ink_png_bytes(pixels),
        read_png=lambda data, _palette, size, name: ink_png.read_ink_png_bytes(data, size, name),
        seen=lambda pixels, _palette: ink_png.inked(pixels),
        of_seen=ink_png.ink_of,
        name="Ink",
        key="ink",
        is_flat=False,
    ),
    LayerKind(
        id="colours",
        label=say("colours"),
        rank=1,
        since=3,
        journal=b"C",
        resized=colours.resized_colours,
        laid=colours.laid_over,
        png=lambda pixels, _palette: colours.colour_strokes_png_bytes(pixels),
        read_png=lambda data, _palette, size, name: colours.read_colour_strokes_png_bytes(data, size, name),
        seen=lambda pixels, _palette: pixels,
        of_seen=lambda pixels: colours.clear(pixels.copy()),
        name="Colours",
        key="colours",
        channels=(colours.CHANNELS,),
    ),
)
KINDS: Mapping[LayerName, LayerKind] = MappingProxyType({kind.id: kind for kind in _ROWS})
LAYERS: tuple[LayerName, ...] = tuple(KINDS)
STACKED: tuple[LayerKind, ...] = tuple(sorted(_ROWS, key=lambda kind: kind.rank))
"""From the lowest to what lies over all."""
