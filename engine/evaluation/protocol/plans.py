"""Everything that decides a study."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.evaluation.kinds import KINDS

Budget = Literal["minutes", "examples"]
METRICS = ("diversity", "held-out")
"""The costly ones; control, edges and KID are always measured."""
SAMPLERS = ("dpm++", "unipc", "ddim")
"""Those whose steps are timesteps of the base; an arm's own network is called at the same."""


@dataclass(frozen=True, kw_only=True)
class ArmPlan:
    """One arm of the study."""

    kind: str
    learning_rates: tuple[float, ...]
    """Of several the study takes the one that gains most in a short training."""

    @property
    def label(self) -> str:
        """How the report calls it."""
        return KINDS[self.kind].label


@dataclass(frozen=True, kw_only=True)
class DataPlan:
    """What the arms learn from."""

    folder: Path | None = None
    pictures: tuple[int | None, ...] = (1000, 50, 200, None)
    """How many pairs, in order of importance; None ("all" in the file) is the whole train split."""
    rows: int = 4000
    """Cached noise draws for each number of pictures, the same for all arms; at least one a picture."""
    held_out_rows: int = 512
    """Noise draws on pictures of the test split, for the held-out gain."""


@dataclass(frozen=True, kw_only=True)
class TrainingPlan:
    """How the arms learn: the same for all of them but for the learning rate."""

    budgets: tuple[Budget, ...] = ("minutes", "examples")
    """In order of importance."""
    minutes: float = 3.0
    examples: int = 4000
    tuning_minutes: float = 1.0
    """For each of an arm's learning rates, where it has several."""
    batch: int = 32
    warm_up: float = 0.05
    """Part of the training in which the learning rate rises; it then falls to zero along a half cosine."""
    weight_decay: float = 1e-2
    ema_decay: float = 0.999
    drop_map: float = 0.1
    """Share of the maps that are dropped whole, so that every arm has a prediction without one."""
    unlabel: float = 0.3
    """Share of the maps in which a random set of classes is made unlabelled."""


@dataclass(frozen=True, kw_only=True)
class PicturePlan:
    """What is painted and measured. The same starting noise in all arms."""

    maps: int = 96
    strengths: tuple[float, ...] = (1.0, 2.0, 4.0)
    scales: tuple[float, ...] = ()
    """Conditioning scales beside 1, at strength 1, for the arms that have one."""
    sampler: str = "dpm++"
    steps: int = 20
    batch: int = 32
    metrics: tuple[str, ...] = METRICS
    diversity_maps: int = 16
    diversity_noises: int = 4
    diversity_strength: float = 2.0
    """Which of the strengths the diversity is measured at."""
    bootstrap: int = 1000
    """Resamplings of an interval."""


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """Everything that decides a study."""

    title: str
    base: str
    arms: tuple[ArmPlan, ...]
    minutes: float
    """For the whole run; what does not fit is named in the report."""
    measure_seconds: float = 5.0
    """How long each arm's training and painting are timed."""
    seed: int = 0
    device: str = "auto"
    precision: str = "auto"
    reference: str
    """The arm that the others are compared with, pair by pair."""
    data: DataPlan = field(default_factory=DataPlan)
    training: TrainingPlan = field(default_factory=TrainingPlan)
    pictures: PicturePlan = field(default_factory=PicturePlan)
