"""Progress bars of the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from engine.evaluation.study import StudyReporter
from engine.training.module import Reporter
from engine.training.trainer import TrainingProgress

Stage = Callable[[str, int, int], None]
"""(what, done, total)"""


@contextmanager
def stages_on_terminal() -> Iterator[Stage]:
    """One bar a stage, on stderr."""
    bars: dict[str, tqdm[None]] = {}

    def stage(what: str, done: int, total: int) -> None:
        if what not in bars:
            bars[what] = tqdm(total=total, desc=what, mininterval=0.5, dynamic_ncols=True)
        bars[what].update(done - bars[what].n)
        if done == total:
            bars[what].close()

    try:
        yield stage
    finally:
        for bar in bars.values():
            bar.close()


@contextmanager
def training_on_terminal() -> Iterator[Reporter]:
    """One bar for each stage of the preparation, and one for the training with loss, speed and time left."""
    training: tqdm[None] = tqdm(
        total=1000, desc="Training", bar_format="{desc} {percentage:3.0f}% |{bar}| {postfix}", delay=1e-3
    )

    def trained(progress: TrainingProgress) -> None:
        training.set_postfix_str(
            f"{progress.examples} examples, loss {progress.loss:.4f}"
            f" ({progress.relative_loss - 1:+.1%} against the base), {progress.examples_per_s:.0f}/s,"
            f" {tqdm.format_interval(int(progress.seconds_left))} left",
            refresh=False,
        )
        training.update(int(progress.part_done * 1000) - training.n)

    with stages_on_terminal() as stage:
        try:
            yield Reporter(stage, trained, tqdm.write, samples=lambda path: tqdm.write(f"It paints this now: {path}"))
        finally:
            training.close()


@contextmanager
def study_on_terminal() -> Iterator[StudyReporter]:
    """One bar for each stage of the preparation and for each cell, and a line for what is worth keeping."""
    bars: dict[str, tqdm[None]] = {}

    def cell(name: str, what: str, part: float) -> None:
        if name not in bars:
            for bar in bars.values():
                bar.close()
            bars[name] = tqdm(total=1000, bar_format="{desc} {percentage:3.0f}% |{bar}| {elapsed}", mininterval=0.5)
        bars[name].set_description_str(f"{name}, {what}", refresh=False)
        bars[name].update(int(1000 * part) - bars[name].n)

    with stages_on_terminal() as stage:
        try:
            yield StudyReporter(stage=stage, cell=cell, say=tqdm.write)
        finally:
            for bar in bars.values():
                bar.close()
