"""What waits for a picture: a save or an export of one that is not painted yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.painting.progress import RunState
from app.painting.session import Session
from app.system.notices import Level, Notice, Notices
from canvas.words import say


class AfterPainting(QObject):
    """Has the picture painted and calls one function then; the newest, and none after a cancel or an error."""

    def __init__(self, session: Session, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._notices = session, notices
        self._waiting: Callable[[], None] | None = None
        session.picture_finished.connect(self._go_on)
        session.run_failed.connect(self._give_up)
        session.cancelled_by_person.connect(self._forget)

    def call(self, then: Callable[[], None]) -> None:
        """Call `then` once the next picture is there, which is painted now unless one is under way."""
        self._waiting = then
        if self._session.state is not RunState.PAINTING:
            self._session.generate()

    @Slot()
    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    @Slot()
    def _forget(self) -> None:
        self._waiting = None

    @Slot()
    def _give_up(self) -> None:
        if self._waiting is not None:
            self._waiting = None
            self._notices.post(
                Notice(
                    Level.WARNING,
                    say("The picture was not saved, because it could not be painted."),
                    say("The drawing alone can be kept as a project with File, Save as."),
                )
            )
