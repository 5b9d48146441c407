"""What the engine has to say about a run, as notices. No Qt of its own."""

from __future__ import annotations

from collections.abc import Iterable

from app.installed.heard_layers import Hearing
from app.system.notices import MAP_CLASSES, Level, Notice, Notices
from canvas.layers import LayerName
from engine.request.types import UNKNOWN_CLASSES, Failed, Judged
from engine.words import Words

ENGINE = "engine"
"""Source of the engine's notices."""
UNHEARD = "unheard"
"""Source of the notice on a layer that was painted on and has no part in the picture."""
AGREEMENT = "agreement"
"""Source of notices on comparing the picture with the drawing."""


class RunNotices:
    """Posts each once, with the action that does something about it, and takes back what no longer holds."""

    def __init__(self, notices: Notices, hearing: Hearing | None) -> None:
        """Without `hearing` every layer of the drawing counts."""
        self._notices, self._hearing = notices, hearing
        self._notes: tuple[str, ...] = ()

    def is_unheard(self, layers: Iterable[LayerName]) -> bool:
        """Whether none of these layers has a part in the picture; says so."""
        edited = sorted(layers)
        if not edited or self._hearing is None or any(map(self._hearing.hears, edited)):
            return False
        note = self._hearing.unheard(edited[0])
        self._notices.post(Notice(Level.INFO, note, action=self._remedy(note)), UNHEARD)
        return True

    def others_hear(self) -> None:
        """Other modules paint: what was not heard may be now."""
        self._notices.succeeded(UNHEARD)

    def finished(self, notes: tuple[str, ...]) -> None:
        """A picture is there, with what there is to know of it."""
        self._notices.succeeded(ENGINE)
        if notes != self._notes:
            for note in set(self._notes) - set(notes):
                self._notices.succeeded(note)
            self._notes = notes
            for note in notes:
                self._notices.post(Notice(Level.INFO, note, action=self._remedy(note)), note)

    def judged(self, event: Judged) -> None:
        """The picture was compared with the drawing, or could not be."""
        if event.problem:
            self._notices.post(Notice(Level.WARNING, event.problem, event.hint), AGREEMENT)
        else:
            self._notices.succeeded(AGREEMENT)

    def failed(self, event: Failed) -> None:
        """There is no picture."""
        self._notices.post(Notice(Level.ERROR, event.text, event.hint, event.details), ENGINE)

    def _remedy(self, note: str) -> str:
        """Id of the action that does something about a note, or ""."""
        if isinstance(note, Words) and note.template == UNKNOWN_CLASSES:
            return MAP_CLASSES
        return "" if self._hearing is None else self._hearing.remedy(note)
