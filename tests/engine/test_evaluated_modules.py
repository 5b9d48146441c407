"""Modules side by side: what each is given, sums from one pass of the base, and who beats whom."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from engine.adapters.modulation.network import load_network, network_for
from engine.bases.opening import open_base
from engine.errors import DataError, RequestError
from engine.evaluation.measure.colour_distance import colour_distance, colour_sums
from engine.evaluation.measure.edges import edge_f1, edge_precision, edge_recall
from engine.evaluation.measure.lines import line_counts, middle_lines
from engine.evaluation.modules.drawings import draw, hear
from engine.evaluation.modules.evaluate import Contender, ModuleEvaluation, Part, evaluate_modules
from engine.training.data.dataset import PictureSet

CPU = torch.device("cpu")
CLASSES = [{"id": 1, "name": "sky", "rgb": [0, 0, 255]}, {"id": 2, "name": "sea", "rgb": [0, 255, 0]}]
NAMES = ["unlabelled", "sky", "sea"]


class BrightnessJudge:
    """Bright is sky, dark is sea; its features are the mean colours of the quarters."""

    size = 32

    def __call__(self, pictures):
        ids = np.where(pictures.mean(-1) > 127, 1, 2).astype(np.uint8)
        quarters = pictures.reshape(len(pictures), 2, 16, 2, 16, 3).mean((2, 4)) / 255
        return ids, quarters.reshape(len(pictures), -1).astype(np.float32)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A hundred and twenty pictures, six of them held out: bright sky over dark sea."""
    folder = tmp_path_factory.mktemp("evaluated") / "data"
    folder.mkdir()
    (folder / "classes.json").write_text(json.dumps({"classes": CLASSES}))
    for index in range(120):
        random = np.random.default_rng(index)
        labels = np.ones((32, 32), np.uint8)
        labels[random.integers(8, 24) :] = 2
        picture = np.where(labels[..., None] == 1, 230, 20) + random.integers(-10, 10, (32, 32, 3))
        Image.fromarray(picture.astype(np.uint8)).save(folder / f"p{index:03}.jpg", quality=95)
        Image.fromarray(labels).save(folder / f"p{index:03}.png")
    return folder


@pytest.fixture(scope="module")
def tiny_v(tiny_folders):
    return open_base(tiny_folders["v_prediction"], CPU, torch.float32)


@pytest.fixture(scope="module")
def parts(tiny_v, tmp_path_factory):
    """Untrained modules whose last layer does something, by what they hear."""
    folder = tmp_path_factory.mktemp("modules")
    made = {}
    for seed, heard in enumerate((("labels",), ("sketch",), ("labels", "sketch"), ("colours",))):
        torch.manual_seed(seed)
        network = network_for(tiny_v, NAMES if "labels" in heard else NAMES[:1], "small", heard)
        torch.nn.init.normal_(network.trunk.conv_out.weight, std=0.05)
        name = "-".join(heard)
        network.save_pretrained(folder / name)
        made[name] = Part(name=name, folder=folder / name)
    return made


@pytest.fixture
def evaluation(tiny_folders, parts, data):
    return ModuleEvaluation(
        base=tiny_folders["v_prediction"], contenders=(), data=data, pictures=4, steps=3, device="cpu"
    )


def alone(part, *strengths):
    return Contender(parts=(part,), strengths=tuple((strength,) for strength in strengths))


def evaluated(evaluation, out):
    return evaluate_modules(evaluation, BrightnessJudge(), out, lambda *_: None)


