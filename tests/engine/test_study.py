"""A whole study on a tiny base: trains, paints, judges, resumes, keeps to its time, and reports every cell."""

from __future__ import annotations

import builtins
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image

from engine.adapters.adapter import Adapter
from engine.adapters.opening import open_adapter
from engine.adapters.saving import WEIGHTS
from engine.bases.opening import open_base
from engine.errors import DataError, WeightsError
from engine.evaluation.kinds import KINDS
from engine.evaluation.protocol.file import ProtocolError, read_protocol
from engine.evaluation.protocol.plans import ArmPlan, DataPlan, PicturePlan, Protocol, TrainingPlan
from engine.evaluation.study.cell import cells_of, foretold_s
from engine.evaluation.study.cost import Cost
from engine.evaluation.study.draws import Draws
from engine.evaluation.study.fit import ArmFit, DivergedError
from engine.evaluation.study.study import Study, StudyReporter
from engine.evaluation.study.tuning import best_rate
from engine.installed.registry import read_module
from engine.training import fit as fitting
from engine.training.cached.cache import open_cache
from engine.training.data.dataset import PictureSet
from engine.training.fit import CHECKPOINT

CLASSES = {"classes": [{"id": 1, "name": "sky", "rgb": [0, 0, 255]}, {"id": 2, "name": "sea", "rgb": [0, 255, 0]}]}
SILENT = StudyReporter(stage=lambda *_: None, cell=lambda *_: None, say=lambda _: None)
PLAN = TrainingPlan(batch=8, examples=16, minutes=0.01, budgets=("examples",))


