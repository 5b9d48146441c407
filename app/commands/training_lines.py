"""A training that another program follows: one JSON object a line on stdout, and its wishes as lines on stdin.

Lines are `{"stage": …, "done": …, "total": …}`, `{"trained": {…}}`, `{"gains": […]}`, `{"samples": PATH}`,
`{"say": …}`, and one of `{"finished": {…}}`, `{"paused": true}` and `{"error": …, "hint": …}` at the end; `"words"`
beside an error are its text and hint in the form that can be translated. Wishes are `pause` and `keep`; where stdin
ends, whoever followed is gone, which is as much as `pause`.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from typing import Any, TextIO, cast

from engine.training.plan import Reporter, TrainingProgress, Wish

_EVERY_S = 0.25
_NICENESS = 10
_BELOW_NORMAL = 0x4000


def lines_to(stream: TextIO, clock: Callable[[], float] = time.monotonic) -> Reporter:
    """Reports to `stream`; what changes with every batch comes four times a second at most."""
    last = dict.fromkeys(("stage", "trained"), float("-inf"))

    def is_due(kind: str, is_last: bool) -> bool:
        now = clock()
        if not is_last and now - last[kind] < _EVERY_S:
            return False
        last[kind] = now
        return True

    def stage(what: str, done: int, total: int) -> None:
        if is_due("stage", done in (0, 1, total)):
            write_line(stream, {"stage": what, "done": done, "total": total})

    def trained(progress: TrainingProgress) -> None:
        if is_due("trained", progress.part_done >= 1):
            write_line(stream, {"trained": asdict(progress)})

    return Reporter(
        stage=stage,
        trained=trained,
        say=lambda text: write_line(stream, {"say": text}),
        gains=lambda gains: write_line(stream, {"gains": gains}),
        samples=lambda path: write_line(stream, {"samples": str(path)}),
    )


def write_line(stream: TextIO, record: dict[str, Any]) -> None:
    """One line, at once; to nobody where whoever followed is gone, which `Wishes` knows, too."""
    with suppress(OSError):
        stream.write(json.dumps(record) + "\n")
        stream.flush()


class Wishes:
    """The newest wish among lines that come in; read in a thread of its own."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._wish: Wish | None = None
        self._lines = lines
        self.thread = threading.Thread(target=self._listen, name="wishes", daemon=True)
        self.thread.start()

    def __call__(self) -> Wish | None:
        """What is wished now."""
        return self._wish

    def _listen(self) -> None:
        for line in self._lines:
            if line.strip() in ("pause", "keep"):
                self._wish = cast(Wish, line.strip())
        self._wish = self._wish or "pause"


def step_back() -> None:
    """Give this process a lower priority, so that a window beside it stays quick."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICENESS)
