"""The cancel flag of one run."""

from __future__ import annotations

import threading

from engine.errors import RunCancelled


class CancelToken:
    """A flag that any thread may set and the worker reads before every network call.

    A flag and not a queued slot: a slot would wait in the worker's event queue behind the very run it is to end.
    """

    def __init__(self) -> None:
        self._flag = threading.Event()

    def cancel(self) -> None:
        """Ask the run to end before its next network call. Any thread."""
        self._flag.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the run was asked to end."""
        return self._flag.is_set()

    def check(self) -> None:
        """Raise `RunCancelled` if the run was asked to end."""
        if self._flag.is_set():
            raise RunCancelled
