"""The runs that a session has handed to the engine: who asked for them, and what they paint. No Qt."""

from __future__ import annotations

from collections import deque

from canvas.palette import Palette
from engine.request.types import Finished, RunId

_REMEMBERED = 64


class Runs:
    """Remembers the last ones; a run from before `forget` is void."""

    def __init__(self) -> None:
        self._asked: deque[RunId] = deque(maxlen=_REMEMBERED)
        self._drafts: deque[RunId] = deque(maxlen=_REMEMBERED)
        self._palettes: dict[int, Palette] = {}
        """Number of a run -> the palette of what it paints, which may be edited meanwhile."""
        self._oldest = self._last = 0

    def started(self, run: RunId, palette: Palette, shown: Finished | None, *, is_draft: bool) -> None:
        """A run begins; the palette of the one that is `shown` is kept, however old it is."""
        self._last = run.number
        if is_draft:
            self._drafts.append(run)
        self._palettes[run.number] = palette
        old = run.number - _REMEMBERED
        if shown is None or shown.run.number != old:
            self._palettes.pop(old, None)

    def asked(self, run: RunId) -> None:
        """The person asked for this run."""
        self._asked.append(run)

    def is_asked(self, run: RunId) -> bool:
        """Whether the person asked for it."""
        return run in self._asked

    def is_draft(self, run: RunId | None) -> bool:
        """Whether it paints a draft."""
        return run is not None and run in self._drafts

    def is_void(self, run: RunId) -> bool:
        """Whether it is of a drawing that was open before."""
        return run.number < self._oldest

    def forget(self) -> None:
        """Another drawing is open: what was started until now is void."""
        self._oldest = self._last + 1

    def opened(self, finished: Finished, palette: Palette) -> None:
        """A picture was opened with its drawing."""
        self._palettes[finished.run.number] = palette

    def palette_of(self, finished: Finished, otherwise: Palette) -> Palette:
        """The palette that the drawing had when this picture of it was asked for."""
        return self._palettes.get(finished.run.number, otherwise)
