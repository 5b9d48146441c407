"""The layers of an OpenRaster file as they are written, and what they look like together."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True, eq=False)
class ProjectLayer:
    """A layer beside the drawing, for other programs to show: (H, W, 4) RGBA of the drawing's size."""

    name: str
    pixels: NDArray[np.uint8]
    is_visible: bool = True
    opacity: float = 1.0
    """0 to 1."""

    @property
    def seen(self) -> NDArray[np.uint8]:
        """The pixels with the layer's opacity in them."""
        if self.opacity == 1.0:
            return self.pixels
        seen = self.pixels.copy()
        seen[..., 3] = np.rint(seen[..., 3] * self.opacity)
        return seen


def flattened(layers: Sequence[ProjectLayer], pngs: Sequence[bytes]) -> tuple[Image.Image, bytes]:
    """What the visible layers look like together, from the topmost opaque one on, and its PNG."""
    visible = [number for number, layer in enumerate(layers) if layer.is_visible]
    opaque = [number for number in visible if layers[number].seen[..., 3].min() == 255]
    above = visible[visible.index(opaque[-1]) :] if opaque else visible
    flat = Image.fromarray(layers[above[0]].seen)
    if len(above) == 1 and layers[above[0]].opacity == 1.0:
        return flat, pngs[above[0]]
    for number in above[1:]:
        flat = Image.alpha_composite(flat, Image.fromarray(layers[number].seen))
    return flat, layer_png(np.asarray(flat), is_picture=True)


def layer_png(pixels: NDArray[np.uint8], is_picture: bool = False) -> bytes:
    """A PNG. A picture is packed with what is fast: little can be gained there."""
    stream = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    image.save(stream, "PNG", compress_level=1, compress_type=3 if is_picture else 0)
    return stream.getvalue()


def source_of(number: int) -> str:
    """Where the PNG of a layer is, counted from the lowest."""
    return f"data/layer{number}.png"


def stack_xml(shape: tuple[int, ...], layers: Sequence[ProjectLayer]) -> str:
    """What says how the layers, the lowest first, lie on an image of (height, width, ...)."""
    rows = [
        f'    <layer name="{escape(layer.name)}" src="{source_of(number)}" x="0" y="0" opacity="{float(layer.opacity)}"'
        f' visibility="{"visible" if layer.is_visible else "hidden"}" composite-op="svg:src-over"/>'
        for number, layer in reversed(list(enumerate(layers)))  # the topmost comes first
    ]
    head = f'<image version="0.0.3" w="{shape[1]}" h="{shape[0]}" xres="72" yres="72">'
    return "\n".join(["<?xml version='1.0' encoding='UTF-8'?>", head, "  <stack>", *rows, "  </stack>", "</image>", ""])
