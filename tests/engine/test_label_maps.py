"""Maps are reduced by area and matched by name."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.adapters.modulation.encoder import ConditionEncoder
from engine.layers.label_maps import LabelMaps, match_classes, occupancy
from engine.layers.modality import spatial_weight


def by_hand(labels, height, width, channels):
    """Area averaging written out: overlap of every output cell with every input pixel."""

    def overlap(inputs, outputs):
        edges_in, edges_out = np.arange(inputs + 1) / inputs, np.arange(outputs + 1) / outputs
        low = np.maximum(edges_out[:-1, None], edges_in[None, :-1])
        high = np.minimum(edges_out[1:, None], edges_in[None, 1:])
        return np.clip(high - low, 0, None) * outputs

    rows, columns = overlap(labels.shape[0], height), overlap(labels.shape[1], width)
    return np.stack([rows @ (labels == k) @ columns.T for k in range(channels)])


@pytest.mark.parametrize(
    ("drawn", "wanted"),
    [((64, 64), (16, 16)), ((50, 37), (16, 16)), ((7, 64), (16, 16)), ((1, 1), (8, 8)), ((9, 5), (9, 5))],
)
def test_occupancy_is_the_area_of_each_class(drawn, wanted):
    labels = np.random.default_rng(0).integers(0, 4, drawn).astype(np.uint8)
    got = occupancy(labels, *wanted, 4)
    assert np.allclose(got, by_hand(labels, *wanted, 4), atol=1e-4)
    assert np.allclose(got.sum(0), 1, atol=1e-4)


def test_a_line_of_one_pixel_leaves_its_trace():
    labels = np.ones((512, 512), np.uint8)
    labels[:, 101] = 2
    coarse = occupancy(labels, 16, 16, 3)
    assert coarse[2, :, 3] == pytest.approx(1 / 32)
    assert coarse[2].sum() == pytest.approx(16 / 32)


def test_classes_are_matched_by_name_and_unknown_ones_become_unlabelled():
    labels = np.array([[0, 3, 7, 9]], np.uint8)
    names = {0: "unlabelled", 3: " Sea", 7: "dragon", 9: "sky"}
    matched, weights, unknown = match_classes(labels, names, {9: 0.5}, ["unlabelled", "sky", "sea"])
    assert matched.tolist() == [[0, 2, 0, 1]]
    assert weights == {2: 1.0, 1: 0.5}
    assert unknown == ["dragon"]


def test_a_class_of_weight_0_is_unlabelled_even_for_the_module():
    matched, weights, unknown = match_classes(np.full((2, 2), 1, np.uint8), {1: "sky"}, {1: 0.0}, ["unlabelled", "sky"])
    assert not matched.any()
    assert weights == {}
    assert unknown == []


def test_spatial_weight_is_the_mean_class_weight_of_a_cell():
    occupied = torch.tensor([0.25, 0.25, 0.5]).view(1, 3, 1, 1)
    assert spatial_weight(occupied, [0, 1, 1]).item() == pytest.approx(0.75)
    assert spatial_weight(occupied, [0, 2.0, 0.5]).item() == pytest.approx(0.75)
    assert spatial_weight(torch.tensor([1.0, 0, 0]).view(1, 3, 1, 1), [0, 2.0, 1]).item() == 0


@pytest.mark.parametrize("factor", [1, 2, 8])
def test_the_encoder_lands_on_the_latent_grid_and_shows_presence(factor):
    encoder = ConditionEncoder([LabelMaps()], classes=4, latent_factor=factor, width=8)
    occupied = torch.from_numpy(occupancy(np.eye(16, dtype=np.uint8) * 3, 16, 16, 4))[None]
    out = encoder([occupied])
    assert out.shape == (1, encoder.out_channels, 16 // factor, 16 // factor)
    assert torch.allclose(out[:, 0], out[:, 1:4].sum(1))


def test_a_class_is_known_by_its_other_names_where_its_own_is_not() -> None:
    labels = np.array([[1, 2], [3, 4]], np.uint8)
    names = {1: "sky", 2: "sea", 3: "mount everest", 4: "car"}
    also = {2: "water\nocean", 3: "Moun-tain", 4: "auto"}
    matched, weights, unknown = match_classes(labels, names, {2: 0.5}, ["unlabelled", "sky", "water", "mountain"], also)
    assert matched.tolist() == [[1, 2], [3, 0]]
    assert weights == {1: 1.0, 2: 0.5, 3: 1.0}
    assert unknown == ["car"]


def test_the_own_name_goes_before_other_names_and_the_larger_area_has_the_strength() -> None:
    labels = np.array([[1, 1, 2]], np.uint8)
    matched, weights, unknown = match_classes(
        labels, {1: "water", 2: "lake"}, {1: 0.5, 2: 2.0}, ["", "lake", "water"], {1: "lake", 2: "water"}
    )
    assert matched.tolist() == [[2, 2, 1]]
    matched, weights, unknown = match_classes(
        labels, {1: "sea", 2: "river"}, {1: 0.5, 2: 2.0}, ["", "water"], {1: "water", 2: "water"}
    )
    assert matched.tolist() == [[1, 1, 1]]
    assert weights == {1: 0.5}
    assert unknown == []
