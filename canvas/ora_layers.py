"""The layers of an OpenRaster file: where each lies, whether it is seen, and its pixels."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from canvas.archive import Archive, Element, parse_xml
from canvas.errors import CanvasError
from canvas.layers import KINDS, LayerKind, Pixels
from canvas.layers.pixels import is_blank
from canvas.limits import MAX_SIDE, check_size
from canvas.words import say

DRAWING = KINDS["labels"].name
"""Name of the layer that is written with the classes."""
MAX_LAYERS = 200
_MAX_XML_BYTES = 2**20
_NORMAL = ("svg:src-over", "normal", "")
_GROUPS_MOVE_BELOW = (0, 0, 6)
"""Version of the specification from which on a group has no offset of its own."""
_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})", re.ASCII)


@dataclass(frozen=True)
class Layer:
    """One layer: where its PNG is, and where its upper left corner lies on the image."""

    name: str
    source: str
    left: int
    top: int
    is_seen: bool = True
    """Whether it and the groups around it are visible, and not wholly transparent."""
    is_normal: bool = True
    """Whether it lies on what is below it, rather than being mixed with it."""

    def is_named(self, name: str) -> bool:
        """Regardless of case and surrounding blanks."""
        return self.name.strip().casefold() == name.casefold()


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
        layers = tuple(_layers(root, _groups_move(root)))
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


def holds(stack: Stack, layer: Layer) -> LayerKind | None:
    """Which layer of a drawing it holds beside the classes, by its name; None for one of classes.

    Ink is ink wherever it comes from. Other names are words that anybody gives to a layer, and count only where the
    classes have their own name, too, as they are written here.
    """
    kinds = [kind for kind in KINDS.values() if kind.of_seen is not None and layer.is_named(kind.name)]
    is_ours = any(each.is_named(DRAWING) for each in stack.layers)
    return next((kind for kind in kinds if kind.id == "ink" or is_ours), None)


def read_layer(archive: Archive, stack: Stack, kind: LayerKind) -> tuple[Pixels | None, list[str]]:
    """The topmost layer that holds this kind and can be read, and sentences on those that cannot.

    One that is seen comes first; None if there is none, or it is blank.
    """
    said: list[str] = []
    for layer in sorted(stack.layers, key=lambda each: not each.is_seen):
        if kind.of_seen is not None and holds(stack, layer) is kind:
            try:
                pixels = kind.of_seen(pixels_of(archive, layer, stack))
            except CanvasError as error:
                said.append(say("A layer of {kind} was left out: {problem}", kind=kind.label, problem=error.text))
                continue
            return (None if is_blank(pixels) else pixels), said
    return None, said


def _layers(parent: Element, groups_move: bool, left: int = 0, top: int = 0, is_seen: bool = True) -> Iterator[Layer]:
    for element in parent.children:
        attributes = element.attributes
        x, y = (round(float(attributes.get(side, "0"))) for side in ("x", "y"))
        seen = is_seen and _is_seen(attributes)
        if element.tag == "stack":
            yield from _layers(element, groups_move, *((left + x, top + y) if groups_move else (0, 0)), is_seen=seen)
        elif element.tag == "layer" and "src" in attributes:
            source = posixpath.normpath(attributes["src"])
            is_normal = attributes.get("composite-op", "").strip().casefold() in _NORMAL
            yield Layer(attributes.get("name", source), source, left + x, top + y, seen, is_normal)


def _is_seen(attributes: Mapping[str, str]) -> bool:
    try:
        opacity = float(attributes.get("opacity", "1"))
    except ValueError:
        opacity = 1.0
    return attributes.get("visibility", "").strip().casefold() != "hidden" and opacity != 0


def _groups_move(root: Element) -> bool:
    """Whether the file is of a time when the offset of a group moved what is in it; if it does not say, it is not."""
    found = _VERSION.match(root.attributes.get("version", ""))
    return found is not None and tuple(int(part) for part in found.groups()) < _GROUPS_MOVE_BELOW


def pixels_of(archive: Archive, layer: Layer, stack: Stack) -> NDArray[np.uint8]:
    """(H, W, 4) of the whole image, transparent where the layer does not reach. Raises CanvasError."""
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
            say("Make it smaller first, or remove the layer."),
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
