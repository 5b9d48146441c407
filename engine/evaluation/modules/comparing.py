"""Which module follows the same drawings better: the best arm of each against the best arm of the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.evaluation.measure.seen import Metric, Seen, control, differences
from engine.evaluation.modules.module_table import Arm, Comparison


class Tried(NamedTuple):
    """A line of the table, and what it is made of."""

    arm: Arm
    seen: Seen


def compared(
    floor: Tried, tried: Sequence[Tried], ceiling: Tried, metrics: tuple[Metric, ...]
) -> tuple[Comparison, ...]:
    """For each set of drawings, every module that was given it against the first one that was.

    A module's best strength is the one that follows the drawings best, found on the same pictures for all alike.
    """
    best: dict[tuple[str, ...], dict[str, tuple[float, Tried]]] = {}
    for one in tried:
        score = control(one.arm.figures, floor.arm.figures, ceiling.arm.figures, one.arm.drawings)
        modules = best.setdefault(one.arm.drawings, {})
        if one.arm.module not in modules or score > modules[one.arm.module][0]:
            modules[one.arm.module] = (score, one)
    found = []
    for drawings, modules in best.items():
        (_, first), *others = modules.values()
        found += [
            Comparison(
                module=one.arm.module,
                strengths=one.arm.strengths,
                other=first.arm.module,
                other_strengths=first.arm.strengths,
                drawings=drawings,
                figures=differences(one.seen, first.seen, metrics),
            )
            for _, one in others
        ]
    return tuple(found)
