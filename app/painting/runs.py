"""The runs that were handed to the engine: what each paints, why, and with which palette. No Qt."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from app.formats.compare import same_picture
from canvas.palette import Palette
from engine.request.stages import draft
from engine.request.types import Finished, GenerationRequest, RunId

_REMEMBERED = 64


def draft_of(request: GenerationRequest, step_px: int) -> GenerationRequest | None:
    """What paints the draft of a picture; None where it is painted at full size at once."""
    small = draft(request, step_px)
    return None if (small.width, small.height) == (request.width, request.height) else small


@dataclass(frozen=True, eq=False)
class Run:
    """A picture or a draft that is painted, or was, or was opened."""

    id: RunId
    request: GenerationRequest
    palette: Palette
    """Of the drawing when it was asked for; it may be edited meanwhile."""
    set_seed: int
    """The seed that was set then; the run may have been asked for with another one."""
    is_draft: bool = False
    draft: GenerationRequest | None = None
    """What paints the draft of it, where there is one."""
    is_asked: bool = False
    """Whether the person asked for it; Live starts the others."""

    @property
    def finishes(self) -> bool:
        """Whether it goes on from where a draft ends."""
        return self.draft is not None

    def as_asked(self, request: GenerationRequest) -> GenerationRequest:
        """`request` with this run's own seed, as long as the seed that it was asked for beside is set."""
        return dataclasses.replace(request, seed=self.request.seed) if request.seed == self.set_seed else request

    def counterpart(self, request: GenerationRequest, step_px: int) -> GenerationRequest:
        """What a run of this kind paints of `request`."""
        request = self.as_asked(request)
        return (draft_of(request, step_px) if self.is_draft else None) or request

    def is_seen_in(self, shown: GenerationRequest) -> bool:
        """Whether a picture of `shown` is this run's, or its draft."""
        return any(same_picture(shown, one) for one in (self.request, self.draft) if one is not None)


@dataclass(frozen=True, eq=False)
class Shown:
    """The whole picture or draft that is on the sheet, and the run that made it."""

    finished: Finished
    run: Run


class Runs:
    """Remembers the last ones; a run from before `forget` is void."""

    def __init__(self) -> None:
        self._runs: dict[int, Run] = {}
        self._oldest = self._last = 0

    def add(self, run: Run) -> None:
        """A run begins, or a picture was opened."""
        self._runs.pop(run.id.number, None)
        self._runs[run.id.number] = run
        self._last = max(self._last, run.id.number)
        while len(self._runs) > _REMEMBERED:
            del self._runs[next(iter(self._runs))]

    def of(self, run: RunId) -> Run | None:
        """What is known of a run; None where it is too old."""
        return self._runs.get(run.number)

    def is_void(self, run: RunId) -> bool:
        """Whether it is of a drawing that was open before."""
        return run.number < self._oldest

    def forget(self) -> None:
        """Another drawing is open: what was started until now is void."""
        self._oldest = self._last + 1
