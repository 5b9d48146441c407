"""The layers of an OpenRaster file, and which of them is the drawing."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from canvas.archive import Archive, Element, parse_xml
from canvas.document import MAX_SIDE, check_size, listed
from canvas.errors import CanvasError, LabelMapError
from canvas.ink_png import ink_of
from canvas.label_png import matched
from canvas.palette import UNLABELLED, Palette, hex_colour
from canvas.words import say

DRAWING = "Drawing"
"""Name of the layer that is tried first."""
INK = "Ink"
"""Name of the layer that holds ink and no classes."""
MAX_LAYERS = 200
_MAX_XML_BYTES = 2**20
_HINT = say(
    "Paint one layer without smoothing, in the exact colours of the palette, or choose the palette that it has."
)


@dataclass(frozen=True)
class Layer:
    """One layer: where its PNG is, and where its upper left corner lies on the image."""

    name: str
    source: str
    left: int
    top: int


@dataclass(frozen=True)
class Stack:
    """The image's size in pixels and its layers, the topmost first."""

    width: int
    height: int
    layers: tuple[Layer, ...]


def read_stack(archive: Archive, name: str) -> Stack:
    """What stack.xml says. Raises ArchiveError, or CanvasError for a size that no drawing can have."""
    try:
        root = parse_xml(archive.read("stack.xml", _MAX_XML_BYTES))
        width, height = int(root.attributes["w"]), int(root.attributes["h"])
        layers = tuple(_layers(root))
    except (ValueError, KeyError, IndexError, OverflowError) as error:
        raise archive.damaged() from error
    try:
        check_size(height, width)
    except CanvasError as error:
        raise CanvasError(
            say(
                '"{name}" is {width} x {height} pixels, too large for a drawing.', name=name, width=width, height=height
            ),
            error.hint,
        ) from error
    if len(layers) > MAX_LAYERS:
        raise CanvasError(
            say('"{name}" has {count} layers, too many to open.', name=name, count=len(layers)),
            say("Merge some of them first."),
        )
    return Stack(width, height, layers)


def read_drawing(archive: Archive, stack: Stack, palette: Palette, name: str) -> NDArray[np.uint8]:
    """(H, W) class ids of the layer that is painted in the palette's exact colours; transparent is unlabelled.

    A layer named "Drawing" is tried first, then the others from the top; of those that match, the first one counts.
    Raises LabelMapError, which says what is wrong with the nearest one.
    """
    nearest: tuple[int, str, list[str]] | None = None
    candidates = [layer for layer in stack.layers if not _is_named(layer, INK)]
    for layer in sorted(candidates, key=lambda each: not _is_named(each, DRAWING)):
        pixels = _pixels(archive, layer, stack)
        ids, known = matched(pixels, palette)
        clear = pixels[..., 3] == 0
        ids[clear] = UNLABELLED
        wrong = ~clear & ~(known & (pixels[..., 3] == 255))
        count = int(wrong.sum())
        if count == 0 and (not clear.all() or _is_named(layer, DRAWING)):
            return ids
        if count and (nearest is None or count < nearest[0]):
            unknown, counts = np.unique(pixels[wrong], axis=0, return_counts=True)
            order = np.argsort(-counts, kind="stable")
            nearest = count, layer.name, [_said(colour) for colour in unknown[order].tolist()]
    if nearest is None:
        raise LabelMapError(say('"{name}" has no layer with anything painted on it.', name=name), _HINT)
    raise LabelMapError(
        say(
            'No layer of "{name}" is painted in the colours of the palette "{palette}" alone: '
            '"{layer}" comes nearest and also has {colours}.',
            name=name,
            palette=palette.name,
            layer=nearest[1],
            colours=listed(nearest[2]),
        ),
        _HINT,
    )


def read_ink(archive: Archive, stack: Stack) -> NDArray[np.uint8] | None:
    """(H, W) coverage of the topmost layer named "Ink", whatever its colours; None if none or blank."""
    for layer in stack.layers:
        if _is_named(layer, INK):
            ink = ink_of(_pixels(archive, layer, stack))
            return ink if ink.any() else None
    return None


def _is_named(layer: Layer, name: str) -> bool:
    return layer.name.strip().casefold() == name.casefold()


def _layers(parent: Element) -> Iterator[Layer]:
    for element in parent.children:
        if element.tag == "stack":
            yield from _layers(element)  # offsets are the image's, also in groups
        elif element.tag == "layer" and "src" in element.attributes:
            x, y = (round(float(element.attributes.get(side, "0"))) for side in ("x", "y"))
            source = element.attributes["src"]
            yield Layer(element.attributes.get("name", source), source, x, y)


def _pixels(archive: Archive, layer: Layer, stack: Stack) -> NDArray[np.uint8]:
    """(H, W, 4) of the whole image, transparent where the layer does not reach."""
    data = archive.read(layer.source)
    if len(data) < 26 or data[12:16] != b"IHDR":
        raise archive.damaged()
    width, height = struct.unpack(">II", data[16:24])
    if not (1 <= width <= 2 * MAX_SIDE and 1 <= height <= 2 * MAX_SIDE):
        raise CanvasError(
            say(
                'The layer "{name}" is {width} x {height} pixels, too large to open.',
                name=layer.name,
                width=width,
                height=height,
            ),
            _HINT,
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            image.load()
            source = np.asarray(image.convert("RGBA"))
    except (OSError, EOFError, SyntaxError, ValueError, IndexError, struct.error, zlib.error) as error:
        raise archive.damaged() from error
    target = np.zeros((stack.height, stack.width, 4), np.uint8)
    top, left = max(layer.top, 0), max(layer.left, 0)
    bottom, right = min(layer.top + height, stack.height), min(layer.left + width, stack.width)
    if top < bottom and left < right:
        target[top:bottom, left:right] = source[
            top - layer.top : bottom - layer.top, left - layer.left : right - layer.left
        ]
    return target


def _said(colour: list[int]) -> str:
    shown = hex_colour(colour[:3])
    if colour[3] == 255:
        return shown
    return say("{colour} at {percent} % opacity", colour=shown, percent=colour[3] * 100 // 255)
