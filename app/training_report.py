"""Progress of a training on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from engine.training.labels import Reporter
from engine.training.trainer import TrainingProgress


@contextmanager
def report_on_terminal() -> Iterator[Reporter]:
    """A reporter that draws one progress bar a stage on stderr."""
    bars: dict[str, tqdm[None]] = {}

    def bar(name: str, total: int, unit: str) -> tqdm[None]:
        if name not in bars:
            for other in bars.values():
                other.close()
            bars[name] = tqdm(total=total, desc=name, unit=unit, mininterval=0.5, dynamic_ncols=True)
        return bars[name]

    def stage(what: str, done: int, total: int) -> None:
        current = bar(f"{what} ({total})", total, " rows")
        current.update(done - current.n)

    def trained(progress: TrainingProgress) -> None:
        current = bar("Training", 1000, "‰")
        current.bar_format = "{desc} {percentage:3.0f}% |{bar}| {postfix}"
        current.n = int(progress.part_done * 1000)
        left = tqdm.format_interval(int(progress.seconds_left))
        current.set_postfix_str(
            f"{progress.examples} examples, loss {progress.loss:.4f}"
            f" ({progress.relative_loss - 1:+.1%} against the base), "
            f"{progress.examples_per_s:.0f}/s, {left} left",
            refresh=False,
        )
        current.update(0)

    try:
        yield Reporter(stage=stage, trained=trained, say=tqdm.write)
    finally:
        for one in bars.values():
            one.close()
