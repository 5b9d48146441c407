"""Metrics against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.evaluation.metrics import KernelDistance, bootstrap, confusions, mean_iou, pixel_accuracy

DRAWN = np.array([[[1, 1], [2, 0]], [[1, 2], [2, 2]]], np.uint8)
SEEN = np.array([[[1, 2], [2, 1]], [[1, 2], [1, 2]]], np.uint8)


def test_mean_iou_and_accuracy_pool_the_pictures_and_leave_unlabelled_out():
    matrix = confusions(DRAWN, SEEN, 4)
    assert matrix.sum() == 7
    # class 1: 2 hits of a union of 4; class 2: 3 hits of a union of 5; class 3 is neither drawn nor seen
    assert mean_iou(matrix) == pytest.approx((2 / 4 + 3 / 5) / 2)
    assert pixel_accuracy(matrix) == pytest.approx(5 / 7)


def test_kernel_distance_is_the_unbiased_formula():
    x, y = np.array([[1.0, 0], [0, 1]], np.float32), np.array([[1.0, 1], [2, 0], [0, 0]], np.float32)
    k = lambda a, b: (a @ b / 2 + 1) ** 3  # noqa: E731
    within_x = k(x[0], x[1])
    within_y = np.mean([k(y[0], y[1]), k(y[0], y[2]), k(y[1], y[2])])
    across = np.mean([[k(a, b) for b in y] for a in x])
    assert KernelDistance(x, y)() == pytest.approx(within_x + within_y - 2 * across)


def test_a_resampling_never_pairs_a_row_with_itself():
    x, y = np.random.default_rng(0).normal(size=(2, 5, 3)).astype(np.float32)
    distance = KernelDistance(x, y)
    assert distance(np.array([0, 1, 2, 3, 4])) == pytest.approx(distance())
    assert distance(np.array([0, 0, 1, 1])) == pytest.approx(distance(np.array([0, 1])))
    assert np.isnan(distance(np.array([2, 2, 2])))


def test_kernel_distance_tells_equal_from_different_sets():
    random = np.random.default_rng(0)
    a, b, c = (random.normal(shift, 1, (200, 16)).astype(np.float32) for shift in (0, 0, 1))
    assert abs(KernelDistance(a, b)()) < 0.02 < KernelDistance(a, c)()


def test_bootstrap_covers_the_mean():
    values = np.random.default_rng(0).normal(3, 1, 400)
    low, high = bootstrap(400, lambda rows: float(values[rows].mean()))
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 / 20, rel=0.25)
