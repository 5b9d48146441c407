from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.compare.module_steps import ModuleSteps
from app.painting.run_steps import BUDGET_BYTES, RunSteps
from app.picture.step_scrubber import StepScrubber
from app.settings import table as s
from engine.request.types import RunId, StepPreview
from tests.app.conftest import Bench
from tests.fakes.fake_runner import effect_of


@pytest.fixture
def steps(bench: Bench, qtbot: QtBot) -> RunSteps:
    """After a run of six steps."""
    bench.settings.set(s.LIVE, False)
    steps = RunSteps(bench.session)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    return steps


def test_a_whole_run_offers_its_steps_and_the_picture_last(bench: Bench, steps: RunSteps) -> None:
    assert [step.number for step in steps.steps] == [1, 2, 3, 4, 5, 6]
    assert steps.chosen == 5
    assert bench.session.finished is not None
    assert steps.steps[-1].image is bench.session.finished.image


def test_a_chosen_step_is_shown(steps: RunSteps) -> None:
    shown: list[object] = []
    steps.shown.connect(shown.append)
    steps.choose(2)
    steps.choose(2)
    steps.choose(-4)
    steps.choose(99)
    assert [id(image) for image in shown] == [id(steps.steps[index].image) for index in (2, 0, 5)]


def test_a_cancelled_run_leaves_the_steps_of_the_one_before(bench: Bench, steps: RunSteps, qtbot: QtBot) -> None:
    before = steps.steps
    bench.runner.hold_before(4)
    bench.settings.set(s.SEED, 9)
    bench.session.generate()
    with qtbot.waitSignal(bench.session.step_previewed):
        pass
    bench.session.cancel()
    bench.runner.release()
    qtbot.waitUntil(lambda: not bench.session.is_painting)
    assert steps.steps is before
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.generate()
    assert [step.number for step in steps.steps] == [1, 2, 3, 4, 5, 6]
    assert steps.steps[0] is not before[0]


def test_another_drawing_has_no_steps_yet(bench: Bench, steps: RunSteps) -> None:
    bench.session.replace(np.zeros((9, 9), np.uint8), bench.session.document.palette)
    assert steps.steps == ()
    steps.choose(1)
    assert steps.chosen == 0


def test_memory_is_bounded_and_the_steps_stay_spread(bench: Bench, steps: RunSteps) -> None:
    image = np.zeros((1024, 1024, 3), np.uint8)
    run = RunId(number=99)
    for number in range(1, 201):
        bench.session.step_previewed.emit(StepPreview(run=run, step=number, steps=200, image=image, seconds_left=0.0))
    kept = [step.number for step in steps._coming]
    assert len(kept) * image.nbytes <= BUDGET_BYTES
    assert len(kept) >= 10
    assert {after - before for before, after in pairwise(kept)} == {16}
    assert (kept[0], kept[-1]) == (1, 193)


def test_dots_are_scrubbed_with_mouse_and_keys(steps: RunSteps, qtbot: QtBot) -> None:
    scrubber = StepScrubber(steps)
    qtbot.addWidget(scrubber)
    scrubber.resize(160, 20)
    scrubber.show()
    qtbot.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(2, 10))
    assert steps.chosen == 0
    assert "step 1 of 6" in scrubber.toolTip()
    qtbot.keyClick(scrubber, Qt.Key.Key_Right)
    assert steps.chosen == 1
    qtbot.keyClick(scrubber, Qt.Key.Key_End)
    assert steps.chosen == 5
    before = scrubber.grab().toImage()
    steps.choose(3)
    assert scrubber.grab().toImage() != before


def test_no_dots_without_steps(bench: Bench, qtbot: QtBot) -> None:
    scrubber = StepScrubber(RunSteps(bench.session))
    qtbot.addWidget(scrubber)
    assert scrubber.isHidden()


def test_a_run_that_began_anew_offers_its_steps_once(bench: Bench, steps: RunSteps) -> None:
    effects = ModuleSteps(bench.session)
    finished = bench.session.finished
    assert finished is not None
    run = RunId(number=99)
    effect = effect_of(finished.request, 1, finished.image)
    for attempt, count in ((1, 4), (2, 6)):
        for number in range(1, count + 1):
            event = StepPreview(
                run=run,
                step=number,
                steps=6,
                image=finished.image,
                seconds_left=0.0,
                effect=effect,
                attempt=attempt,
            )
            bench.session.step_previewed.emit(event)
    bench.session.picture_finished.emit(replace(finished, run=run))
    assert [step.number for step in steps.steps] == [1, 2, 3, 4, 5, 6]
    assert [step.number for step in effects.steps] == [1, 2, 3, 4, 5, 6]


def test_the_steps_of_every_stage_are_there(bench: Bench, steps: RunSteps, qtbot: QtBot) -> None:
    finished, run = bench.session.finished, RunId(number=99)
    assert finished is not None
    for number in range(1, 10):
        stage = 1 if number <= 6 else 2
        image = None if number in (6, 9) else np.zeros((8 * stage, 8 * stage, 3), np.uint8)
        event = StepPreview(run=run, step=number, steps=9, image=image, seconds_left=0.0, stage=stage, stages=2)
        bench.session.step_previewed.emit(event)
    bench.session.picture_finished.emit(replace(finished, run=run))
    assert [(step.number, step.stage) for step in steps.steps] == [
        *((number, 1) for number in range(1, 6)),
        (7, 2),
        (8, 2),
        (9, 2),
    ]
    scrubber = StepScrubber(steps)
    qtbot.addWidget(scrubber)
    said = []
    for index in (4, 5):
        steps.choose(index)
        said.append(scrubber.accessibleDescription())
    assert said == ["step 5 of 9", "step 7 of 9 · refining"]
