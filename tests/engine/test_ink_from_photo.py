"""Ink made from photographs: the same for the same chance, where the edges are, and never lost on the way."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.layers.ink_edges import border_edges, canny_edges, pencil_ink, slope_ink, without_specks
from engine.layers.ink_fitting import fit_ink
from engine.layers.ink_from_photo import ink_from_photo, random_ink
from engine.layers.ink_strokes import broken, displaced, drawn, shaken, smoothed, some, thinned, trace


def hill(height=128, width=128):
    """A bright sky over a dark hill, with the class ids."""
    x = np.arange(width) / width
    ridge = height * (0.5 + 0.15 * np.sin(6 * x))
    below = np.arange(height)[:, None] > ridge
    picture = np.where(below[..., None], (40, 60, 30), (150, 190, 240)).astype(np.uint8)
    return picture, np.where(below, 3, 1).astype(np.uint8), ridge


def far_from_ridge(ink, ridge):
    """Mean distance in pixels of the ink from the ridge."""
    y, x = np.nonzero(ink > 64)
    return np.abs(y - ridge[x]).mean()


@pytest.mark.parametrize(
    "extract", [canny_edges, lambda p, s, q: pencil_ink(p, s, q, 0.3), lambda p, s, q: slope_ink(p, s, q, 0.3)]
)
def test_every_extractor_draws_along_the_ridge(extract):
    picture, _, ridge = hill()
    ink = extract(picture, 1.2, 0.03)
    assert ink.dtype == np.uint8
    assert ink.max() == 255
    assert far_from_ridge(ink, ridge) < 3


def test_a_picture_of_one_colour_has_no_lines():
    flat = np.full((64, 80, 3), 120, np.uint8)
    for ink in (
        canny_edges(flat, 1, 0.1),
        pencil_ink(flat, 1, 0.1, 0.3),
        slope_ink(flat, 1, 0.1, 0.3),
        ink_from_photo(flat),
    ):
        assert ink.shape == (64, 80)
        assert not ink.any()


def test_borders_are_between_the_classes():
    _, labels, ridge = hill()
    edges = border_edges(labels)
    assert far_from_ridge(edges, ridge) < 1.5
    assert (edges.sum(0) > 0).all()


def test_specks_go_and_lines_stay():
    edges = np.zeros((32, 32), np.uint8)
    edges[10, 2:30] = 255
    edges[20, 5:8] = 255
    assert np.flatnonzero(without_specks(edges, 5).any(1)).tolist() == [10]
    assert not without_specks(np.zeros_like(edges), 5).any()


def test_an_open_line_is_traced_once_from_end_to_end_and_a_ring_once_around():
    edges = np.zeros((64, 64), np.uint8)
    cv2.line(edges, (5, 50), (40, 58), 255, 1)
    cv2.circle(edges, (30, 25), 12, 255, 1)
    points, stroke = trace(edges, 4)
    assert stroke.tolist() == sorted(stroke.tolist())
    assert len(np.unique(stroke)) == 2
    line, ring = sorted((points[stroke == k] for k in range(2)), key=len)
    assert sorted([line[0].tolist(), line[-1].tolist()]) == [[5, 50], [40, 58]]
    assert len(line) == 36
    assert 50 < len(ring) < 90
    assert len(np.unique(ring, axis=0)) == len(ring)


def test_lines_part_where_they_meet():
    edges = np.zeros((32, 32), np.uint8)
    edges[16, 2:30] = 255
    edges[17:30, 15] = 255
    assert len(np.unique(trace(edges, 3).stroke)) == 3


def test_strokes_keep_their_ends_when_points_are_left_out_and_corners_cut():
    edges = np.zeros((40, 40), np.uint8)
    edges[5, 3:36] = 255
    edges[20, 10:20] = 255
    strokes = trace(edges, 3)
    for changed in (thinned(strokes, 7), smoothed(thinned(strokes, 7))):
        for number in np.unique(strokes.stroke):
            before, after = strokes.points[strokes.stroke == number], changed.points[changed.stroke == number]
            assert len(after) < len(before)
            assert after[0].tolist() == before[0].tolist()
            assert after[-1].tolist() == before[-1].tolist()


def test_a_hand_shakes_breaks_and_forgets_strokes_but_not_much():
    picture, _, ridge = hill()
    strokes = thinned(trace(canny_edges(picture, 1, 0.03), 4), 3)
    random = np.random.default_rng(0)
    moved = displaced(shaken(strokes, 1.0, 4, 128, random), 0.5, random)
    distances = np.linalg.norm(moved.points - strokes.points, axis=1)
    assert 0.2 < distances.mean() < 4
    pieces = broken(strokes, 0.3, random)
    assert len(np.unique(pieces.stroke)) > len(np.unique(strokes.stroke))
    kept = some(pieces, 0.5, random)
    assert 0 < len(kept.points) < len(pieces.points)
    assert far_from_ridge(drawn(moved, 128, 128, np.array([2.0])), ridge) < 5


def test_nothing_is_drawn_of_nothing():
    nothing = trace(np.zeros((16, 16), np.uint8), 3)
    random = np.random.default_rng(0)
    for one in (thinned(nothing, 3), smoothed(nothing), broken(nothing, 0.5, random), some(nothing, 0.5, random)):
        assert not len(one.points)
    assert not drawn(displaced(shaken(nothing, 1, 3, 16, random), 1, random), 16, 16, np.array([1.0])).any()


@pytest.mark.parametrize("partial", [False, True])
def test_random_ink_is_the_same_for_the_same_chance_and_varies_with_it(partial):
    picture, labels, _ = hill()
    inks = [random_ink(picture, labels, np.random.default_rng(seed), partial=partial) for seed in range(40)]
    again = [random_ink(picture, labels, np.random.default_rng(seed), partial=partial) for seed in range(40)]
    assert all(np.array_equal(a, b) for a, b in zip(inks, again, strict=True))
    assert len({ink.tobytes() for ink in inks if ink.any()}) > 25
    assert all(ink.shape == (128, 128) and ink.dtype == np.uint8 for ink in inks)


def test_a_partial_drawing_leaves_paper_blank():
    picture, labels, _ = hill()
    whole, partial = (
        np.mean(
            [(random_ink(picture, labels, np.random.default_rng(s), partial=p) > 0).any(0).mean() for s in range(60)]
        )
        for p in (False, True)
    )
    assert partial < 0.75 * whole


@pytest.mark.parametrize("shape", [(128, 128), (90, 400), (1, 1), (7, 300), (900, 1200)])
def test_the_best_guess_has_the_photographs_size_and_no_chance_in_it(shape):
    picture, _, ridge = hill(*shape)
    ink = ink_from_photo(picture)
    assert ink.shape == shape
    assert np.array_equal(ink, ink_from_photo(picture))
    if min(shape) > 80:
        assert far_from_ridge(ink, ridge) < 0.05 * min(shape)
        assert (ink.max(0) > 0).mean() > 0.8


@pytest.mark.parametrize("size", [(128, 128), (100, 77), (64, 512), (4, 4), (300, 200)])
def test_no_line_vanishes_at_another_size(size):
    ink = np.zeros((256, 256), np.uint8)
    ink[101] = 255
    fitted = fit_ink(ink, *size)
    assert fitted.shape == size
    assert fitted.max(0).min() >= 85
    assert np.flatnonzero(fitted.max(1)).size <= 4


def test_the_thinnest_line_of_a_huge_drawing_is_half_ink_and_a_broad_one_is_full():
    ink = np.zeros((4096, 4096), np.uint8)
    ink[1000] = 255
    ink[2048:2112] = 255
    fitted = fit_ink(ink, 128, 128)
    assert fitted[31].tolist() == [(255 / 32 + 255) // 2] * 128
    assert (fitted[64:66] == 255).all()
    assert np.count_nonzero(fitted.any(1)) == 3


def test_ink_at_its_own_size_is_left_alone():
    ink = np.random.default_rng(0).integers(0, 256, (50, 30)).astype(np.uint8)
    assert np.array_equal(fit_ink(ink, 50, 30), ink)
