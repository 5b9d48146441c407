"""The table of `evaluate`: floor, modules and ceiling, and by how much a module beats another on the same drawings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.evaluation.measure.seen import Figure, Metric


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One line of the table. The base and the photographs have no module, drawings and strengths."""

    name: str
    figures: Mapping[str, Figure]
    """By metric."""
    module: str = ""
    drawings: tuple[str, ...] = ()
    strengths: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The best arm of a module less that of another one that was given the same drawings, pair by pair."""

    module: str
    strengths: tuple[float, ...]
    other: str
    other_strengths: tuple[float, ...]
    drawings: tuple[str, ...]
    figures: Mapping[str, Figure]
    """By metric."""

    @property
    def name(self) -> str:
        """As the table says it."""
        return (
            f"{self.module} {strength_text(self.strengths)} − {self.other} {strength_text(self.other_strengths)}, "
            f"given {' + '.join(self.drawings)}"
        )


@dataclass(frozen=True)
class ModuleTable:
    """What was found. The first arm is the floor, the last the ceiling."""

    metrics: tuple[Metric, ...]
    arms: tuple[Arm, ...]
    comparisons: tuple[Comparison, ...]

    def text(self) -> str:
        """As Markdown, with 95 % intervals over conditions."""
        lines = self._rows("", [(arm.name, arm.figures) for arm in self.arms])
        if self.comparisons:
            lines += ["", "Paired differences, each module at the strength that follows the drawings best:", ""]
            lines += self._rows("+", [(one.name, one.figures) for one in self.comparisons])
        return "\n".join(lines)

    def write(self, out: Path, settings: Mapping[str, Any]) -> None:
        """`table.md` and `figures.json` in the folder `out`."""
        (out / "table.md").write_text(self.text() + "\n", encoding="utf-8")
        record = {
            "settings": settings,
            "arms": [asdict(arm) for arm in self.arms],
            "comparisons": [asdict(one) for one in self.comparisons],
        }
        (out / "figures.json").write_text(json.dumps(record, indent=1, default=str) + "\n", encoding="utf-8")

    def _rows(self, sign: str, named: Sequence[tuple[str, Mapping[str, Figure]]]) -> list[str]:
        titles = " | ".join(metric.title for metric in self.metrics)
        lines = [f"| 95 % in brackets | {titles} |", "|---" * (len(self.metrics) + 1) + "|"]
        for name, figures in named:
            cells = " | ".join(_cell(figures[metric.id], metric, sign) for metric in self.metrics)
            lines.append(f"| {name} | {cells} |")
        return lines


def strength_text(strengths: Sequence[float]) -> str:
    """5, or 5+2 for the parts of a sum."""
    return "+".join(f"{strength:g}" for strength in strengths)


def _cell(figure: Figure, metric: Metric, sign: str) -> str:
    form = f"{sign}.{metric.digits}f"
    value, low, high = (format(metric.factor * each, form) for each in (figure.value, *figure.interval))
    return f"{value} ({low}–{high})" if not sign else f"{value} ({low} … {high})"