def test_every_module_and_their_sum_are_compared_on_the_same_drawings(evaluation, parts, tmp_path):
    both = Contender(parts=(parts["labels"], parts["sketch"]), strengths=((2.0, 1.0), (3.0, 3.0)))
    contenders = (alone(parts["labels"], 2.0), alone(parts["sketch"], 2.0), both, alone(parts["labels-sketch"], 2.0))
    table = evaluated(replace(evaluation, contenders=contenders), tmp_path)
    assert [(arm.module, arm.drawings, arm.strengths) for arm in table.arms[1:-1]] == [
        ("labels", ("labels",), (2.0,)),
        ("sketch", ("sketch",), (2.0,)),
        ("labels+sketch", ("labels", "sketch"), (2.0, 1.0)),
        ("labels+sketch", ("labels", "sketch"), (3.0, 3.0)),
        ("labels-sketch", ("labels", "sketch"), (2.0,)),
    ]
    [found] = table.comparisons
    assert (found.module, found.other, found.drawings) == ("labels-sketch", "labels+sketch", ("labels", "sketch"))
    best = {arm.strengths: arm for arm in table.arms if arm.module == "labels+sketch"}[found.other_strengths]
    joint = table.arms[-2]
    for metric in ("mean_iou", "line_f1_2px", "kid"):
        difference = found.figures[metric]
        assert difference.value == pytest.approx(joint.figures[metric].value - best.figures[metric].value)
        assert difference.interval[0] <= difference.interval[1]
    assert "labels-sketch 2 − labels+sketch" in (tmp_path / "table.md").read_text()
    record = json.loads((tmp_path / "figures.json").read_text())
    assert record["arms"][3]["strengths"] == [2.0, 1.0]
    assert record["comparisons"][0]["figures"]["mean_iou"]["value"] == found.figures["mean_iou"].value
    with Image.open(tmp_path / "contact-sheet.png") as sheet:
        assert sheet.size == ((2 + 2 + 5) * 32, 4 * 32)  # label map, ink; photograph, base; five arms


def test_a_joint_module_is_measured_with_each_drawing_and_with_both(evaluation, parts, tmp_path):
    wanted = (("labels",), ("sketch",), ("sketch", "labels"))
    contenders = (alone(parts["labels-sketch"], 2.0), alone(parts["labels"], 2.0))
    table = evaluated(replace(evaluation, contenders=contenders, drawings=wanted), tmp_path)
    arms = {(arm.module, arm.drawings): arm for arm in table.arms[1:-1]}
    assert list(arms) == [
        ("labels-sketch", ("labels",)),
        ("labels-sketch", ("sketch",)),
        ("labels-sketch", ("labels", "sketch")),
        ("labels", ("labels",)),
    ]
    joint = [arm.figures["kid"].value for (module, _), arm in arms.items() if module == "labels-sketch"]
    [compared] = table.comparisons
    assert (compared.module, compared.other, compared.drawings) == ("labels", "labels-sketch", ("labels",))
    assert len(set(joint)) == 3
    assert arms["labels-sketch", ("sketch",)].name == "labels-sketch, sketch, strength 2"


def test_the_same_module_twice_is_no_better_than_itself(evaluation, parts, tmp_path):
    again = replace(parts["sketch"], name="again")
    table = evaluated(replace(evaluation, contenders=(alone(parts["sketch"], 2.0), alone(again, 2.0))), tmp_path)
    assert table.arms[1].figures == table.arms[2].figures
    for figure in table.comparisons[0].figures.values():
        assert figure.value == 0
        assert figure.interval == (0, 0)


def test_a_sum_costs_one_pass_of_the_base_and_is_the_part_that_is_strong(evaluation, parts, tmp_path, monkeypatch):
    passes = []

    def counting(folder, *more):
        base = open_base(folder, *more)
        predict = base.predict
        monkeypatch.setattr(base, "predict", lambda *args: passes.append(len(args[0])) or predict(*args))
        return base

    monkeypatch.setattr("engine.evaluation.modules.evaluate.open_base", counting)
    both = Contender(parts=(parts["labels"], parts["sketch"]), strengths=((2.0, 0.0), (2.0, 2.0)))
    table = evaluated(replace(evaluation, contenders=(alone(parts["labels"], 2.0), both)), tmp_path)
    _, labels, as_labels, together, _ = table.arms
    assert as_labels.figures == labels.figures
    assert together.figures != labels.figures
    assert passes == [4] * (3 * 4)  # floor and three arms, three steps each, all four pictures at a time


def test_who_hears_nothing_of_what_is_drawn_is_named(evaluation, parts, tmp_path):
    both = Contender(parts=(parts["labels"], parts["sketch"]), strengths=((1.0, 1.0),))
    with pytest.raises(RequestError, match=r"labels\+sketch cannot be evaluated with these drawings"):
        evaluated(replace(evaluation, contenders=(both,), drawings=(("labels",),)), tmp_path)
    assert not list(tmp_path.iterdir())


