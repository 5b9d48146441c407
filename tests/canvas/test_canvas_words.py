from __future__ import annotations

from pathlib import Path

from canvas.errors import CanvasError
from canvas.words import MOST_TOLD, say, shown, told

HOSTILE = "a\nb\u2028c\u202ed\x00\ud800" + "x" * 20_000


def test_foreign_values_are_one_short_line() -> None:
    assert shown("sky") == "sky"
    assert shown("a\nb\u2028c\u202ed\x00\ud800") == "a b c d"
    assert shown("👨\u200d👩") == "👨\u200d👩"
    assert len(shown("x" * 20_000)) == 60
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    assert len(shown(deep)) <= 60
    assert len(shown({"x" * 10_000: 10**300})) <= 60


def test_every_sentence_is_one_line_with_an_end_whatever_it_is_filled_in_with() -> None:
    for value in (HOSTILE, Path(HOSTILE), OSError(HOSTILE), KeyError(HOSTILE)):
        text = say("“{name}” is odd.", name=value)
        assert text.splitlines() == [text]
        assert len(text) < MOST_TOLD + 20
        text.encode()
        assert str(text) == text.template.format(**text.values)


def test_what_was_said_is_not_cut_again() -> None:
    inner = say("It is gone.")
    error = CanvasError(inner)
    assert told(inner) is inner
    assert told(error) is error
    assert told(0.5) == 0.5
    assert say("{error} {hint}", error=error, hint=inner) == "It is gone. It is gone."
