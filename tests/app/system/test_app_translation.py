from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from app.system.translation import tr
from canvas.errors import CanvasError
from canvas.words import say
from engine.words import say as engine_say


class Upper(QTranslator):
    """A language that shouts, and says sizes the other way round."""

    def translate(self, _context: str, text: str, _comment: str | None = None, _n: int = -1) -> str:
        return {"{width} by {height}": "{height} x {width}", "Saved": "SAVED", "a {what}": "A {what}"}.get(text, text)

    def isEmpty(self) -> bool:  # noqa: N802
        return False


@pytest.fixture
def upper(qtbot: QtBot) -> Iterator[None]:
    app = QCoreApplication.instance()
    assert app is not None
    translator = Upper()
    app.installTranslator(translator)
    yield
    app.removeTranslator(translator)


def test_words_are_text() -> None:
    words = say("{width} by {height}", width=3, height=2)
    assert words == "3 by 2"
    assert str(CanvasError(words)) == "3 by 2"


@pytest.mark.usefixtures("upper")
def test_literal_and_said_text_is_translated_before_it_is_filled_in() -> None:
    assert tr("Saved") == "SAVED"
    assert tr("{width} by {height}", width=3, height=2) == "2 x 3"
    assert tr(say("{width} by {height}", width=3, height=2)) == "2 x 3"
    assert tr(engine_say("a {what}", what=engine_say("Saved"))) == "A SAVED"


@pytest.mark.usefixtures("upper")
def test_unknown_text_stays() -> None:
    assert tr("class {1}") == "class {1}"


def test_an_error_keeps_its_words() -> None:
    error = CanvasError(say("{width} by {height}", width=3, height=2))
    assert tr(error.args[0]) == "3 by 2"


@pytest.mark.usefixtures("upper")
def test_an_error_within_a_text_is_translated_too() -> None:
    assert tr("{error}!", error=CanvasError(say("Saved"))) == "SAVED!"
    assert tr("{error}!", error=OSError(2, "No such file")) == "[Errno 2] No such file!"
