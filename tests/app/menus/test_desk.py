"""The desk for those who call its services from outside the menus."""

from __future__ import annotations

from app.menus.desk import Desk
from tests.fakes.fake_window import FakeFields, FakeView


def test_an_act_from_outside_ends_the_stroke_and_sets_what_is_half_typed_first(desk: Desk, view: FakeView) -> None:
    view.calls.clear()
    done: list[tuple[int, list[str]]] = []
    desk.after_stroke(lambda number: done.append((number, list(view.calls))))(3)
    assert done == [(3, ["commit"])]
    assert isinstance(desk.fields, FakeFields)
    assert desk.fields.commits == 1
