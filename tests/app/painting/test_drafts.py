"""Live paints a draft while the hand moves, and the picture when it rests; nothing but pictures is kept."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.files.open_and_save import Filing
from app.formats.saved_picture import read_artwork
from app.gallery.gallery import Gallery
from app.painting.live_scheduler import REST_S, Act, Decision, LiveScheduler
from app.painting.progress import LiveState, RunState
from app.settings import table as s
from engine.request.types import Finished
from tests.app.conftest import Bench
from tests.fakes.fake_clock import FakeClock
from tests.fakes.scripted_asking import ScriptedAsking

SIZE, DRAFT = (144, 108), (80, 60)


@pytest.fixture
def drafting(bench: Bench, qtbot: QtBot) -> Bench:
    """Pictures of 144 x 108 are enlarged from drafts; the first picture is there."""
    bench.settings.set(s.SIZE_PX, 128)
    bench.settings.set(s.FIRST_PX, 70)
    bench.settings.set(s.SIZE_STEP_PX, 4)
    with qtbot.waitSignal(bench.session.picture_finished):
        bench.session.start()
    qtbot.waitUntil(lambda: bench.session.live_state is LiveState.UP_TO_DATE)
    return bench


def sizes(bench: Bench) -> list[tuple[int, int]]:
    return [(request.width, request.height) for request in bench.runner.requests]


def test_a_stroke_is_painted_as_a_draft_and_finished_when_the_hand_rests(drafting: Bench, qtbot: QtBot) -> None:
    pictures: list[Finished] = []
    drafting.session.picture_finished.connect(pictures.append)
    with qtbot.waitSignal(drafting.session.draft_finished):
        drafting.paint(10, 10)
    assert drafting.session.is_draft
    assert drafting.pictures[-1].shape[:2] == DRAFT[::-1]
    assert not drafting.session.picture_shows_drawing
    assert drafting.session.live_state is LiveState.WAITING
    with qtbot.waitSignal(drafting.session.picture_finished):
        pass
    assert not drafting.session.is_draft
    assert drafting.session.picture_shows_drawing
    assert sizes(drafting) == [SIZE, DRAFT, SIZE]
    assert len(pictures) == 1
    small, whole = drafting.runner.requests[1:]
    assert (small.first_px, whole.first_px) == (0, 70)
    assert (small.seed, small.steps, small.prompt) == (whole.seed, whole.steps, whole.prompt)
    qtbot.waitUntil(lambda: drafting.session.live_state is LiveState.UP_TO_DATE)


def test_the_next_stroke_ends_the_finishing_run_and_is_drafted(drafting: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(drafting.session.draft_finished):
        drafting.paint(10, 10)
    drafting.runner.hold_before(2)
    qtbot.waitUntil(lambda: len(drafting.runner.requests) == 3)
    drafting.paint(30, 30)
    qtbot.waitUntil(lambda: len(drafting.runner.requests) == 4)
    assert sizes(drafting)[-2:] == [SIZE, DRAFT]
    with qtbot.waitSignal(drafting.session.picture_finished):
        drafting.runner.release()
    assert sizes(drafting)[-1] == SIZE


def test_generate_finishes_at_once(drafting: Bench, qtbot: QtBot) -> None:
    drafting.settings.set(s.LIVE, False)
    drafting.paint(10, 10)
    with qtbot.waitSignal(drafting.session.picture_finished):
        drafting.session.generate()
    assert sizes(drafting)[1:] == [SIZE]


def test_without_live_a_draft_is_left_as_it_is(drafting: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(drafting.session.draft_finished):
        drafting.paint(10, 10)
    drafting.settings.set(s.LIVE, False)
    qtbot.waitUntil(lambda: drafting.session.live_state is LiveState.OFF)
    assert not drafting.session._live._timer.isActive()
    assert sizes(drafting)[1:] == [DRAFT]
    assert drafting.session.is_draft


def test_a_cancelled_finish_leaves_the_draft_on_the_sheet(drafting: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(drafting.session.draft_finished):
        drafting.paint(10, 10)
    drafting.runner.hold_before(4)
    qtbot.waitUntil(lambda: len(drafting.runner.requests) == 3)
    drafting.session.cancel()
    qtbot.waitUntil(lambda: not drafting.session.is_painting)
    assert drafting.pictures[-1].shape[:2] == DRAFT[::-1]
    assert drafting.session.live_state is LiveState.STOPPED


def test_the_gallery_keeps_pictures_and_no_drafts(drafting: Bench, qtbot: QtBot, tmp_path) -> None:
    gallery = Gallery(drafting.session, drafting.session.notices, tmp_path / "gallery")
    try:
        with qtbot.waitSignal(drafting.session.picture_finished):
            drafting.paint(10, 10)
        with qtbot.waitSignal(gallery.added) as added:
            gallery.keep_waiting()
        kept = added.args[0]
        assert kept.path.parent.name
        assert len(list((tmp_path / "gallery").rglob("*.png"))) == 1
    finally:
        gallery.stop()


def test_the_scheduler_finishes_a_draft_after_a_rest_and_not_under_the_pen() -> None:
    clock = FakeClock()
    live = LiveScheduler(clock)
    live.edited()
    assert live.decide(8) == Decision(Act.START)
    live.run_started()
    live.run_ended(is_rough=True)
    assert live.is_pending
    waits = live.decide(8)
    assert waits.act is Act.NOTHING
    assert waits.ask_again_s == pytest.approx(REST_S)
    clock.pass_s(REST_S)
    assert live.decide(8) == Decision(Act.FINISH)
    live.pen_down()
    assert live.decide(8) == Decision(Act.NOTHING)
    live.pen_up()
    live.run_started(finishes=True)
    assert live.decide(8) == Decision(Act.NOTHING)
    live.edited()
    assert live.decide(8) == Decision(Act.RESTART)


def test_the_steps_of_a_finishing_run_say_nothing_about_drafts() -> None:
    clock = FakeClock()
    live = LiveScheduler(clock)
    live.run_started()
    for step in (1, 2, 3):
        live.step_done(step)
        clock.pass_s(0.1)
    live.run_ended(is_rough=True)
    assert live.run_s(10) == pytest.approx(1.0)
    live.run_started(finishes=True)
    for step in (1, 2, 3):
        live.step_done(step)
        clock.pass_s(5)
    assert live.run_s(10) == pytest.approx(1.0)


def test_an_export_waits_for_the_picture_where_there_is_only_a_draft(drafting: Bench, qtbot: QtBot, tmp_path) -> None:
    drafting.settings.set(s.LIVE, True)
    filing = Filing(drafting.session, drafting.session.notices, ScriptedAsking())
    with qtbot.waitSignal(drafting.session.draft_finished):
        drafting.paint(10, 10)
    drafting.settings.set(s.LIVE, False)
    written: list[tuple[int, int]] = []

    def write() -> None:
        finished = drafting.session.finished
        assert finished is not None
        written.append((finished.request.width, finished.request.height))

    with qtbot.waitSignal(drafting.session.picture_finished):
        filing.once_painted(tmp_path / "a.png", write)
        assert written == []
    assert written == [SIZE]


def test_a_picture_is_saved_finished_although_a_draft_is_being_painted(drafting: Bench, qtbot: QtBot, tmp_path) -> None:
    filing = Filing(drafting.session, drafting.session.notices, ScriptedAsking())
    drafting.runner.hold_before(2)
    drafting.paint(10, 10)
    qtbot.waitUntil(lambda: drafting.session.state is RunState.DRAFTING)
    with qtbot.waitSignal(drafting.session.picture_finished):
        filing._save_to(tmp_path / "a.png", None)
        drafting.runner.release()
    assert read_artwork(tmp_path / "a.png").image.shape[:2] == SIZE[::-1]


def test_a_draft_that_a_project_brings_is_still_a_draft(drafting: Bench, qtbot: QtBot, tmp_path) -> None:
    """So that saving a picture from it paints the picture first."""
    with qtbot.waitSignal(drafting.session.draft_finished):
        drafting.paint(10, 10)
    drafting.settings.set(s.LIVE, False)
    session = drafting.session
    small, whole, palette = session.finished, session.request(), session.document.palette
    session.replace(session.document.labels.copy(), palette, whole, small)
    assert session.is_draft
    assert not session.picture_shows_drawing
