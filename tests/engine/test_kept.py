"""What is kept stays within its room, and what was used last stays longest."""

from __future__ import annotations

import pytest

from engine.painting.kept import Kept


def test_the_least_recently_used_goes_first_also_when_it_was_only_looked_up():
    kept = Kept({"a": 2})
    kept.get("a", 1, lambda: "one")
    kept.get("a", 2, lambda: "two")
    assert kept.find("a", 1) == "one"
    kept.get("a", 3, lambda: "three")
    assert kept.has("a", 1)
    assert not kept.has("a", 2)


def test_a_value_that_keeps_others_while_it_is_made_passes_no_limit():
    kept = Kept({"a": 2})

    def nested():
        for number in range(3):
            kept.get("a", number, lambda: "part")
        return "whole"

    assert kept.get("a", "whole", nested) == "whole"
    assert len(kept) == 2
    assert kept.has("a", "whole")


@pytest.mark.parametrize("room", [0, 1])
def test_a_value_that_cannot_be_made_or_kept_leaves_the_rest_whole(room):
    kept = Kept({"a": room})
    assert kept.get("a", 1, lambda: "one") == "one"
    assert len(kept) == room
    with pytest.raises(ZeroDivisionError):
        kept.get("a", 2, lambda: 1 / 0)
    assert not kept.has("a", 2)


def test_room_grows_and_shrinks():
    kept = Kept({"a": 1})
    kept.set_room("a", 3)
    for number in range(4):
        kept.get("a", number, lambda: "value")
    assert len(kept) == 3
    kept.set_room("a", 1)
    assert [kept.has("a", number) for number in range(4)] == [False, False, False, True]
