"""Progress of the commands, on stderr: bars on a terminal, lines in a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm

from engine.evaluation.study.study import StudyReporter
from engine.training.plan import Reporter, TrainingProgress

Stage = Callable[[str, int, int], None]
"""(what, done, total)"""
_LINES = 20
"""So many lines tell of one long work where there is no terminal."""


class Pictures:
    """Progress through a number of pictures: a bar, or one line for each that is done."""

    def __init__(self, total: int, unit: str) -> None:
        self._total, self._unit, self._done = total, unit, 0
        self._bar = _bar(total=100 * total, bar_format="{desc} {percentage:3.0f}% |{bar}| {remaining} left")

    def step(self, text: str, part: float) -> None:
        """Of the picture under way `part` is done, 0 to 1."""
        self._bar.set_description_str(text, refresh=False)
        self._to(self._done + part)

    def done(self, name: str, *, failed: bool = False) -> None:
        """A picture is done, or could not be made."""
        self._done += 1
        self._bar.set_description_str(f"{name}, {self._unit} {self._done} of {self._total}", refresh=False)
        self._to(self._done)
        if self._bar.disable:
            self.say(f"{self._done} of {self._total}: {name}{' failed' if failed else ''}")

    def say(self, text: str) -> None:
        """A line of its own."""
        self._bar.write(text, file=sys.stderr)

    def close(self) -> None:
        """No more will come."""
        self._bar.close()

    def _to(self, done: float) -> None:
        self._bar.update(int(100 * done) - self._bar.n)


@contextmanager
def pictures_on_terminal(total: int, unit: str) -> Iterator[Pictures]:
    """Progress through `total` pictures, each called a `unit`."""
    pictures = Pictures(total, unit)
    try:
        yield pictures
    finally:
        pictures.close()


@contextmanager
def stages_on_terminal() -> Iterator[Stage]:
    """One bar a stage, or one line when it is done."""
    bars: dict[str, tqdm[None]] = {}

    def stage(what: str, done: int, total: int) -> None:
        if what not in bars:
            bars[what] = _bar(total=total, desc=what, mininterval=0.5, dynamic_ncols=True)
        bars[what].update(done - bars[what].n)
        if done == total:
            if bars[what].disable:
                tqdm.write(f"{what}: {total} of {total}", file=sys.stderr)
            bars[what].close()

    try:
        yield stage
    finally:
        for bar in bars.values():
            bar.close()


@contextmanager
def training_on_terminal() -> Iterator[Reporter]:
    """One bar for each stage of the preparation, and one for the training with loss, speed and time left."""
    training = _Long("Training", bar_format="{desc} {percentage:3.0f}% |{bar}| {postfix}", delay=1e-3)

    def trained(progress: TrainingProgress) -> None:
        training.to(
            progress.part_done,
            f"{progress.examples} examples, loss {progress.loss:.4f}"
            f" ({progress.relative_loss - 1:+.1%} against the base), {progress.examples_per_s:.0f}/s,"
            f" {tqdm.format_interval(int(progress.seconds_left))} left",
        )

    with stages_on_terminal() as stage:
        try:
            yield Reporter(stage, trained, tqdm.write, samples=lambda path: tqdm.write(f"It paints this now: {path}"))
        finally:
            training.close()


@contextmanager
def study_on_terminal() -> Iterator[StudyReporter]:
    """One bar for each stage of the preparation and for each cell, and a line for what is worth keeping."""
    cells: dict[str, _Long] = {}

    def cell(name: str, what: str, part: float) -> None:
        if name not in cells:
            for other in cells.values():
                other.close()
            bar_format = "{desc}{postfix} {percentage:3.0f}% |{bar}| {elapsed}"
            cells[name] = _Long(name, bar_format=bar_format, mininterval=0.5)
        cells[name].to(part, what)

    with stages_on_terminal() as stage:
        try:
            yield StudyReporter(stage=stage, cell=cell, say=tqdm.write)
        finally:
            for each in cells.values():
                each.close()


class _Long:
    """A bar for one long work, or a line each twentieth of it."""

    def __init__(self, what: str, **options: Any) -> None:
        self._what, self._lines = what, 0
        self._bar = _bar(total=1000, desc=what, **options)

    def to(self, part: float, text: str) -> None:
        """`part` of it is done, 0 to 1."""
        self._bar.set_postfix_str(text, refresh=False)
        self._bar.update(int(part * 1000) - self._bar.n)
        lines = int(part * _LINES)
        if self._bar.disable and lines > self._lines:
            self._lines = lines
            tqdm.write(f"{self._what} {part:.0%}: {text}", file=sys.stderr)

    def close(self) -> None:
        """No more will come."""
        self._bar.close()


def _bar(**options: Any) -> tqdm[None]:
    return tqdm(file=sys.stderr, disable=not sys.stderr.isatty(), **options)
