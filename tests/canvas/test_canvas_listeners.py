"""A listener that fails leaves no change without its entry, and nobody else without the news."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from canvas.document import Document
from canvas.edits import Edit, PaletteEdit, PatchEdit
from canvas.history import History
from canvas.layers import Layers
from canvas.palette import UNLABELLED, Palette
from canvas.tools import PointerEvent, ToolContext, make_tools


class ListenerError(Exception):
    pass


@pytest.fixture
def heard(document: Document) -> list[str]:
    """Who heard of a change, although everything that can be listened to has a listener that fails."""
    heard: list[str] = []

    def fail(*_: object) -> None:
        raise ListenerError

    for name in ("layer_changed", "changed", "palette_changed", "resized", "loaded"):
        event = getattr(document, name)
        event.connect(fail)
        event.connect(lambda *_, name=name: heard.append(name))
    return heard


def patched(document: Document) -> Edit:
    return PatchEdit.replace_all(document.labels, np.full(document.size, 2, np.uint8))


def recoloured(document: Document) -> Edit:
    palette = document.palette
    return PaletteEdit(palette, Palette("other", palette.entries), patched(document))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edit", "news"),
    [(patched, {"layer_changed", "changed"}), (recoloured, {"palette_changed", "layer_changed", "changed"})],
)
def test_a_performed_edit_has_its_entry(
    document: Document, history: History, heard: list[str], edit: Callable[[Document], Edit], news: set[str]
) -> None:
    before, palette = document.labels.copy(), document.palette
    with pytest.raises(ListenerError):
        history.perform("edit", edit(document))
    assert set(heard) == news
    assert history.labels == ("edit",)
    with pytest.raises(ListenerError):
        history.undo()
    np.testing.assert_array_equal(document.labels, before)
    assert document.palette == palette
    assert (history.can_undo, history.can_redo) == (False, True)


def test_other_layers_have_their_entry(document: Document, history: History, heard: list[str]) -> None:
    size = document.size
    with pytest.raises(ListenerError):
        history.replace("resize", Layers.blank((3, 4)))
    assert set(heard) == {"resized", "layer_changed", "changed"}
    with pytest.raises(ListenerError):
        history.undo()
    assert document.size == size


def test_a_refused_edit_has_none(document: Document, history: History) -> None:
    document.apply(patched(document))
    empty = Palette("empty", tuple(each for each in document.palette.entries if each.class_id == UNLABELLED))
    with pytest.raises(Exception, match="class"):
        history.perform("edit", PaletteEdit(document.palette, empty))
    assert not history.can_undo


@pytest.mark.parametrize("tool_id", ["brush", "fill", "rectangle", "pen"])
def test_a_stroke_has_its_entry(document: Document, history: History, heard: list[str], tool_id: str) -> None:
    before = [layer.copy() for layer in document.layers]
    context = ToolContext(document, history, class_id=2, radius_px=3)
    context.mirrors_left_right = True
    tool = make_tools(context)[tool_id]
    for call, kind, at in ((tool.press, "press", 5.5), (tool.move, "move", 9.5), (tool.release, "release", 9.5)):
        try:
            call(PointerEvent(kind, at, at))  # type: ignore[arg-type]
        except ListenerError:
            continue
    assert not history.in_stroke
    assert len(history.labels) == 1
    with pytest.raises(ListenerError):
        history.undo()
    for now, then in zip(document.layers, before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_region_is_not_lost_on_its_way(document: Document, history: History, heard: list[str]) -> None:
    def fail(*_: object) -> None:
        raise ListenerError

    labels = np.zeros(document.size, np.uint8)
    labels[4:8, 4:8] = 2
    with pytest.raises(ListenerError):
        document.load(labels, document.palette)
    tool = make_tools(ToolContext(document, history))["move"]
    tool.press(PointerEvent("press", 5.5, 5.5))
    tool.move(PointerEvent("move", 15.5, 5.5))
    with pytest.raises(ListenerError):
        tool.release(PointerEvent("release", 15.5, 5.5))
    np.testing.assert_array_equal(document.labels, np.roll(labels, 10, 0))
    assert not history.in_stroke
    assert history.can_undo


class Counter:
    """Something beside the drawing that counts up and down."""

    def __init__(self, counts: list[int], step: int = 1) -> None:
        self._counts, self.step = counts, step
        self.label, self.nbytes = f"count {step}", 10

    @property
    def is_empty(self) -> bool:
        return self.step == 0

    def undo(self) -> None:
        self._counts[0] -= self.step

    def redo(self) -> None:
        self._counts[0] += self.step

    def then(self, later: object) -> Counter | None:
        both = isinstance(later, Counter) and later.step < 10
        return Counter(self._counts, self.step + later.step) if both else None  # type: ignore[attr-defined]


def count(history: History, counts: list[int], step: int = 1) -> None:
    counts[0] += step
    history.enter(Counter(counts, step))


def test_changes_beside_the_drawing_are_undone_in_one_line_with_it(document: Document, history: History) -> None:
    counts = [0]
    count(history, counts)
    history.perform("edit", patched(document))
    count(history, counts)
    count(history, counts)
    count(history, counts, 10)
    assert history.labels == ("count 1", "edit", "count 2", "count 10")
    used = history.bytes_used
    history.go_to(2)
    assert counts == [1]
    history.go_to(0)
    assert counts == [0]
    assert not (document.labels == 2).all()
    history.go_to(4)
    assert counts == [13]
    assert (document.labels == 2).all()
    assert history.bytes_used == used


def test_a_change_that_is_taken_back_by_hand_is_no_entry(history: History) -> None:
    counts = [0]
    count(history, counts)
    count(history, counts, -1)
    assert history.labels == ()
    assert history.bytes_used == 0


def test_what_changes_along_with_an_edit_is_one_entry_with_it(document: Document, history: History) -> None:
    counts = [0]
    document.changed.connect(lambda _bbox: count(history, counts))
    history.perform("edit", patched(document))
    assert history.labels == ("edit",)
    counts[0] += 5  # as somebody who follows the drawing would
    history.undo()
    assert history.labels == ("edit",)
    assert history.can_redo
