"""The time that a study has taken, over all the times it was started."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.installed.weights import read_json


class Clock:
    """Adds up what happens inside `running`, in a file, so that an interrupted study does not begin its time anew."""

    def __init__(self, path: Path, limit_s: float) -> None:
        self._path, self._limit_s = path, limit_s
        self.seconds = float(read_json(path)["seconds"]) if path.is_file() else 0.0

    @property
    def left_s(self) -> float:
        """What is left of the limit, 0 at least."""
        return max(0.0, self._limit_s - self.seconds)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time of the block, also if it is interrupted."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds += time.monotonic() - started
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial = self._path.with_suffix(".partial")
            partial.write_text(json.dumps({"seconds": round(self.seconds, 2)}) + "\n", encoding="utf-8")
            partial.replace(self._path)
