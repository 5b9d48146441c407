"""What the module did: gathered with the run, shown by step, by cell and by class, and beside the base's own."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.compare.label_means import LabelMeans
from app.compare.module_steps import BUDGET_BYTES, ModuleSteps
from app.compare.module_view import ADDED, WIPE, ModuleView
from app.settings import table as s
from app.widgets.theme import Look
from canvas.qt.images import image_array
from engine.request.types import RunId, StepPreview
from tests.app.conftest import Bench
from tests.fakes.fake_runner import effect_of


@pytest.fixture
def steps(bench: Bench, qtbot: QtBot) -> ModuleSteps:
    """After a run of six steps with a module: sky above, water below, at the middle rows of the drawing."""
    bench.settings.set(s.LIVE, False)
    bench.settings.set(s.MODULE, "pocket-labels")
    document = bench.session.document
    labels = document.labels.copy()
    labels[24:] = 5
    document.load(labels, document.palette)
    steps = ModuleSteps(bench.session)
    with qtbot.waitSignal(steps.changed):
        bench.session.start()
    return steps


@pytest.fixture
def view(bench: Bench, steps: ModuleSteps, qapp: QApplication, qtbot: QtBot) -> ModuleView:
    view = ModuleView(steps, bench.session.document, Look(qapp))
    qtbot.addWidget(view)
    view.show()
    return view


def bars(view: ModuleView) -> dict[str, float]:
    return {bar.name: bar.value for bar in view.bars.bars}


def test_every_step_of_a_whole_run_is_there(steps: ModuleSteps) -> None:
    assert [step.number for step in steps.steps] == [1, 2, 3, 4, 5, 6]


def test_a_run_without_a_module_has_none(bench: Bench, steps: ModuleSteps, view: ModuleView, qtbot: QtBot) -> None:
    bench.settings.set(s.MODULE, "")
    with qtbot.waitSignal(steps.changed):
        bench.session.generate()
    assert steps.steps == ()
    assert view.nothing.isVisible()
    assert view.nothing.text() == "The base painted alone."


def test_beyond_the_budget_every_other_step_is_let_go(bench: Bench, steps: ModuleSteps) -> None:
    assert bench.session.finished is not None
    run = RunId(number=99)
    large = np.zeros((1, 1024, BUDGET_BYTES // 1024 // 2 // 2 // 4), np.float16)
    effect = dataclasses.replace(steps.steps[0].effect, latent=large, base_latent=large)
    for number in range(1, 12):
        bench.session.step_previewed.emit(
            StepPreview(run=run, step=number, steps=11, image=None, seconds_left=0, effect=effect)
        )
    bench.session.picture_finished.emit(dataclasses.replace(bench.session.finished, run=run))
    assert [step.number for step in steps.steps] == [1, 5, 9]


def test_steps_of_a_larger_stage_are_shown_like_the_others(bench: Bench, steps: ModuleSteps, view: ModuleView) -> None:
    finished, run = bench.session.finished, RunId(number=99)
    assert finished is not None
    for number in range(1, 5):
        effect = effect_of(finished.request, number, finished.image)
        if number > 2:
            larger = {name: np.kron(getattr(effect, name), np.ones((2, 2), np.float32)) for name in ("gamma", "beta")}
            effect = dataclasses.replace(effect, **larger)
        event = StepPreview(
            run=run, step=number, steps=4, image=None, seconds_left=0, effect=effect, stage=1 + number // 3, stages=2
        )
        bench.session.step_previewed.emit(event)
    bench.session.picture_finished.emit(dataclasses.replace(finished, run=run))
    view.slider.setValue(3)
    assert bars(view) == {"sky": 4.0, "water": 0.0}
    assert view.step.text() == "step 4 of 4"
    view.slider.setValue(0)
    assert bars(view) == {"sky": 1.0, "water": 0.0}


def test_bars_tell_the_mean_inside_each_class_at_the_step(view: ModuleView) -> None:
    assert bars(view) == {"sky": 1.0, "water": 0.0}
    view.slider.setValue(3)
    assert bars(view) == {"sky": 4.0, "water": 0.0}
    view.choose(ADDED)
    assert bars(view) == {"sky": 0.0, "water": 2.0}
    assert "step 4 of 6" in view.step.text()


def test_heat_grows_with_the_step_and_lies_where_the_module_acted(view: ModuleView) -> None:
    def heat() -> np.ndarray:
        sheet = view.heat
        rect = sheet.document_rect.toAlignedRect()
        return image_array(sheet.grab(rect).toImage()).astype(int)

    first = heat()
    view.slider.setValue(5)
    last = heat()
    rows = last.shape[0]
    colour = np.ptp(last, axis=2)
    assert colour[: rows // 3].mean() > 40
    assert colour[-rows // 3 :].mean() < 2
    assert last[: rows // 3, :, 0].mean() > first[: rows // 3, :, 0].mean()


def test_the_wipe_shows_module_and_base_at_the_step(view: ModuleView, bench: Bench) -> None:
    view.choose(WIPE)
    assert view.wipe.isVisible()
    assert not view.bars.isVisible()
    view.wipe.set_divider(1.0)
    left = image_array(view.wipe.grab().toImage())
    view.wipe.set_divider(0.0)
    right = image_array(view.wipe.grab().toImage())
    middle = (left.shape[0] // 2, left.shape[1] // 2 + 40)
    assert np.abs(255 - left[middle].astype(int) - right[middle]).max() <= 2
    assert "right without" in view.step.text()


def test_a_new_run_is_followed_at_the_same_step(
    bench: Bench, steps: ModuleSteps, view: ModuleView, qtbot: QtBot
) -> None:
    view.slider.setValue(4)
    bench.settings.set(s.STEPS, 3)
    with qtbot.waitSignal(steps.changed):
        bench.session.generate()
    assert view.slider.maximum() == 2
    assert bars(view)["sky"] == 3.0


def test_another_drawing_clears_it(bench: Bench, steps: ModuleSteps, view: ModuleView) -> None:
    document = bench.session.document
    bench.session.replace(document.labels.copy(), document.palette)
    assert steps.steps == ()
    assert view.nothing.isVisible()


def test_means_count_pixels_of_the_drawing() -> None:
    labels = np.array([[1, 1, 2, 2], [1, 2, 2, 2]], np.uint8)
    values = np.array([[1.0, 3.0]], np.float32)
    assert LabelMeans(labels, (1, 2)).of(values) == pytest.approx({1: 1.0, 2: (1 + 4 * 3) / 5})
    coarse = LabelMeans(labels[:1, ::2], (4, 4)).of(np.arange(16, dtype=np.float32).reshape(4, 4))
    assert coarse == pytest.approx({1: 0.0, 2: 2.0})


def test_bars_show_the_colours_of_the_classes(view: ModuleView, bench: Bench) -> None:
    shown = image_array(view.bars.grab().toImage())
    for row, bar in enumerate(view.bars.bars):
        assert bar.rgb is not None
        assert np.array_equal(shown[row * 40 + 12, 6], bar.rgb)
