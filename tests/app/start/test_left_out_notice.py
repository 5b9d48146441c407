"""What lies among the bases and cannot be used is said once, when the window opens."""

from __future__ import annotations

from app.start.bootstrap import tell_left_out
from app.system.notices import Level, Notices
from engine.installed.scan import LeftOut

BROKEN = LeftOut("broken", "The base broken is no folder.", "Copy it again.")


def told(*left_out):
    notices, seen = Notices(), []
    notices.posted.connect(seen.append)
    tell_left_out(left_out, notices)
    tell_left_out(left_out, notices)
    return seen


def test_nothing_left_out_is_nothing_said():
    assert told() == []


def test_one_is_told_with_its_reason_and_hint():
    (notice,) = told(BROKEN)
    assert notice.level is Level.WARNING
    assert "broken" in notice.text
    assert BROKEN.text in notice.text
    assert notice.hint == BROKEN.hint


def test_several_are_one_notice_whose_details_say_all():
    others = [LeftOut(f"m{index}", f"Reason {index}.") for index in range(5)]
    (notice,) = told(BROKEN, *others)
    assert "6" in notice.text
    assert "m4" not in notice.text
    assert all(each.text in notice.details for each in (BROKEN, *others))
