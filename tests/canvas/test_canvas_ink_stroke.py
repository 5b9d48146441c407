"""How a nib covers pixels, and how one stroke lies on the ink before it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from canvas.ink_stroke import InkStroke, Nib, capsule, pieces
from canvas.layers import Pixels
from canvas.raster import NOWHERE

SIZE = (60, 80)


def whole(start: Nib, end: Nib, size: tuple[int, int] = SIZE) -> Pixels:
    page = np.zeros(size, np.uint8)
    bbox, covered = capsule(size, start, end)
    page[bbox.slices] = covered
    return page


def sampled(start: Nib, end: Nib, size: tuple[int, int] = SIZE, fine: int = 6) -> np.ndarray:
    """Coverage by counting points of a fine grid that lie in any of very many discs on the way."""
    steps = (np.arange(max(size) * fine) + 0.5) / fine
    rows, cols = np.meshgrid(steps[: size[0] * fine], steps[: size[1] * fine], indexing="ij")
    inside = np.zeros(rows.shape, np.bool_)
    for part in np.linspace(0, 1, 90):
        nib = start.towards(end, part)
        inside |= (rows - nib.row) ** 2 + (cols - nib.col) ** 2 <= nib.radius_px**2
    return inside.reshape(size[0], fine, size[1], fine).mean(axis=(1, 3))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Nib(30, 40, 12), Nib(30, 40, 12)),
        (Nib(20.3, 15.8, 3), Nib(41.7, 66.1, 3)),
        (Nib(20, 15, 9), Nib(40, 60, 2)),
        (Nib(20, 15, 1.5), Nib(25, 60, 12.5)),
        (Nib(30, 30, 3), Nib(31, 33, 14)),
        (Nib(30, 40, 10), Nib(30.5, 40.5, 20)),
        (Nib(-5, 10, 9), Nib(70, 90, 9)),
        (Nib(30, 20, 1), Nib(30, 60, 1)),
    ],
)
def test_coverage_is_the_share_of_each_pixel(start: Nib, end: Nib) -> None:
    found, expected = whole(start, end) / 255, sampled(start, end)
    assert np.abs(found - expected).max() < 0.16
    assert np.abs(found - expected).mean() < 0.004
    assert found.sum() == pytest.approx(expected.sum(), rel=0.03)


def test_hair_lines_are_fainter_not_thicker() -> None:
    sums = [whole(Nib(30.5, 10, radius), Nib(30.5, 70, radius)).sum() / 255 / 60 for radius in (0.1, 0.25, 0.5, 1.0)]
    assert sums == pytest.approx([0.2, 0.5, 1.0, 2.0], rel=0.1)
    assert not whole(Nib(30, 10, 0), Nib(30, 70, 0)).any()


def test_opacity_runs_along_the_way() -> None:
    page = whole(Nib(30, 10, 6, 0.0), Nib(30, 70, 6, 1.0))
    row = page[30, 10:70].astype(int)
    assert (np.diff(row) >= 0).all()
    assert row[30] == pytest.approx(128, abs=4)
    assert (whole(Nib(30, 10, 6, 0.5), Nib(30, 70, 6, 0.5)) <= 128).all()


def test_outside_of_the_document_nothing_is_covered() -> None:
    assert capsule(SIZE, Nib(-50, 5, 9), Nib(-20, 60, 9))[0] == NOWHERE
    bbox, covered = capsule(SIZE, Nib(-2, 5, 9), Nib(5, 900, 9))
    assert bbox.right == SIZE[1]
    assert covered.shape == (bbox.height, bbox.width)


@pytest.mark.parametrize("radius", [2.0, 30.0, 100.0])
def test_pieces_make_the_whole_way_and_stay_small(radius: float) -> None:
    size = (700, 700)
    start, end = Nib(20, 30, radius, 0.5), Nib(640, 660, radius / 2, 0.5)
    way = list(pieces(start, end))
    assert way[0][0] == start
    assert way[-1][1] == pytest.approx(end)
    together = np.zeros(size, np.uint8)
    for piece in way:
        bbox, covered = capsule(size, *piece)
        assert math.dist(piece[0][:2], piece[1][:2]) <= max(64, 2 * radius) + 1e-6
        np.maximum(together[bbox.slices], covered, out=together[bbox.slices])
    assert np.abs(together.astype(int) - whole(start, end, size)).max() <= 2


def lay(stroke: InkStroke, ink: Pixels, start: Nib, end: Nib) -> None:
    stroke.laid(ink, *capsule(SIZE, start, end)).apply(ink)


def test_a_stroke_that_crosses_itself_does_not_darken() -> None:
    ink = np.zeros(SIZE, np.uint8)
    stroke = InkStroke(SIZE, erases=False)
    half = Nib(30, 10, 6, 0.5)
    for _ in range(5):
        lay(stroke, ink, half, half._replace(col=70))
        lay(stroke, ink, Nib(5, 40, 6, 0.5), Nib(55, 40, 6, 0.5))
    assert ink.max() == 128
    lay(InkStroke(SIZE, erases=False), ink, half, half._replace(col=70))
    assert ink.max() == 128 + 64


def test_strokes_lie_over_what_was_there_and_take_of_it() -> None:
    rng = np.random.default_rng(0)
    before = rng.integers(0, 256, SIZE).astype(np.uint8)
    ways = [(Nib(*rng.uniform(0, 60, 2), 9, 0.7), Nib(*rng.uniform(0, 60, 2), 4, 0.3)) for _ in range(6)]
    covered = np.maximum.reduce([whole(*way) for way in ways]) / 255
    for erases in (False, True):
        ink, stroke = before.copy(), InkStroke(SIZE, erases)
        for way in ways:
            lay(stroke, ink, *way)
        expected = before * (1 - covered) if erases else before + (255 - before) * covered
        assert np.abs(ink - expected).max() <= 0.5 + 1e-6
