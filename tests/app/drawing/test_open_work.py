"""The open work without an engine: what of it has changed, and another one in its place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from app.drawing.open_work import OpenWork
from app.formats.images.photo import Photo
from app.settings import table as s
from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.errors import CanvasError
from canvas.history import History
from tests.fakes.fake_clock import FakeClock


@pytest.fixture
def work(qapp: object, document: Document) -> Iterator[OpenWork]:
    work = OpenWork(document, History(document), s.Settings(), FakeClock())
    yield work
    work.close()


def paint(work: OpenWork, class_id: int = 5) -> None:
    labels = work.document.labels
    work.history.perform("paint", PatchEdit.replace_all(labels, np.full_like(labels, class_id), "labels"))


def photo() -> Photo:
    return Photo(np.zeros((2, 2, 4), np.uint8), b"data")


def test_it_is_as_it_was_until_something_changes_and_again_after_undo(work: OpenWork) -> None:
    then = work.snapshot()
    assert work.is_as(then)
    paint(work)
    assert not work.is_as(then)
    work.history.undo()
    assert work.is_as(then)
    work.settings.set(s.STEPS, 7)
    assert not work.is_as(then)
    assert work.is_as(then, with_settings=False)
    work.history.undo()
    work.reference.show(photo())
    assert not work.is_as(then)
    assert work.is_as(then, with_photo=False)


def test_a_seed_of_an_empty_drawing_is_no_matter_unless_asked_for(work: OpenWork) -> None:
    work.place(np.zeros((8, 8), np.uint8), work.palette)
    then = work.snapshot()
    work.settings.set(s.SEED, 9)
    assert work.has_settings_of(then)
    assert not work.has_settings_of(then, with_seed=True)
    paint(work)
    assert not work.has_settings_of(then)


def test_another_work_comes_with_its_settings_and_is_told_once(work: OpenWork) -> None:
    told: list[tuple[str, object]] = []
    work.edited.connect(lambda layers: told.append(("edited", layers)))
    work.replacing.connect(lambda: told.append(("replacing", work.document.size)))
    work.replaced.connect(lambda: told.append(("replaced", work.settings.get(s.STEPS))))
    paint(work)
    new = photo()

    def put(settings: s.Settings) -> None:
        settings.set(s.STEPS, 9)

    work.place(np.zeros((8, 9), np.uint8), work.palette, photo=new, put_settings=put)
    assert told == [("edited", frozenset({"labels"})), ("replacing", (48, 64)), ("replaced", 9)]
    assert work.reference.photo is new
    assert not work.history.can_undo
    assert not work.is_replacing


@pytest.mark.parametrize("wrong", ["labels", "settings"])
def test_a_work_that_cannot_be_changes_nothing(work: OpenWork, wrong: str) -> None:
    paint(work)
    then = work.snapshot()

    def put(settings: s.Settings) -> None:
        settings.set(s.STEPS, 9 if wrong == "labels" else 0)

    with pytest.raises((CanvasError, ValueError)):
        work.place(np.full((8, 8), 99 if wrong == "labels" else 0, np.uint8), work.palette, put_settings=put)
    assert work.is_as(then)
    assert work.history.can_undo
    assert not work.is_replacing


def test_another_shape_or_size_gives_up_the_exact_size(work: OpenWork) -> None:
    for change in (
        lambda: work.settings.set(s.SIZE_PX, 64),
        lambda: work.history.replace("resize", work.document.layers.resized((20, 20))),
    ):
        work.settings.set(s.EXACT_SIZE, (32, 48))
        change()
        assert work.settings.get(s.EXACT_SIZE) == (0, 0)
