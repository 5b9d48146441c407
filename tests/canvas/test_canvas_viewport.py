from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from canvas.raster import BBox
from canvas.viewport import FIT_MARGIN_PX, MAX_SCALE, MIN_SCALE, Viewport


def test_fit_centres_the_whole_document_within_the_margin() -> None:
    viewport = Viewport.fitting((512, 256), (600, 800))
    x, y, width, height = viewport.document_rect
    assert (y, height) == (FIT_MARGIN_PX, 600 - 2 * FIT_MARGIN_PX)
    assert x + width / 2 == pytest.approx(400, abs=0.5)


def test_to_document_is_the_inverse_of_to_view() -> None:
    rng = np.random.default_rng(0)
    viewport = Viewport.fitting((300, 500), (411, 333)).zoomed_by(3.7, 20, 300).panned(-31.5, 12.25)
    for row, col in rng.uniform(-50, 600, (50, 2)):
        assert viewport.to_document(*viewport.to_view(row, col)) == pytest.approx((row, col))


def test_zooming_keeps_the_point_under_the_pointer() -> None:
    viewport = Viewport.fitting((512, 512), (600, 600))
    row, col = viewport.to_document(400, 250)
    for factor in (1.2, 1.2, 5.0, 0.3, 1.2):
        viewport = viewport.zoomed_by(factor, 400, 250)
        assert viewport.to_view(row, col) == pytest.approx((400, 250), abs=1.0)


def test_the_scale_is_clamped() -> None:
    viewport = Viewport.fitting((64, 64), (600, 600))
    assert viewport.zoomed_by(1e9, 300, 300).scale == MAX_SCALE
    assert viewport.zoomed_by(1e-9, 300, 300).scale == MIN_SCALE
    assert Viewport.fitting((1, 1), (600, 600)).scale == MAX_SCALE
    assert Viewport.fitting((4096, 4096), (0, 0)).scale == MIN_SCALE


def test_the_document_cannot_be_lost_by_panning() -> None:
    viewport = Viewport.fitting((100, 200), (600, 600)).panned(1e6, -1e6)
    assert viewport.centre == (100.0, 0.0)


def test_at_100_percent_pixels_fall_on_pixels() -> None:
    viewport = Viewport.fitting((101, 77), (600, 431)).zoomed_to(1.0)
    x, y, width, height = viewport.view_rect(BBox(3, 4, 10, 12))
    assert (x, y) == (round(x), round(y))
    assert (width, height) == (8, 7)


def test_a_fitted_view_stays_fitted_and_another_keeps_its_middle() -> None:
    viewport = Viewport.fitting((512, 512), (600, 600))
    assert viewport.resized((300, 900)) == Viewport.fitting((512, 512), (300, 900))
    moved = viewport.zoomed_to(2.0).panned(10, 20)
    resized = moved.resized((300, 900))
    assert (resized.scale, resized.centre) == (moved.scale, moved.centre)
    assert not moved.is_fitted


def turned(rng: np.random.Generator) -> Viewport:
    viewport = Viewport.fitting((300, 500), (411, 333)).rotated_by(float(rng.uniform(-400, 400)))
    return viewport.mirrored() if rng.random() < 0.5 else viewport


@pytest.mark.parametrize("seed", range(8))
def test_a_turned_view_is_inverted_zoomed_and_panned_as_a_straight_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    viewport = turned(rng).zoomed_by(2.3, 100, 150).panned(10, -7)
    for row, col in rng.uniform(-50, 600, (20, 2)):
        assert viewport.to_document(*viewport.to_view(row, col)) == pytest.approx((row, col))
    row, col = viewport.to_document(120, 210)
    assert viewport.zoomed_by(1.7, 120, 210).to_view(row, col) == pytest.approx((120, 210), abs=1.5)
    assert viewport.panned(13, 8).to_view(row, col) == pytest.approx((133, 218), abs=1.5)
    x, y, width, height = viewport.view_rect(BBox(10, 20, 40, 90))
    for inner in ((10, 20), (10, 90), (40, 20), (40, 90), (25, 50)):
        at_x, at_y = viewport.to_view(*inner)
        assert x - 1e-6 <= at_x <= x + width + 1e-6
        assert y - 1e-6 <= at_y <= y + height + 1e-6


def test_fit_holds_the_whole_document_also_when_turned() -> None:
    for degrees in (15, 45, 90, 133, 180, 270):
        viewport = Viewport.fitting((300, 500), (600, 700)).rotated_by(degrees)
        x, y, width, height = viewport.view_rect(BBox(0, 0, 300, 500))
        assert x >= FIT_MARGIN_PX - 2
        assert y >= FIT_MARGIN_PX - 2
        assert x + width <= 700 - FIT_MARGIN_PX + 2
        assert y + height <= 600 - FIT_MARGIN_PX + 2
        assert min(700 - width, 600 - height) == pytest.approx(2 * FIT_MARGIN_PX, abs=1)


def test_mirroring_exchanges_left_and_right_of_what_is_seen() -> None:
    viewport = Viewport.fitting((300, 500), (600, 800)).rotated_by(30)
    mirrored = viewport.mirrored()
    for point in ((0, 0), (10, 400), (299, 3)):
        (x, y), (other_x, other_y) = viewport.to_view(*point), mirrored.to_view(*point)
        assert (other_x, other_y) == pytest.approx((800 - x, y), abs=1.5)
    assert mirrored.mirrored() == viewport
    assert viewport.rotated_by(345).rotated_by(-15).unrotated().rotation_deg == 0


def test_quarter_turns_and_mirrors_keep_pixels_on_pixels_at_100_percent() -> None:
    viewport = Viewport.fitting((101, 77), (600, 431)).zoomed_to(1.0)
    for other in (viewport.mirrored(), viewport.rotated_by(90), viewport.rotated_by(180).mirrored()):
        x, y = other.to_view(3, 4)
        assert (x, y) == (round(x), round(y))


def test_another_document_keeps_the_turn() -> None:
    viewport = Viewport.fitting((300, 500), (600, 800)).rotated_by(30).mirrored().for_document((64, 64))
    assert (viewport.rotation_deg, viewport.is_mirrored, viewport.document_size) == (-30, True, (64, 64))
    assert viewport.is_fitted


@pytest.mark.parametrize("rotation_deg", [0.0, 90.0, 30.0])
@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("size", [(300, 200), (200, 300), (400, 400)])
def test_fitting_leaves_the_lower_edge_free(size: tuple[int, int], rotation_deg: float, *, is_mirrored: bool) -> None:
    view = Viewport(size, (480, 640), rotation_deg=rotation_deg, is_mirrored=is_mirrored, inset_px=100).fitted()
    x, y, width, height = view.view_rect(BBox(0, 0, *size))
    assert x >= 0
    assert y >= 0
    assert x + width <= 640
    assert y + height <= 381
    assert view.is_fitted


def test_where_there_is_room_anyway_the_document_stays_in_the_middle() -> None:
    assert replace(Viewport((100, 400), (480, 640), inset_px=60).fitted(), inset_px=0) == Viewport.fitting(
        (100, 400), (480, 640)
    )
