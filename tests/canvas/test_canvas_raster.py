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


@pytest.mark.parametrize("seed", range(6))
def test_a_polygon_holds_the_pixels_whose_centres_it_winds_around(seed: int) -> None:
    points = np.random.default_rng(seed).uniform(-12, 60, (7, 2))
    rows, cols = np.mgrid[: SIZE[0], : SIZE[1]] + 0.5
    turned = np.zeros(SIZE)
    for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
        a = np.arctan2(start[0] - rows, start[1] - cols)
        b = np.arctan2(end[0] - rows, end[1] - cols)
        turned += (b - a + np.pi) % (2 * np.pi) - np.pi
    inside = np.rint(turned / (2 * np.pi)) != 0
    assert np.array_equal(whole(SIZE, *raster.polygon(SIZE, [tuple(p) for p in points])), inside)


def test_polygons_that_share_a_side_neither_overlap_nor_leave_a_gap() -> None:
    left = whole(SIZE, *raster.polygon(SIZE, [(0, 0), (3.5, 21.2), (40, 30.5), (40, 0)]))
    right = whole(SIZE, *raster.polygon(SIZE, [(0, 0), (0, 50), (40, 50), (40, 30.5), (3.5, 21.2)]))
    assert not (left & right).any()
    assert (left | right).all()


def test_a_polygon_without_area_or_outside_holds_nothing() -> None:
    for points in ([(3, 3)], [(3, 3), (9, 30)], [(-9, -9), (-9, -3), (-2, -3)], [(5, 5), (5.2, 5.2), (5.1, 5.3)]):
        assert raster.polygon(SIZE, points)[0].is_empty


def test_a_box_holds_the_pixels_under_both_points_and_is_clipped_only_when_drawn() -> None:
    bbox = raster.box_between((10.9, 4.1), (8.2, -3.5))
    assert bbox == BBox(8, -4, 11, 5)
    assert raster.rectangle(SIZE, bbox)[0] == BBox(8, 0, 11, 5)
    assert raster.rectangle(SIZE, bbox.clipped((3, 3)))[1].size == 0


def test_ellipses_are_symmetric_touch_their_box_and_can_leave_the_document() -> None:
    for bbox in (BBox(2, 3, 20, 40), BBox(2, 3, 19, 30), BBox(0, 0, 1, 1), BBox(0, 0, 5, 9)):
        _, mask = raster.ellipse(SIZE, bbox)
        assert np.array_equal(mask, mask[::-1, ::-1])
        assert mask.any(axis=1).all()
        assert mask.any(axis=0).all()
    full = whole((80, 80), *raster.ellipse((80, 80), BBox(10, 10, 40, 60)))
    part = whole((25, 30), *raster.ellipse((25, 30), BBox(10, 10, 40, 60)))
    assert np.array_equal(part, full[:25, :30])
