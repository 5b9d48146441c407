"""What is seen in the pictures of one arm, picture by picture, and the figures that are made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.measure.colour_distance import ColourSums, colour_distance
from engine.evaluation.measure.edges import EdgeCounts, edge_f1, edge_precision, edge_recall
from engine.evaluation.measure.metrics import Confusion, KernelDistance, bootstrap, mean_iou, normalised, pixel_accuracy

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Seen:
    """N pictures of N conditions; `colours` is None where no colour strokes were drawn."""

    confusion: Confusion
    lines: EdgeCounts
    distance: KernelDistance
    colours: ColourSums | None = None


@dataclass(frozen=True)
class Metric:
    """A column of the table: its figure of some of the pictures, printed times `factor`."""

    id: str
    title: str
    measure: Callable[[Seen, Rows], float]
    factor: float = 1.0
    digits: int = 3


def _colour_distance(seen: Seen, rows: Rows) -> float:
    return 0.0 if seen.colours is None else colour_distance(seen.colours[rows])


_COLOURS = Metric("colour_distance", "colour distance", _colour_distance, digits=1)
_METRICS = (
    Metric("pixel_accuracy", "pixel accuracy", lambda seen, rows: pixel_accuracy(seen.confusion[rows])),
    Metric("mean_iou", "mIoU", lambda seen, rows: mean_iou(seen.confusion[rows])),
    Metric("line_f1_1px", "line F1, 1 px", lambda seen, rows: edge_f1(seen.lines[rows], 1)),
    Metric("line_f1_2px", "line F1, 2 px", lambda seen, rows: edge_f1(seen.lines[rows], 2)),
    Metric("lines_found", "lines found, 2 px", lambda seen, rows: edge_recall(seen.lines[rows], 2)),
    Metric("edges_drawn", "edges drawn, 2 px", lambda seen, rows: edge_precision(seen.lines[rows], 2)),
    Metric("kid", "KID x 1000", lambda seen, rows: seen.distance(rows), factor=1000, digits=1),
)
_CONTROL = {"labels": "mean_iou", "sketch": "line_f1_2px", "colours": "colour_distance"}
"""By modality, the metric that says how well its drawing is followed."""


def metrics(*, with_colours: bool) -> tuple[Metric, ...]:
    """The columns of the table, in order."""
    return (*_METRICS[:-1], _COLOURS, _METRICS[-1]) if with_colours else _METRICS


@dataclass(frozen=True)
class Figure:
    """A value with its 95 % interval over conditions."""

    value: float
    interval: tuple[float, float]


def figures(seen: Seen, columns: tuple[Metric, ...]) -> dict[str, Figure]:
    """Every metric of an arm."""
    return {column.id: _figure(len(seen.confusion), lambda rows, m=column: m.measure(seen, rows)) for column in columns}  # type: ignore[misc]


def differences(one: Seen, other: Seen, columns: tuple[Metric, ...]) -> dict[str, Figure]:
    """Every metric of `one` less that of `other`, over conditions that both were given."""
    return {
        column.id: _figure(
            len(one.confusion),
            lambda rows, m=column: m.measure(one, rows) - m.measure(other, rows),  # type: ignore[misc]
        )
        for column in columns
    }


def control(
    arm: Mapping[str, Figure], floor: Mapping[str, Figure], ceiling: Mapping[str, Figure], drawn: Sequence[str]
) -> float:
    """How well an arm follows what was drawn: the mean, over the drawings, of where their metrics lie between the base
    alone (0) and the photographs (1)."""
    parts = []
    for metric in (_CONTROL[name] for name in drawn if name in _CONTROL):
        low, high = floor[metric].value, ceiling[metric].value
        if low != high:
            parts.append(normalised(arm[metric].value, low, high))
    return float(np.mean(parts)) if parts else 0.0


def _figure(count: int, measure: Callable[[Rows], float]) -> Figure:
    return Figure(measure(np.arange(count)), bootstrap(count, measure))
