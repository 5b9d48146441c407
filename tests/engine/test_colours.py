"""Colour strokes: blocked in from a picture, fitted without mixing in what is not painted."""

from __future__ import annotations

import numpy as np
import pytest

from engine.layers.colours import fit_colours, random_colours


def halves(height=64, width=64):
    """A blue half above, a green one below."""
    above = np.arange(height)[:, None] < height // 2
    return np.broadcast_to(np.where(above[..., None], (60, 90, 220), (30, 160, 40)), (height, width, 3)).astype(
        np.uint8
    )


def test_a_picture_is_blocked_in_with_few_colours_near_its_own():
    picture = np.random.default_rng(0).integers(-20, 20, (64, 64, 3)) + halves().astype(int)
    for seed in range(10):
        layer = random_colours(picture.clip(0, 255).astype(np.uint8), np.random.default_rng(seed), partial=False)
        assert (layer[..., 3] == 255).all()
        assert len(np.unique(layer.reshape(-1, 4), axis=0)) < 120
        assert np.abs(layer[:16, :, :3].mean((0, 1)) - (60, 90, 220)).max() < 30
        assert np.abs(layer[48:, :, :3].mean((0, 1)) - (30, 160, 40)).max() < 30


def test_a_partial_one_has_bare_places_without_colour():
    layers = [random_colours(halves(), np.random.default_rng(seed), partial=True) for seed in range(20)]
    bare = np.stack([layer[..., 3] == 0 for layer in layers])
    assert 0.2 < bare.mean() < 0.8
    assert not np.stack(layers)[bare].any()


@pytest.mark.parametrize("size", [(16, 16), (64, 64), (100, 40), (7, 300)])
def test_paint_keeps_its_colour_at_any_size_and_covers_as_much(size):
    layer = np.zeros((64, 64, 4), np.uint8)
    layer[:, 20:50] = (200, 100, 50, 255)
    fitted = fit_colours(layer, *size)
    assert fitted.shape == (*size, 4)
    covered = fitted[..., 3] > 16
    assert np.abs(fitted[covered][:, :3].astype(int) - (200, 100, 50)).max() <= 3
    assert fitted[..., 3].mean() / 255 == pytest.approx(30 / 64, abs=0.02)
