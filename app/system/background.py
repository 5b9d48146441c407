"""Work beside the window's thread. The only place with a thread pool: nothing that goes wrong in it vanishes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.system.notices import Notices
from canvas.errors import CanvasError
from canvas.words import say
from engine.errors import EngineError, RunCancelled

T = TypeVar("T")
Expected = CanvasError | EngineError


@dataclass(frozen=True, eq=False)
class Ticket:
    """Work that waits or is under way."""

    future: Future[Any]
    then: Callable[[Any], None]
    on_error: Callable[[Expected], None]
    otherwise: Callable[[], None]
    given_up: list[bool]

    def cancel(self) -> None:
        """Nobody is told how it ends; it is not begun where it has not been yet."""
        self.given_up.append(True)
        self.future.cancel()


class Background(QObject):
    """One thread that does one thing after the other. Every method belongs to the thread of the window."""

    _ended = Signal(object)

    def __init__(self, notices: Notices, name: str, parent: QObject | None = None) -> None:
        """`name` is what the thread is called, and the source of the notices on its errors."""
        super().__init__(parent)
        self._notices, self._name = notices, name
        self._pool = ThreadPoolExecutor(1, name)
        self._is_stopped = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)  # work may be done before `run` returns

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] = lambda _result: None,
        on_error: Callable[[Expected], None] | None = None,
        otherwise: Callable[[], None] = lambda: None,
    ) -> Ticket | None:
        """Have `work` done, then call `then` with what it returns, in the thread of the window; None after `stop`.

        An expected error goes to `on_error`, or to the notices; too little memory is one. Any other is told as a crash.
        After either, and where the work was cancelled from within, `otherwise` is called.
        """
        if self._is_stopped:
            return None
        ticket = Ticket(self._pool.submit(work), then, on_error or self._report, otherwise, [])
        ticket.future.add_done_callback(lambda _future: self._ended.emit(ticket))
        return ticket

    def stop(self, *, drop_waiting: bool = False) -> None:
        """End the thread once it has done what waits, or what it is at. No `then` is called any more."""
        self._is_stopped = True
        self._pool.shutdown(wait=True, cancel_futures=drop_waiting)

    def _report(self, error: Expected) -> None:
        self._notices.report(error, self._name)

    @Slot(object)
    def _on_ended(self, ticket: Ticket) -> None:
        if ticket.future.cancelled() or ticket.given_up:
            return
        error = ticket.future.exception()
        if isinstance(error, MemoryError):
            error = _out_of_memory(error)
        if error is not None and not isinstance(error, (CanvasError, EngineError, RunCancelled)):
            self._notices.crashed(error)
        if self._is_stopped:
            return
        if error is None:
            ticket.then(ticket.future.result())
            return
        if isinstance(error, (CanvasError, EngineError)):
            ticket.on_error(error)
        ticket.otherwise()


def _out_of_memory(cause: MemoryError) -> CanvasError:
    error = CanvasError(
        say("There is too little memory for that."), say("Close other programs, or make the picture smaller.")
    )
    error.__cause__ = cause
    return error
