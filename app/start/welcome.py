"""What somebody is told who has never drawn here, until the first stroke."""

from __future__ import annotations

from app.settings import table as s
from app.system.notices import Level, Notice, Notices
from canvas.document import Document
from canvas.history import History
from canvas.words import say

_TO_INK = Notice(
    Level.INFO,
    say("Draw on the left; the picture follows."),
    say("The pen draws ink, and a photo that you drop becomes a sketch."),
)
_TO_LABELS = Notice(
    Level.INFO, say("Paint on the left; the picture follows."), say("Choose a class in the palette, or press 1 to 9.")
)
_WELCOME = "welcome"


class Welcome:
    """`draws`: nothing but ink reaches the picture, so that the pen is at hand first."""

    def __init__(
        self, document: Document, history: History, settings: s.Settings, notices: Notices, *, draws: bool
    ) -> None:
        self._document, self._history, self._settings, self._notices = document, history, settings, notices
        self.disconnect = history.changed.connect(self._on_history)
        if draws:
            settings.set(s.TOOL, "pen")
        if not settings.get(s.WELCOMED):
            notices.post(_TO_INK if draws else _TO_LABELS, _WELCOME)

    def _on_history(self) -> None:
        if self._document.revision and self._history.can_undo and not self._settings.get(s.WELCOMED):
            self._settings.set(s.WELCOMED, True)
            self._notices.succeeded(_WELCOME)