def test_other_classes_are_not_taken_for_the_data_s(evaluation, parts, tiny_v, tmp_path):
    network_for(tiny_v, ["unlabelled", "sea", "sky"], "small").save_pretrained(tmp_path / "swapped")
    swapped = Part(name="swapped", folder=tmp_path / "swapped")
    with pytest.raises(DataError, match="swapped was made for other classes"):
        evaluated(replace(evaluation, contenders=(alone(swapped, 1.0),)), tmp_path / "out")


def test_colour_strokes_are_measured_by_their_colours(evaluation, parts, tmp_path):
    table = evaluated(replace(evaluation, contenders=(alone(parts["colours"], 2.0),)), tmp_path)
    floor, module, ceiling = (arm.figures["colour_distance"].value for arm in table.arms)
    assert ceiling < min(floor, module)
    assert "colour distance" in table.text()


def test_drawings_are_the_same_for_a_picture_whoever_is_beside_it(data, tiny_v, parts):
    test = PictureSet(data, 16, "test")
    some = draw(test, [1, 4], ["sketch", "colours"], lambda *_: None)
    other = draw(test, [4], ["colours", "labels", "sketch"], lambda *_: None)
    assert some["sketch"].shape == (2, 16, 16)
    assert some["colours"].shape == (2, 16, 16, 4)
    for name in ("sketch", "colours"):
        assert np.array_equal(some[name][1], other[name][0])
    assert np.array_equal(other["labels"][0], test[4].labels)


def test_a_module_hears_only_what_is_drawn(tiny_v, parts, data):
    network = load_network(parts["labels-sketch"].folder, tiny_v)
    drawings = draw(PictureSet(data, 16, "test"), [0, 1, 2], ["labels", "sketch"], lambda *_: None)
    batches = hear(network, tiny_v, {"sketch": drawings["sketch"]}, 2)
    assert [len(one.condition) for one in batches] == [2, 1]
    maps = {"sketch": network.modalities[1].maps(torch.from_numpy(drawings["sketch"][2:]), 3)}
    assert torch.equal(batches[1].condition, network.encode(maps))
    assert torch.equal(batches[1].weight, network.weight(maps))


def ink_column(at, size=64, width=1):
    ink = np.zeros((1, size, size), np.uint8)
    ink[:, :, at : at + width] = 255
    return ink


def picture_split(at, size=64):
    picture = np.full((1, size, size, 3), 30, np.uint8)
    picture[:, :, at:] = 220
    return picture


@pytest.mark.parametrize(("at", "near_1", "near_2"), [(31, True, True), (33, False, True), (36, False, False)])
def test_lines_are_found_where_the_picture_has_its_edge(at, near_1, near_2):
    counts = line_counts(ink_column(at), picture_split(32))
    assert (edge_recall(counts, 1) > 0.9) == near_1
    assert (edge_recall(counts, 2) > 0.9) == near_2
    assert (edge_f1(counts, 2) > 0.9) == near_2


def test_edges_that_nobody_drew_cost_precision_and_lines_left_out_recall():
    picture = picture_split(16)
    picture[:, :, 48:] = 30
    counts = line_counts(ink_column(16), picture)
    assert edge_recall(counts, 2) > 0.9
    assert edge_precision(counts, 2) == pytest.approx(0.5, abs=0.1)
    two = np.maximum(ink_column(16), ink_column(48))
    counts = line_counts(two, picture_split(16))
    assert edge_precision(counts, 2) > 0.9
    assert edge_recall(counts, 2) == pytest.approx(0.5, abs=0.1)
    assert not line_counts(np.zeros((1, 64, 64), np.uint8), picture).any()


def test_a_broad_faint_stroke_is_as_one_line_in_its_middle():
    ink = ink_column(12, width=5)[0] // 2
    ink[:, 12], ink[:, 16] = 20, 20
    rows, columns = np.nonzero(middle_lines(ink))
    assert set(columns) <= {13, 14, 15}
    assert len(set(rows)) >= 60
    assert len(rows) <= 66


def test_colours_are_compared_where_there_is_paint():
    paint = np.zeros((1, 32, 32, 4), np.uint8)
    paint[:, :, :16] = (200, 60, 60, 255)
    picture = np.zeros((1, 32, 32, 3), np.uint8)
    picture[:, :, :16] = (200, 60, 60)
    assert colour_distance(colour_sums(paint, picture)) == pytest.approx(0, abs=1e-3)
    assert colour_distance(colour_sums(paint, 255 - picture)) > 50
    assert colour_distance(colour_sums(paint * 0, picture)) == 0
