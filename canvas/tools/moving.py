"""Picks a region and moves or scales it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from canvas import raster
from canvas.edits import PatchEdit
from canvas.events import each
from canvas.layers import KINDS, LayerName, Pixels
from canvas.layers.pixels import masked, values
from canvas.limits import MAX_SIDE
from canvas.palette import UNLABELLED
from canvas.raster import BBox, Mask
from canvas.tools.outline import NO_OUTLINE, Ghost, Outline, Point, box_line
from canvas.tools.shapes import turned_to_eighth
from canvas.tools.tool import PaintingTool, PointerEvent, ToolContext
from canvas.words import say

_SIDES = [(row, col) for row in (-1, 0, 1) for col in (-1, 0, 1) if (row, col) != (0, 0)]
_WHOLE = (0, 0)
_LARGEST_PX = 2 * MAX_SIDE


@dataclass(frozen=True)
class _Carried:
    """What lies on a region in another layer, and moves along."""

    pixels: Pixels
    """As it was picked, 0 beside the region."""
    below: Pixels | None = None
    """What was where the region is now, before it came."""


@dataclass(frozen=True)
class _Pick:
    """A region: as it was picked, and the box that it fills now, which may leave the document."""

    class_id: int
    source: Mask
    bbox: BBox
    carried: Mapping[LayerName, _Carried] = field(default_factory=dict)
    """None of a layer where there is nothing, or where it stays."""

    def placed(self, size: tuple[int, int]) -> tuple[BBox, Mask]:
        """The region's pixels in a document of `size`, scaled with nearest from how it was picked."""
        bbox, clipped = self.bbox, self.bbox.clipped(size)
        height, width = self.source.shape
        rows = (np.arange(clipped.top, clipped.bottom) - bbox.top) * 2 + 1
        cols = (np.arange(clipped.left, clipped.right) - bbox.left) * 2 + 1
        return clipped, self.source[np.ix_(rows * height // (2 * bbox.height), cols * width // (2 * bbox.width))]

    def laid(self, layer: LayerName, size: tuple[int, int]) -> Pixels:
        """What the box of those pixels holds in another layer: what is carried, scaled, on what was there before."""
        kind, carried = KINDS[layer], self.carried[layer]
        clipped, mask = self.placed(size)
        scaled = kind.resized(carried.pixels, (self.bbox.height, self.bbox.width))
        top, left = clipped.top - self.bbox.top, clipped.left - self.bbox.left
        placed = masked(scaled[top : top + clipped.height, left : left + clipped.width], mask)
        return placed if carried.below is None else kind.laid(carried.below, placed)


class Move(PaintingTool):
    """A press picks the connected region under it, a drag moves it, a drag of a grip on its box scales it.

    What the region leaves becomes unlabelled, and what lies on it goes along if so chosen. Each drag is one step;
    the region stays picked, and scaling it again begins from how it was picked. Shift keeps its proportions, or moves
    it along a multiple of 45 degrees.
    """

    label = say("Move region")

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._pick: _Pick | None = None
        self._seen_revision = -1
        self._side: tuple[int, int] = _WHOLE
        self._from: Point = (0.0, 0.0)
        self._target = raster.NOWHERE

    def press(self, event: PointerEvent) -> None:
        """Take hold of a grip of the picked region, or of the region under the pointer; elsewhere let go."""
        self.commit()
        pick = self._picked()
        side = self._side_at(event, pick.bbox) if pick else None
        if side is None:
            side, pick = _WHOLE, self._region_at(event.point)
        self._pick = pick
        if pick is not None:
            self._side, self._from, self._target = side, event.point, pick.bbox
            self._seen_revision = self._context.document.revision
            super().press(event)

    def move(self, event: PointerEvent) -> None:
        """Show where the region would be."""
        if not self.is_active or self._pick is None:
            return
        if self._side == _WHOLE:
            row, col = turned_to_eighth(self._from, event.point) if event.shift else event.point
            down, right = round(row - self._from[0]), round(col - self._from[1])
            box = self._pick.bbox
            self._target = BBox(box.top + down, box.left + right, box.bottom + down, box.right + right)
        else:
            self._target = self._scaled(self._pick.bbox, event)

    def release(self, event: PointerEvent) -> None:
        """Put the region down."""
        self.move(event)
        self.commit()

    def commit(self) -> None:
        """Put the region down where it is."""
        calls: list[Callable[[], object]] = [super().commit]
        pick = self._pick
        if self.is_active and pick is not None and self._target != pick.bbox:
            put = replace(pick, bbox=self._target)
            calls = [
                partial(self._give, pick, UNLABELLED),
                partial(self._lift, pick),
                partial(self._give, put, pick.class_id),
                partial(self._put_down, put),
                *calls,
            ]
        each(calls)

    @property
    def outline(self) -> Outline:
        """The box of the picked region with its grips, and during a drag the region where it would be."""
        pick = self._picked()
        if pick is None:
            return NO_OUTLINE
        if not self.is_active:
            return Outline((box_line(pick.bbox),), tuple(_grip(pick.bbox, side) for side in _SIDES))
        ghost = Ghost(pick.source, self._target, pick.class_id) if self._target != pick.bbox else None
        return Outline((box_line(self._target),), ghost=ghost)

    def _picked(self) -> _Pick | None:
        """The picked region, unless the drawing has changed under it."""
        document, pick = self._context.document, self._pick
        if pick is not None and document.revision != self._seen_revision:
            bbox, mask = pick.placed(document.size)
            self._seen_revision = document.revision
            is_gone = not mask.any() or (document.labels[bbox.slices][mask] != pick.class_id).any()
            if is_gone or any(
                (values(document.layers.of(name)[bbox.slices]) != values(pick.laid(name, document.size)))[mask].any()
                for name in pick.carried
            ):
                self._pick = None
        return self._pick

    def _lift(self, pick: _Pick) -> None:
        """Where the region was, the other layers are again what they were before the region came."""
        document = self._context.document
        for name, carried in pick.carried.items():
            bbox, mask = pick.placed(document.size)
            pixels = document.layers.of(name)
            left = pixels[bbox.slices].copy()
            left[mask] = 0 if carried.below is None else carried.below[mask]
            self._context.history.record(PatchEdit.write(pixels, bbox, left, name))

    def _give(self, pick: _Pick, class_id: int) -> None:
        """Paint where the region lies."""
        document = self._context.document
        self._context.history.record(PatchEdit.paint(document.labels, *pick.placed(document.size), class_id))

    def _put_down(self, pick: _Pick) -> None:
        document = self._context.document
        bbox, _ = pick.placed(document.size)
        layers = document.layers
        below = {name: layers.of(name)[bbox.slices].copy() for name in pick.carried}
        pick = replace(pick, carried={name: replace(each, below=below[name]) for name, each in pick.carried.items()})
        edits = [PatchEdit.write(layers.of(name), bbox, pick.laid(name, document.size), name) for name in pick.carried]
        self._pick = pick
        self._seen_revision = document.revision + sum(not edit.is_empty for edit in edits)
        each([partial(self._context.history.record, edit) for edit in edits])

    def _region_at(self, point: Point) -> _Pick | None:
        class_id = self._context.class_at(*point)
        if class_id is None or class_id == UNLABELLED:
            return None
        pick = self._pick
        if pick is not None and pick.class_id == class_id:
            bbox, mask = pick.placed(self._context.document.size)
            row, col = int(point[0]) - bbox.top, int(point[1]) - bbox.left
            held = 0 <= row < bbox.height and 0 <= col < bbox.width and mask[row, col]
            if held and (not pick.carried or self._context.moves_ink):
                return pick
        bbox, mask = raster.flood_fill(self._context.document.labels, int(point[0]), int(point[1]))
        return _Pick(class_id, mask, bbox, self._on_region(bbox, mask) if self._context.moves_ink else {})

    def _on_region(self, bbox: BBox, mask: Mask) -> Mapping[LayerName, _Carried]:
        layers = self._context.document.layers
        found = {kind.id: masked(pixels[bbox.slices], mask) for kind, pixels in layers.items() if kind.id != "labels"}
        return {name: _Carried(pixels) for name, pixels in found.items() if pixels.any()}

    def _side_at(self, event: PointerEvent, bbox: BBox) -> tuple[int, int] | None:
        def distance(side: tuple[int, int]) -> float:
            row, col = _grip(bbox, side)
            return max(abs(event.row - row), abs(event.col - col))

        nearest = min(_SIDES, key=distance)
        return nearest if distance(nearest) <= event.reach_px else None

    def _scaled(self, bbox: BBox, event: PointerEvent) -> BBox:
        down, right = self._side
        rows = (bbox.height + down * (event.row - self._from[0])) / bbox.height
        cols = (bbox.width + right * (event.col - self._from[1])) / bbox.width
        if event.shift:
            rows = cols = max(rows, cols, key=lambda factor: abs(factor - 1))
        height, width = _side_px(bbox.height * rows), _side_px(bbox.width * cols)
        # The side across from the grip stays; where neither is held, the middle does.
        top = {1: bbox.top, -1: bbox.bottom - height, 0: bbox.top + (bbox.height - height) // 2}[down]
        left = {1: bbox.left, -1: bbox.right - width, 0: bbox.left + (bbox.width - width) // 2}[right]
        return BBox(top, left, top + height, left + width)


def _side_px(length: float) -> int:
    return min(max(round(length), 1), _LARGEST_PX)


def _grip(bbox: BBox, side: tuple[int, int]) -> Point:
    down, right = side
    return (
        (bbox.top + bbox.bottom) / 2 + down * bbox.height / 2,
        (bbox.left + bbox.right) / 2 + right * bbox.width / 2,
    )
