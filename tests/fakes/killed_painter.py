"""Starts a window in a process of its own, kills it while it paints, and looks at what it left on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from app.installed.choices import Choices
from app.settings import table as s
from app.start.first_drawing import first_drawing
from canvas.document import DocumentSnapshot
from canvas.journal import Recovered, read_journal
from canvas.layers import Layers
from canvas.palette import Palette
from canvas.project_file import Project, read_project
from tests.fakes import painting_child
from tests.fakes.fake_runner import FakeRegistry

SOON_S = 1.0
"""A stroke is on disk within this time."""


@dataclass(frozen=True)
class Killed:
    """What a killed window had said, and what was found of its drawing."""

    committed: int
    """Strokes that it said it had committed."""
    due: int
    """Those of them that were old enough to be on disk."""
    saved: int
    """The last stroke that it said it had saved; 0 for none."""
    recovered: int | None
    """After which stroke the recovered drawing is; -1 if after none, None if there is no journal."""
    opened: int | None
    """After which stroke the drawing in the saved project is; -1 if after none, None if there is no project."""

    @property
    def is_good(self) -> bool:
        """Whether what is found is a state of the drawing that the window was in, with every stroke that was due."""
        found = [number for number in (self.recovered, self.opened) if number is not None]
        known = all(0 <= number <= self.committed + 1 for number in found)
        return known and max(found, default=0) >= max(self.due, self.saved) and (self.opened or 0) >= self.saved


def kill_a_painter(home: Path, seed: int, after_s: float, save_to: Path | None = None) -> Killed:
    """Let a window paint for `after_s` seconds since its first stroke, and kill it then."""
    command = [sys.executable, painting_child.__file__, str(seed), *([str(save_to)] if save_to else [])]
    environment = {**os.environ, "SINOPIA_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    said: list[tuple[float, str, int]] = []
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        assert child.stdout is not None
        until = float("inf")
        for text in child.stdout:
            what, _, number = text.partition(" ")
            now = time.monotonic()
            if what == "stroke" and until == float("inf"):
                until = now + after_s
            if what in ("stroke", "saved"):
                said.append((now, what, int(number)))
            if now >= until:
                break
        child.kill()
        killed_at = time.monotonic()
        # What was said before the kill counts, also where it was not read yet.
        said += [(killed_at, *_parsed(text)) for text in child.stdout if text.endswith("\n")]
    strokes = [(at, number) for at, what, number in said if what == "stroke"]
    choices = Choices(FakeRegistry(), s.Settings())
    choices.reconcile()
    document, errors = first_drawing(choices)
    assert not errors
    states = painting_child.states(document, seed, strokes[-1][1] + 1)

    def number_of(found: Recovered | Project) -> int:
        return next((n for n in reversed(range(len(states))) if same(states[n], found.layers, found.palette)), -1)

    recovered = opened = None
    for path in (home / "data" / "journals").glob("*.journal"):
        recovered = number_of(read_journal(path))
    if save_to is not None and save_to.exists():
        opened = number_of(read_project(save_to, document.palette))
    return Killed(
        committed=strokes[-1][1],
        due=max((number for at, number in strokes if at < killed_at - SOON_S), default=0),
        saved=max((number for _, what, number in said if what == "saved"), default=0),
        recovered=recovered,
        opened=opened,
    )


def same(state: DocumentSnapshot, layers: Layers, palette: Palette) -> bool:
    """Whether the drawing is the same on every layer, and has the same classes."""
    return state.layers.is_as(layers) and state.palette == palette


def _parsed(text: str) -> tuple[str, int]:
    what, _, number = text.partition(" ")
    return what, int(number)
