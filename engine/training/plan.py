"""What a training is to do, and how it tells what it does. No torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.installed.sizes import ModuleSize
from engine.training.data.numbering import Numbering


@dataclass(frozen=True, kw_only=True)
class TrainingOptions:
    """How long and how to train. Training ends at `examples` or `minutes`, whichever comes first."""

    examples: int = 400_000
    minutes: float = 60.0
    batch: int = 64
    learning_rate: float = 1e-3
    warm_up: float = 0.02
    """Part of the training in which the learning rate rises; it then falls to zero along a half cosine."""
    weight_decay: float = 1e-2
    ema_decay: float = 0.9995
    partial: float = 0.3
    """Share of the drawings in which a part is left unpainted, so that unfinished ones work."""
    seed: int = 0


@dataclass(frozen=True)
class TrainingProgress:
    """Where training is: `loss` is the running mean over about 200 batches, relative to the base's own."""

    examples: int
    loss: float
    relative_loss: float
    examples_per_s: float
    seconds_left: float
    part_done: float


Wish = Literal["pause", "keep"]
"""`pause` ends with what resuming needs, `keep` with the module as good as it is."""


@dataclass(frozen=True, kw_only=True)
class ModuleTraining:
    """Everything that decides a training."""

    base: Path
    data: Path
    out: Path
    cache_dir: Path
    modalities: tuple[str, ...] = ("labels",)
    """Ids of what the module is to hear; several make a joint module, which takes any of them at a time."""
    size: ModuleSize = "large"
    draws: int = 4
    """Cached noise draws a picture."""
    cache_limit_gb: float = 8.0
    stream: tuple[str, ...] | None = None
    """Shards to stream through a window of at most `cache_limit_gb`, those of `data` if none is named; None caches all
    of `data`."""
    uses: int = 4
    """Of a stream: how often each noise draw is used before its picture is replaced."""
    device: str = "auto"
    samples_minutes: float = 2.0
    """How often held-out drawings are painted to be looked at; 0 for never."""
    numbering: Numbering | None = None
    """Of the label maps, where it is not what the class list says."""
    skip_bad: bool = False
    """Leave out what cannot be used, instead of refusing all of it."""
    begin_from: Path | None = None
    """Folder of a trained module of this base and size whose knowledge the new one starts with."""
    options: TrainingOptions = field(default_factory=TrainingOptions)


@dataclass(frozen=True)
class Reporter:
    """Where a training tells what it does. `stage(what, done, total)` for the preparation, `trained` for each batch,
    `say` for a line to keep, `gains` for a first look at the held-out gain every minute, where it is wanted, `samples`
    for the file of what the module painted meanwhile."""

    stage: Callable[[str, int, int], None]
    trained: Callable[[TrainingProgress], None]
    say: Callable[[str], None]
    gains: Callable[[list[dict[str, float]]], None] | None = None
    samples: Callable[[Path], None] = lambda path: None


SILENT = Reporter(stage=lambda *_: None, trained=lambda _: None, say=lambda _: None)
"""Tells nobody."""
