"""The study's metrics against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.evaluation.measure.edges import borders, edge_counts, edge_f1
from engine.evaluation.measure.judged import Judged, load_judged, paired_difference
from engine.evaluation.measure.metrics import bootstrap, confusions, mean_iou, normalised, pixel_accuracy, spread


def column(at, size=8, left=1, right=2):
    """A map of `left` up to column `at`, `right` from there."""
    ids = np.full((1, size, size), right, np.uint8)
    ids[:, :, :at] = left
    return ids


def test_control_of_a_shifted_border():
    matrix = confusions(column(4), column(6), 3)
    assert pixel_accuracy(matrix) == 6 / 8
    assert mean_iou(matrix) == pytest.approx((4 / 6 + 2 / 4) / 2)
    assert normalised(mean_iou(matrix), 0.25, 0.75) == pytest.approx((7 / 12 - 0.25) / 0.5)


def test_a_border_is_where_the_right_or_lower_neighbour_differs():
    ids = np.array([[1, 1, 2], [1, 1, 2], [3, 3, 3]], np.uint8)
    found = borders(ids, np.ones((3, 3), bool))
    assert found.tolist() == [[False, True, False], [True, True, True], [False, False, False]]


@pytest.mark.parametrize(("shift", "near_1", "near_2"), [(0, 1.0, 1.0), (1, 1.0, 1.0), (2, 0.0, 1.0), (3, 0.0, 0.0)])
def test_edge_f1_of_a_shifted_border(shift, near_1, near_2):
    counts = edge_counts(column(4), column(4 + shift))
    assert edge_f1(counts, 1) == near_1
    assert edge_f1(counts, 2) == near_2


def test_edge_f1_pools_precision_and_recall():
    """8 drawn border pixels in each of two pictures; the judge sees the first one's, and none and 8 wrong ones."""
    drawn = np.concatenate([column(2), column(2)])
    seen = np.concatenate([column(2), column(7)])
    counts = edge_counts(drawn, seen)
    assert counts[:, 0].tolist() == [[8, 8, 8, 8], [0, 8, 0, 8]]
    assert edge_f1(counts, 1) == 0.5
    assert edge_f1(edge_counts(drawn, np.ones_like(drawn)), 1) == 0.0


def test_beside_unlabelled_area_nothing_is_a_border():
    drawn = column(4, left=0)
    assert not edge_counts(drawn, column(4)).any()
    drawn[:, :4, :4] = 1
    assert edge_counts(drawn, column(4))[0, 0].tolist() == [4, 4, 4, 4]


def test_diversity_is_the_mean_distance_of_the_pairs():
    features = np.array([[[0, 0], [3, 4], [0, 0]], [[1, 1], [1, 1], [1, 1]]], np.float32)
    assert spread(features).tolist() == [pytest.approx((5 + 0 + 5) / 3), 0.0]


def judged(hits):
    """Pictures of 10 pixels drawn as class 1, of which the judge sees `hits` as 1 and the others as 2."""
    matrix = np.zeros((len(hits), 3, 3), np.int64)
    matrix[:, 1, 1], matrix[:, 1, 2] = hits, 10 - np.array(hits)
    return Judged(matrix, np.zeros((len(hits), 2, 4), np.int64), np.zeros((len(hits), 2), np.float32))


def test_a_paired_difference_is_surer_than_its_parts():
    """Hard and easy pictures; one arm hits one pixel more in each of them."""
    hits = [1, 2, 8, 9] * 6
    one, other = judged([hit + 1 for hit in hits]), judged(hits)
    difference, (low, high) = paired_difference(one, other, 400)
    assert difference == pytest.approx((6 / 10 + 0) / 2 - (5 / 10 + 0) / 2)
    assert low == pytest.approx(0.05)
    assert high == pytest.approx(0.05)
    alone_low, alone_high = bootstrap(len(hits), lambda rows: mean_iou(one.confusion[rows]), 400)
    assert alone_high - alone_low > 0.05
    assert paired_difference(one, one, 50) == (0.0, (0.0, 0.0))


def test_what_the_judge_saw_goes_to_disk_and_back(tmp_path):
    judged([1, 2]).save(tmp_path / "a" / "x.safetensors")
    back = load_judged(tmp_path / "a" / "x.safetensors")
    assert back.confusion.tolist() == judged([1, 2]).confusion.tolist()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["x.safetensors"]