class BrightnessJudge:
    """Bright is sky, dark is sea; its features are the mean colours of the quarters."""

    size = 16

    def __init__(self):
        self.judged = 0

    def __call__(self, pictures):
        self.judged += len(pictures)
        ids = np.where(pictures.mean(-1) > 127, 1, 2).astype(np.uint8)
        quarters = pictures.reshape(len(pictures), 2, 8, 2, 8, 3).mean((2, 4)) / 255
        return ids, quarters.reshape(len(pictures), -1).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Eighty pictures, four of them held out: bright sky over dark sea."""
    data = tmp_path_factory.mktemp("study") / "data"
    data.mkdir()
    (data / "classes.json").write_text(json.dumps(CLASSES))
    for index in range(80):
        random = np.random.default_rng(index)
        labels = np.ones((16, 16), np.uint8)
        labels[random.integers(4, 12) :] = 2
        picture = np.where(labels[..., None] == 1, 230, 20) + random.integers(-10, 10, (16, 16, 3))
        Image.fromarray(picture.astype(np.uint8)).save(data / f"p{index:02}.jpg", quality=95)
        Image.fromarray(labels).save(data / f"p{index:02}.png")
        (data / f"p{index:02}.txt").write_text("sea")
    return data


@pytest.fixture(scope="module")
def base(tiny_folders):
    return open_base(tiny_folders["v_prediction"], torch.device("cpu"), torch.float32)


@pytest.fixture(scope="module")
def draws(base, folder, tmp_path_factory):
    data = PictureSet(folder, 16, "train").subset(range(20))
    parent = tmp_path_factory.mktemp("cache")
    outputs = open_cache(base, data, parent, draws=2, seed=0, limit_bytes=10**9, on_progress=lambda *_: None)
    return Draws(base, outputs, 3)


def fit(base, draws, folder, kind="mcm-large", plan=PLAN, examples=None, seconds=None, **options):
    torch.manual_seed(0)
    arm = KINDS[kind](base, ["unlabelled", "sky", "sea"])
    return ArmFit(
        arm, draws, plan, learning_rate=1e-3, seed=0, folder=folder, examples=examples, seconds=seconds, **options
    )


def small(**changes):
    settings = {
        "title": "Tiny",
        "base": "tiny",
        "arms": (ArmPlan(kind="mcm-large", learning_rates=(1e-3,)), ArmPlan(kind="controlnet", learning_rates=(1e-3,))),
        "reference": "mcm-large",
        "minutes": 10.0,
        "measure_seconds": 0.01,
        "device": "cpu",
        "precision": "float32",
        "data": DataPlan(pictures=(8, None), rows=16, held_out_rows=8),
        "training": PLAN,
        "pictures": PicturePlan(
            maps=3,
            steps=2,
            batch=2,
            strengths=(1.0, 2.0),
            scales=(1.5,),
            diversity_maps=2,
            diversity_noises=2,
            bootstrap=20,
        ),
    }
    return Protocol(**{**settings, **changes})


def study(protocol, tiny_folders, folder, out, judge=None, say=SILENT):
    return Study(protocol, tiny_folders["v_prediction"], folder, judge or BrightnessJudge(), out, say)


def test_all_arms_meet_the_same_rows_and_maps_in_the_same_order(base, draws, tmp_path):
    one, other = fit(base, draws, None, examples=40), fit(base, draws, None, "controlnet", examples=40)
    seen = []
    for step in range(6):
        assert np.array_equal(one.rows(step), other.rows(step))
        labels = draws.labels(one.rows(step))
        assert torch.equal(one.maps(step, labels), other.maps(step, labels))
        seen += one.rows(step).tolist()
    assert sorted(seen[:40]) == list(range(40))


def test_maps_are_dropped_and_classes_left_out_in_the_given_shares(base, draws):
    labels = torch.randint(1, 3, (400, 16, 16), dtype=torch.uint8)
    changed = fit(base, draws, None, plan=replace(PLAN, drop_map=0.25, unlabel=0.0), examples=8).maps(0, labels)
    dropped = (changed == 0).flatten(1).all(1)
    assert 70 < dropped.sum() < 130
    assert torch.equal(changed[~dropped], labels[~dropped])
    some = fit(base, draws, None, plan=replace(PLAN, drop_map=0.0, unlabel=1.0), examples=8).maps(0, labels)
    assert not some[some != labels].any()
    assert {(ids == 0).any().item() for ids in some} == {True, False}
    assert labels.min() == 1


def test_training_ends_at_its_examples_or_seconds(base, draws, tmp_path):
    by_examples = fit(base, draws, tmp_path, examples=20)
    by_examples.run(lambda _: None)
    assert by_examples.examples == 24
    assert by_examples.part_done == 1
    # Forty rows at ten seconds each: five steps of eight, and none after them.
    charged = fit(base, draws, tmp_path / "b", seconds=400.0, row_seconds=10.0)
    parts = []
    charged.run(parts.append)
    assert charged.examples == 40
    assert charged.cache_seconds == 400
    assert parts == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0], abs=0.05)
    again = fit(base, draws, tmp_path / "d", examples=80, row_seconds=10.0)
    again.run(lambda _: None)
    assert again.cache_seconds == 400
    by_seconds = fit(base, draws, tmp_path / "c", seconds=0.05)
    by_seconds.run(lambda _: None)
    assert by_seconds.examples >= 8
    assert by_seconds.seconds >= 0.05


@pytest.mark.parametrize("kind", ["mcm-large", "controlnet", "fine-tuning"])
def test_an_interrupted_training_ends_as_if_it_had_not_been(kind, base, draws, tmp_path):
    whole = fit(base, draws, tmp_path / "whole", kind, examples=48)
    whole.run(lambda _: None)
    first = fit(base, draws, tmp_path / "parts", kind, examples=48)

    def interrupt(part):
        if part >= 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        first.run(interrupt)
    second = fit(base, draws, tmp_path / "parts", kind, examples=48)
    assert second.examples == first.examples == 24
    second.run(lambda _: None)
    assert whole.trace[-1][0] == second.trace[-1][0] == 48
    assert all(torch.equal(a, b) for a, b in zip(whole.arm.parameters(), second.arm.parameters(), strict=True))


def test_a_stopped_training_leaves_a_checkpoint_and_a_damaged_one_is_told(base, draws, tmp_path):
    one = fit(base, draws, tmp_path, examples=80)
    one.run(lambda _: None, should_stop=lambda: one.examples >= 16)
    assert fit(base, draws, tmp_path, examples=80).examples == 16
    (tmp_path / CHECKPOINT).write_bytes(b"nothing")
    with pytest.raises(WeightsError, match="cannot be taken up"):
        fit(base, draws, tmp_path, examples=80)


def test_a_loss_that_breaks_up_is_told_and_leaves_no_checkpoint(base, draws, tmp_path):
    one = fit(base, draws, tmp_path, examples=80)
    with torch.no_grad():
        one.arm.parameters()[0].fill_(float("nan"))
    with pytest.raises(DivergedError, match="broke up after 0 examples"):
        one.run(lambda _: None)
    assert not list(tmp_path.iterdir())


def test_a_study_reports_every_cell_and_does_nothing_twice(tiny_folders, folder, tmp_path):
    arms = tuple(ArmPlan(kind=kind, learning_rates=(1e-3,)) for kind in KINDS)
    data, training = DataPlan(pictures=(8,), rows=16, held_out_rows=8), replace(PLAN, budgets=("examples", "minutes"))
    protocol, out = small(arms=arms, data=data, training=training), tmp_path / "out"
    one = study(protocol, tiny_folders, folder, out)
    one.run()
    text = one.report()
    record = json.loads((out / "report.json").read_text())
    built = [arm for arm in protocol.arms if arm.kind != "controlnet-xs"]
    assert set(record["left_out"]) == {"controlnet-xs"}
    assert "2 residual blocks a level, where tiny-v has 1" in text
    assert len(record["cells"]) == len(built) * 2
    for arm in built:
        assert f"| {arm.label} | 8 | minutes |" in text
        assert f"| {arm.label} | 8 | examples |" in text
    for cell in record["cells"].values():
        scales = [(point["strength"], point["scale"]) for point in cell["points"]]
        assert scales == [(1, 1), (2, 1), *([(1, 1.5)] if cell["arm"] == "controlnet" else [])]
        assert cell["training"]["examples"] == 16 or cell["budget"] == "minutes"
        assert sum(row["examples"] for row in cell["held_out"]) == 8
        assert cell["diversity"]["mean"] >= 0
    assert len(record["differences"]) == (len(built) - 1) * 2
    assert {entry["aim"].split(",")[0] for entry in record["aims"]} >= {"at equal wall-clock and N = 8", "at N = 8"}
    large, rival = record["costs"]["mcm-large"], record["costs"]["controlnet"]
    assert large["cache_seconds_per_1000"] > 0 == rival["cache_seconds_per_1000"]
    assert min(large["peak_mb"], rival["seconds_per_1000"], record["costs"]["base"]["ms_per_step"]) >= 0
    assert record["versions"]["torch"] == torch.__version__
    for plot in ("control-over-n.png", "control-over-kid.png", "held-out-gain.png", "learning.png"):
        assert f"]({plot})" in text
        with Image.open(out / plot) as image:
            assert np.asarray(image.convert("L")).std() > 5
    judge = BrightnessJudge()
    again = study(protocol, tiny_folders, folder, out, judge)
    again.run()
    assert again.report().count("\n") == text.count("\n")
    assert judge.judged == 0
    assert json.loads((out / "report.json").read_text())["cells"] == record["cells"]


def test_a_study_that_was_interrupted_goes_on(tiny_folders, folder, tmp_path):
    out = tmp_path / "out"
    visited = []

    def interrupt(name, what, part):
        visited.append((name, what))
        if (name, what) == ("mcm-large-all-examples", "painting"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study(small(), tiny_folders, folder, out, say=replace(SILENT, cell=interrupt)).run()
    assert ("controlnet-8-examples", "painting") in visited
    weights = (out / "cells" / "mcm-large-all-examples" / "module" / WEIGHTS).read_bytes()
    second, visited = [], []
    rest = study(small(), tiny_folders, folder, out, say=replace(SILENT, cell=lambda *told: second.append(told[:2])))
    assert rest.run().cells.keys() == {cell.name for cell in cells_of(small())}
    assert ("mcm-large-all-examples", "training") not in second
    assert ("controlnet-8-examples", "painting") not in second
    assert (out / "cells" / "mcm-large-all-examples" / "module" / WEIGHTS).read_bytes() == weights
    base = open_base(tiny_folders["v_prediction"], torch.device("cpu"), torch.float32)
    for name, kind in (("mcm-large-8-examples", "modulation"), ("controlnet-8-examples", "controlnet")):
        info = read_module(out / "cells" / name / "module")
        assert (info.kind, info.base) == (kind, base.id)
        assert isinstance(open_adapter(info, base), Adapter)


def test_what_does_not_fit_into_the_time_is_named_and_done_when_there_is_more(tiny_folders, folder, tmp_path):
    protocol = small(
        minutes=4.0,
        training=replace(PLAN, budgets=("examples", "minutes"), minutes=3.9),
        data=DataPlan(pictures=(8,), rows=8, held_out_rows=8),
    )
    out = tmp_path / "out"
    one = study(protocol, tiny_folders, folder, out)
    (out / "clock.json").write_text('{"seconds": 30.0}')
    one = study(protocol, tiny_folders, folder, out)
    results = one.run()
    assert set(results.cells) == {"mcm-large-8-examples", "controlnet-8-examples"}
    assert set(results.left_out) == {"mcm-large-8-minutes", "controlnet-8-minutes"}
    assert results.seconds > 30
    assert re.search(r"- controlnet-8-minutes: It would take about \d\.\d minutes; \d\.\d were left", one.report())
    longer = replace(protocol, minutes=60.0, training=replace(protocol.training, minutes=3.9))
    assert study(longer, tiny_folders, folder, out).results.left_out == {}


def test_the_time_of_a_cell_is_foretold_from_what_was_measured():
    plan = PicturePlan(
        maps=64, steps=10, batch=32, strengths=(1.0, 2.0), scales=(1.5,), diversity_maps=16, diversity_noises=2
    )
    protocol = small(pictures=plan, training=replace(PLAN, examples=4000, minutes=2.0, budgets=("minutes", "examples")))
    cost = Cost(
        seconds_per_1000=10.0,
        ms_per_step=1.0,
        ms_per_guided_step=2.0,
        batch_s=0.5,
        guided_batch_s=1.0,
        cache_seconds_per_1000=5.0,
    )
    minutes, examples = (
        next(cell for cell in cells_of(protocol) if cell.budget == budget) for budget in ("minutes", "examples")
    )
    painting = 10 * 2 * (0.5 + 1.0) + 10 * 1 * 1.0
    held_out = 2 * 8 / 32 * 0.5
    assert foretold_s(minutes, protocol, cost, False, 4000) == pytest.approx(100 + painting + held_out)
    assert foretold_s(minutes, protocol, cost, False, 10_000) == pytest.approx(80 + painting + held_out)
    assert foretold_s(examples, protocol, cost, False, 4000) == pytest.approx(40 + painting + held_out)
    assert foretold_s(examples, protocol, cost, True, 4000) == pytest.approx(40 + painting + held_out + 10 * 2 * 0.5)


def test_a_folder_of_another_study_or_of_other_things_is_left_alone(tiny_folders, folder, tmp_path):
    out = tmp_path / "out"
    study(small(), tiny_folders, folder, out)
    with pytest.raises(ProtocolError, match="holds a study of another protocol"):
        study(small(training=replace(PLAN, batch=4)), tiny_folders, folder, out)
    study(small(minutes=99.0, title="Longer"), tiny_folders, folder, out)
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    with pytest.raises(ProtocolError, match="is not empty and holds no study"):
        study(small(), tiny_folders, folder, precious)


def test_more_maps_than_test_pictures_are_told(tiny_folders, folder, tmp_path):
    plan = replace(small().pictures, maps=40)
    with pytest.raises(DataError, match="has 4 pictures; the protocol asks for 40 maps"):
        study(small(pictures=plan), tiny_folders, folder, tmp_path / "out").run()


def test_without_matplotlib_the_report_says_so(tiny_folders, folder, tmp_path, monkeypatch):
    protocol = small(arms=small().arms[:1], data=DataPlan(pictures=(8,), rows=8, held_out_rows=4))
    one = study(protocol, tiny_folders, folder, tmp_path / "out")
    one.run()
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "There are no plots, because matplotlib is not installed." in one.report()


def test_the_shipped_protocols_can_be_used():
    assets = Path(__file__).resolve().parents[2] / "assets" / "evaluation"
    for path in sorted(assets.glob("*.toml")):
        assert read_protocol(path).base == "pocket"


def test_of_several_learning_rates_the_one_that_gains_most_is_taken(tiny_folders, folder, tmp_path, monkeypatch):
    steps = itertools.count()
    monkeypatch.setattr(fitting, "time", SimpleNamespace(monotonic=lambda: next(steps) / 50))
    # A rate of 1e-12 learns nothing; one of 1e3 breaks everything.
    arms = (ArmPlan(kind="mcm-large", learning_rates=(1e-12, 3e-3, 1e3)),)
    protocol = small(
        arms=arms,
        data=DataPlan(pictures=(8,), rows=16, held_out_rows=8),
        training=replace(PLAN, tuning_minutes=0.02, drop_map=0.0, unlabel=0.0),
    )
    out = tmp_path / "out"
    one = study(protocol, tiny_folders, folder, out)
    results = one.run()
    tried = {record["learning_rate"]: record["gain"] for record in results.tuning["mcm-large"]}
    assert list(tried) == [1e-12, 3e-3, 1e3]
    assert abs(tried[1e-12]) < 1e-6 < tried[3e-3]
    assert tried[1e3] is None or tried[1e3] < tried[3e-3]
    assert results.rates == {"mcm-large": 3e-3}
    text = one.report()
    assert "## Learning rates" in text
    assert "| 0.003 |" in text
    again = study(protocol, tiny_folders, folder, out, say=replace(SILENT, say=pytest.fail))
    assert again.run().tuning == results.tuning


def test_learning_rates_are_judged_on_train_pictures_that_were_not_learnt_from(tiny_folders, folder, tmp_path):
    read = []
    protocol = small(arms=(ArmPlan(kind="mcm-large", learning_rates=(1e-3, 1e-4)),), data=DataPlan(pictures=(None, 40)))
    one = study(protocol, tiny_folders, folder, tmp_path / "out")
    rows = one._rows
    drawn = rows.draw
    rows.draw = lambda data, *rest: read.append(data.keys()) or drawn(data, *rest)
    rows.unseen(), rows.of(rows.tuning_pictures())
    unseen, learnt = map(set, read)
    assert len(learnt) == 40
    assert unseen
    assert not unseen & learnt
    assert not unseen & set(one._test.keys())


def test_an_arm_whose_every_rate_breaks_up_takes_the_lowest():
    assert best_rate([{"learning_rate": 1.0, "gain": None}, {"learning_rate": 0.5, "gain": None}]) == 0.5
