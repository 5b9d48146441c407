from __future__ import annotations

import numpy as np
import pytest

from canvas import raster
from canvas.raster import BBox

SIZE = (40, 50)


def whole(size: tuple[int, int], bbox: BBox, mask: raster.Mask) -> raster.Mask:
    full = np.zeros(size, dtype=np.bool_)
    full[bbox.slices] = mask
    return full


def text(mask: raster.Mask) -> list[str]:
    return ["".join(".#"[int(pixel)] for pixel in row) for row in mask]


@pytest.mark.parametrize(
    ("diameter_px", "expected"),
    [
        (1, ["#"]),
        (2, ["##", "##"]),
        (3, ["###", "###", "###"]),
        (4, [".##.", "####", "####", ".##."]),
        (5, [".###.", "#####", "#####", "#####", ".###."]),
    ],
)
def test_round_stamps_have_these_pixels(diameter_px: int, expected: list[str]) -> None:
    assert text(raster.stamp((9, 9), 4.2, 4.4, diameter_px)[1]) == expected


@pytest.mark.parametrize("shape", ["round", "square"])
@pytest.mark.parametrize("diameter_px", [1, 2, 7, 12])
def test_a_stamp_has_the_same_pixels_wherever_it_is_put(shape: raster.Shape, diameter_px: int) -> None:
    rng = np.random.default_rng(0)
    _, first = raster.stamp(SIZE, 20, 20, diameter_px, shape)
    for row, col in rng.uniform(12, 28, (30, 2)):
        bbox, mask = raster.stamp(SIZE, row, col, diameter_px, shape)
        assert np.array_equal(mask, first)
        assert (bbox.height, bbox.width) == (diameter_px, diameter_px)


@pytest.mark.parametrize("diameter_px", [1, 2, 5, 8, 13])
def test_a_round_line_covers_exactly_what_is_nearer_than_the_radius(diameter_px: int) -> None:
    rng = np.random.default_rng(diameter_px)
    rows, cols = np.mgrid[: SIZE[0], : SIZE[1]] + 0.5
    for start, end in rng.uniform(-10, 60, (60, 2, 2)):
        a, b = (np.array(raster.snapped(tuple(p), diameter_px)) for p in (start, end))
        along = b - a
        part = ((rows - a[0]) * along[0] + (cols - a[1]) * along[1]) / max(float(along @ along), 1e-12)
        part = np.clip(part, 0, 1)
        distance = np.hypot(rows - a[0] - part * along[0], cols - a[1] - part * along[1])
        covered = whole(SIZE, *raster.line(SIZE, tuple(start), tuple(end), diameter_px))
        clear = np.abs(distance - diameter_px / 2) > 1e-6
        assert np.array_equal(covered[clear], (distance < diameter_px / 2)[clear])


@pytest.mark.parametrize("shape", ["round", "square"])
@pytest.mark.parametrize("diameter_px", [1, 2, 3, 6])
def test_a_line_is_what_a_stamp_covers_on_the_way_without_gaps(shape: raster.Shape, diameter_px: int) -> None:
    rng = np.random.default_rng(1)
    for start, end in rng.uniform(4, 36, (40, 2, 2)):
        covered = whole(SIZE, *raster.line(SIZE, tuple(start), tuple(end), diameter_px, shape))
        for point in (start, end):
            assert covered[whole(SIZE, *raster.stamp(SIZE, *point, diameter_px, shape))].all()
        touched = np.argwhere(covered)
        reached = {tuple(touched[0])}
        frontier = [tuple(touched[0])]
        pixels = {tuple(pixel) for pixel in touched}
        while frontier:
            row, col = frontier.pop()
            for near in ((row + r, col + c) for r in (-1, 0, 1) for c in (-1, 0, 1)):
                if near in pixels and near not in reached:
                    reached.add(near)
                    frontier.append(near)
        assert reached == pixels


def test_a_square_line_along_an_axis_is_a_rectangle() -> None:
    bbox, mask = raster.line(SIZE, (10, 5), (10, 30), 4, "square")
    assert bbox == BBox(8, 3, 12, 32)
    assert mask.all()


@pytest.mark.parametrize("end", [(-50.0, 3.0), (3.0, -50.0), (500.0, 3.0), (3.0, 500.0), (1e7, 1e7)])
@pytest.mark.parametrize("shape", ["round", "square"])
def test_lines_that_leave_the_document_are_clipped(end: tuple[float, float], shape: raster.Shape) -> None:
    bbox, mask = raster.line(SIZE, (3, 3), end, 5, shape)
    assert mask.shape == (bbox.height, bbox.width)
    assert mask.any()
    assert 0 <= bbox.top < bbox.bottom <= SIZE[0]
    assert 0 <= bbox.left < bbox.right <= SIZE[1]


@pytest.mark.parametrize("point", [(-20.0, 5.0), (5.0, -20.0), (90.0, 5.0), (5.0, 90.0)])
def test_a_stamp_outside_the_document_is_empty(point: tuple[float, float]) -> None:
    bbox, mask = raster.stamp(SIZE, *point, 6)
    assert bbox.is_empty
    assert mask.size == 0


def test_a_fill_stops_at_edges_and_does_not_pass_corners() -> None:
    ids = np.array([[1, 1, 0, 0], [1, 0, 1, 1], [0, 0, 0, 1]], dtype=np.uint8)
    bbox, mask = raster.flood_fill(ids, 1, 3)
    assert bbox == BBox(1, 2, 3, 4)
    assert text(mask) == ["##", ".#"]
    bbox, mask = raster.flood_fill(ids, 2, 0)
    assert text(whole(ids.shape, bbox, mask)) == ["....", ".#..", "###."]


def test_a_fill_that_is_not_contiguous_takes_every_pixel_of_the_class() -> None:
    ids = np.array([[1, 0, 0], [0, 0, 1]], dtype=np.uint8)
    assert text(whole(ids.shape, *raster.flood_fill(ids, 0, 0, contiguous=False))) == ["#..", "..#"]


def test_a_fill_reads_a_read_only_map_and_ignores_points_outside() -> None:
    ids = np.zeros((3, 3), dtype=np.uint8)
    ids.setflags(write=False)
    assert raster.flood_fill(ids, 1, 1)[1].all()
    assert raster.flood_fill(ids, -1, 1)[0].is_empty
    assert raster.flood_fill(ids, 1, 3)[0].is_empty
