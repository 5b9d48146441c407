"""Which learning rate each arm learns with: those that the protocol names are tried on a short training each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.adapters.adapter import Adapter
from engine.evaluation.protocol.plans import TrainingPlan
from engine.evaluation.study.draws import Draws
from engine.evaluation.study.fit import ArmFit, DivergedError
from engine.evaluation.study.gain import held_out_gain


def try_rate(
    arm: Adapter,
    draws: Draws,
    unseen: Draws,
    plan: TrainingPlan,
    *,
    learning_rate: float,
    seed: int,
    on_progress: Callable[[float], None],
) -> dict[str, Any]:
    """Train the fresh `arm` on `draws` for `plan.tuning_minutes`; returns what it gained on `unseen`.

    `gain` is the part of the base's v loss that it took away over all t; None if its loss broke up.
    """
    fit = ArmFit(arm, draws, plan, learning_rate=learning_rate, seed=seed, seconds=60 * plan.tuning_minutes)
    record: dict[str, Any] = {"learning_rate": learning_rate, "gain": None}
    try:
        fit.run(on_progress)
    except DivergedError:
        return record
    rows = held_out_gain(arm, unseen)
    alone = sum(row["base_loss"] * row["examples"] for row in rows)
    gained = sum(row["gain"] * row["base_loss"] * row["examples"] for row in rows)
    return {**record, "gain": gained / alone, "examples": fit.examples}


def best_rate(tried: Sequence[dict[str, Any]]) -> float:
    """The rate with the highest gain; the lowest one where all broke up."""
    gained = [one for one in tried if one["gain"] is not None]
    if not gained:
        return float(min(one["learning_rate"] for one in tried))
    return float(max(gained, key=lambda one: one["gain"])["learning_rate"])
