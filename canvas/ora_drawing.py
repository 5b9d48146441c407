"""Which layers of an OpenRaster file are the drawing: what is seen of those that are painted in the palette's colours.

From the top down, each pixel is the class of the first layer that is opaque there. A pixel of a soft edge counts where
the layer covers at least half of it; its colour has to be exact all the same. A layer in one colour that is not the
palette's counts as the class that it is called after. All others are passed over and named: hidden ones, those that
are mixed with what is below them, those with other colours, those without any class, and those that cannot be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from canvas.archive import Archive
from canvas.errors import CanvasError, LabelMapError
from canvas.label_png import matched
from canvas.ora_layers import DRAWING, Layer, Stack, holds, pixels_of
from canvas.palette import UNLABELLED, Palette, hex_colour, in_one_line
from canvas.words import listed, say

Ids = NDArray[np.uint8]
_HALF, _FULL = 128, 255
"""Alpha from which on a pixel counts, and of a pixel that is covered wholly."""
_NAME_SHOWN = 40
_COLOURS_SHOWN = 4096
_HINT = say(
    "Paint one layer without smoothing, in the exact colours of the palette, or choose the palette that it has."
)


@dataclass(frozen=True, eq=False)
class LayerDrawing:
    """(H, W) class ids, and sentences on what was passed over for them."""

    labels: Ids
    remarks: tuple[str, ...] = ()


def read_drawing(
    archive: Archive,
    stack: Stack,
    palette: Palette,
    name: str,
    skip: Collection[str] = (),
    written: tuple[str, Ids] | None = None,
) -> LayerDrawing:
    """The class ids that are seen; transparent is unlabelled. Raises LabelMapError, which names the nearest layer.

    Sources in `skip` are known not to be classes; `written` is the source of a layer whose ids are known exactly.
    Where no visible layer is painted in classes, the topmost hidden or mixed one that is counts.
    """
    search = _Search(archive, stack, palette)
    labels = np.zeros((stack.height, stack.width), np.uint8)
    is_open = np.ones(labels.shape, np.bool_)
    is_found = False
    aside: list[Layer] = []
    for layer in stack.layers:
        if holds(stack, layer) is not None or layer.source in skip or not is_open.any():
            continue
        if not (layer.is_seen and layer.is_normal):
            aside.append(layer)
        elif written is not None and layer.source == written[0]:
            is_found |= _lay(labels, is_open, written[1], written[1] != UNLABELLED)
        elif (found := search.classes(layer)) is not None:
            is_found |= _lay(labels, is_open, *found)
    while aside and not is_found:
        if (found := search.classes(aside.pop(0))) is not None:
            is_found = _lay(labels, is_open, *found)
    if not is_found:
        raise search.nothing(name)
    return LayerDrawing(labels, search.remarks(aside))


def quoted(names: Iterable[str]) -> str:
    """Names out of a file, for a sentence."""
    return listed([f"“{in_one_line(name)[:_NAME_SHOWN]}”" for name in names])


def _lay(labels: Ids, is_open: NDArray[np.bool_], ids: Ids, covers: NDArray[np.bool_]) -> bool:
    """Fill what is open where `covers`, in place; always true: there is a layer."""
    np.copyto(labels, ids, where=covers & is_open)
    is_open &= ~covers
    return True


@dataclass(eq=False)
class _Search:
    """Reads layers, and remembers what was wrong with those that do not count."""

    archive: Archive
    stack: Stack
    palette: Palette
    unread: list[Layer] = field(default_factory=list)
    other: list[Layer] = field(default_factory=list)
    softened: list[Layer] = field(default_factory=list)
    named: list[Layer] = field(default_factory=list)
    error: CanvasError | None = None
    """Why the first that cannot be read cannot."""
    nearest: tuple[int, Layer, Ids] | None = None
    """How many pixels have other colours, in which layer, and these pixels (N, 4)."""

    def classes(self, layer: Layer) -> tuple[Ids, NDArray[np.bool_]] | None:
        """(H, W) class ids of a layer and where it covers what is below; None if it is not painted in classes."""
        try:
            pixels = pixels_of(self.archive, layer, self.stack)
        except CanvasError as error:
            self.unread.append(layer)
            self.error = self.error or error
            return None
        ids, is_known = matched(pixels, self.palette)
        covers = pixels[..., 3] >= _HALF
        wrong = covers & ~is_known
        if wrong.any():
            class_id = self._called_after(layer, pixels[covers])
            if class_id is None:
                self._is_other(layer, pixels[wrong])
                return None
            ids[covers] = class_id
            self.named.append(layer)
        elif not ids[covers].any() and not layer.is_named(DRAWING):
            self.other += [layer] if covers.any() else []
            return None
        if ((pixels[..., 3] > 0) & (pixels[..., 3] < _FULL)).any():
            self.softened.append(layer)
        return ids, covers

    def remarks(self, aside: list[Layer]) -> tuple[str, ...]:
        """A sentence on each kind of layers that does not count as it is; `aside` were not looked at."""
        hidden, mixed = ([each for each in aside if each.is_seen is seen] for seen in (False, True))
        sentences = []
        if hidden:
            sentences.append(say("Hidden layers are not part of the drawing: {layers}.", layers=_names(hidden)))
        if mixed:
            sentences.append(
                say(
                    "Layers that are mixed with what is below are not part of the drawing: {layers}.",
                    layers=_names(mixed),
                )
            )
        if self.other:
            sentences.append(
                say("Layers that are not painted in classes alone were left out: {layers}.", layers=_names(self.other))
            )
        if self.unread:
            sentences.append(say("Layers that cannot be read were left out: {layers}.", layers=_names(self.unread)))
        if self.softened:
            sentences.append(
                say("Soft edges became hard ones, at half of the opacity: {layers}.", layers=_names(self.softened))
            )
        if self.named:
            sentences.append(
                say(
                    "Layers in a colour of their own are the classes of their names: {layers}.",
                    layers=_names(self.named),
                )
            )
        return tuple(sentences)

    def nothing(self, name: str) -> CanvasError:
        """The error for a file without a drawing."""
        if self.nearest is None:
            return self.error or LabelMapError(
                say('"{name}" has no layer with anything painted on it.', name=name), _HINT
            )
        _, layer, pixels = self.nearest
        return LabelMapError(
            say(
                'No layer of "{name}" is painted in the colours of the palette "{palette}" alone: '
                '"{layer}" comes nearest and also has {colours}.',
                name=name,
                palette=self.palette.name,
                layer=in_one_line(layer.name)[:_NAME_SHOWN],
                colours=listed(_colours(pixels)),
            ),
            _HINT,
        )

    def _called_after(self, layer: Layer, covering: Ids) -> int | None:
        entry = self.palette.find_name(layer.name)
        is_plain = bool((covering[:, :3] == covering[0, :3]).all())
        return entry.class_id if entry is not None and entry.class_id != UNLABELLED and is_plain else None

    def _is_other(self, layer: Layer, wrong: Ids) -> None:
        self.other.append(layer)
        if self.nearest is None or len(wrong) < self.nearest[0]:
            self.nearest = len(wrong), layer, wrong


def _names(layers: Sequence[Layer]) -> str:
    return quoted(layer.name for layer in layers)


def _colours(pixels: Ids) -> list[str]:
    """The colours of pixels (N, 4), the most frequent first."""
    packed = np.ascontiguousarray(pixels).view(np.uint32)[:, 0]
    _, first, counts = np.unique(packed, return_index=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:_COLOURS_SHOWN]
    return [_said(colour) for colour in pixels[first[order]].tolist()]


def _said(colour: list[int]) -> str:
    shown = hex_colour(colour[:3])
    if colour[3] == _FULL:
        return shown
    return say("{colour} at {percent} % opacity", colour=shown, percent=colour[3] * 100 // _FULL)
