"""Jobs on their way to the engine's thread: the newest wins. No Qt, no torch."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from engine.cancel import CancelToken
from engine.request.types import GenerationRequest, RunId


@dataclass(frozen=True)
class Job:
    """A request on its way, under the name of its run; a trial is asked for its events alone."""

    request: GenerationRequest
    run: RunId
    token: CancelToken
    is_trial: bool = False


class Mailbox:
    """Holds the newest unserved job only: an older one that nobody took is dropped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._idle = CancelToken()
        self._is_closed = False

    @property
    def idle(self) -> CancelToken:
        """Is cancelled as soon as a job arrives or the mailbox is closed; so it is now if one waits."""
        with self._lock:
            if self._idle.is_cancelled and self._job is None and not self._is_closed:
                self._idle = CancelToken()
            return self._idle

    def close(self) -> None:
        """Drop what waits: nothing comes any more."""
        self._is_closed = True
        self.put(None)

    def put(self, job: Job | None) -> Job | None:
        """Store `job`; returns the unserved one that it replaces."""
        with self._lock:
            replaced, self._job = self._job, job
            self._idle.cancel()
            return replaced

    def take(self) -> Job | None:
        """The job that waits, which then does not any more."""
        with self._lock:
            job, self._job = self._job, None
            return job
