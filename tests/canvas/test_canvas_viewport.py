from __future__ import annotations

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
