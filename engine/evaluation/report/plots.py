"""The report's plots. matplotlib is imported here and nowhere else; it is an optional extra."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Okabe and Ito's, that eyes of all kinds tell apart."""
_INCHES = 3.4


class PlotsError(EngineError):
    """There is no matplotlib."""


def draw_plots(record: Mapping[str, Any], out: Path) -> list[tuple[str, str]]:
    """Write the PNGs; returns (file, caption) of each. Raises PlotsError without matplotlib."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise PlotsError(
            "There are no plots, because matplotlib is not installed.",
            "Install it with: python -m pip install -e '.[plots]', then give the same command again.",
        ) from error
    drawn = []
    for name, caption, draw in (
        ("control-over-n.png", "Control over the number of pictures, at each arm's best setting", _over_n),
        ("control-over-kid.png", "Control and realism over strength; up and left is better", _over_strength),
        ("held-out-gain.png", "Held-out gain by t", _gain),
        ("learning.png", "Training loss over the base's, by seconds", _learning),
    ):
        figure = Figure(layout="constrained", dpi=120)
        FigureCanvasAgg(figure)
        if draw(record, figure):
            figure.savefig(out / name)
            drawn.append((name, caption))
    return drawn


def _panels(figure: Figure, titles: Sequence[str]) -> list[Axes]:
    figure.set_size_inches(_INCHES * max(len(titles), 2), _INCHES + 0.5)
    axes = figure.subplots(1, len(titles), sharey=True, squeeze=False)[0]
    for one, title in zip(axes, titles, strict=True):
        one.set_title(title, fontsize=9)
        one.grid(alpha=0.25)
        one.tick_params(labelsize=8)
        one.spines[["top", "right"]].set_visible(False)
    return list(axes)


def _legend(figure: Figure, axes: Sequence[Axes]) -> None:
    found = {label: line for one in axes for line, label in zip(*one.get_legend_handles_labels(), strict=True)}
    figure.legend(list(found.values()), list(found), loc="outside lower center", ncols=3, fontsize=8, frameon=False)


def _colour(record: Mapping[str, Any], kind: str) -> str:
    return _COLOURS[list(record["labels"]).index(kind) % len(_COLOURS)]


def _finished(record: Mapping[str, Any], budget: str, *, key: str = "best") -> list[Mapping[str, Any]]:
    return [cell for cell in record["cells"].values() if cell["budget"] == budget and key in cell]


def _pictures(record: Mapping[str, Any], cell: Mapping[str, Any]) -> int:
    return int(cell["pictures"] or record["data"]["train"])


def _over_n(record: Mapping[str, Any], figure: Figure) -> bool:
    budgets = [one for one in record["protocol"]["training"]["budgets"] if _finished(record, one)]
    if not budgets:
        return False
    floor, ceiling = record["floor"]["mean_iou"], record["ceiling"]["mean_iou"]
    axes = _panels(figure, [f"equal {'wall-clock' if one == 'minutes' else 'examples'}" for one in budgets])
    for panel, budget in zip(axes, budgets, strict=True):
        for kind, label in record["labels"].items():
            cells = [cell for cell in _finished(record, budget) if cell["arm"] == kind]
            cells.sort(key=lambda cell: _pictures(record, cell))
            if not cells:
                continue
            values = [cell["best"]["normalised"] for cell in cells]
            ends = [[(end - floor) / (ceiling - floor) for end in cell["best"]["mean_iou_interval"]] for cell in cells]
            below = [max(0.0, value - low) for value, (low, _) in zip(values, ends, strict=True)]
            above = [max(0.0, high - value) for value, (_, high) in zip(values, ends, strict=True)]
            panel.errorbar(
                [_pictures(record, cell) for cell in cells],
                values,
                yerr=[below, above],
                marker="o",
                markersize=4,
                capsize=2,
                label=label,
                color=_colour(record, kind),
            )
        panel.set_xscale("log")
        panel.set_xlabel("pictures with label maps", fontsize=8)
    axes[0].set_ylabel("normalised mIoU", fontsize=8)
    _legend(figure, axes)
    return True


def _by_pictures(
    record: Mapping[str, Any], figure: Figure, cells: Sequence[Mapping[str, Any]]
) -> list[tuple[Axes, list[Mapping[str, Any]]]]:
    """A panel for each number of pictures, with its cells; none where there are no cells."""
    counts = [one for one in record["protocol"]["data"]["pictures"] if any(c["pictures"] == one for c in cells)]
    axes = _panels(figure, [f"N = {'all' if one is None else one}" for one in counts]) if counts else []
    return [
        (panel, [cell for cell in cells if cell["pictures"] == count])
        for panel, count in zip(axes, counts, strict=True)
    ]


def _first_budget(record: Mapping[str, Any]) -> str:
    return str(record["protocol"]["training"]["budgets"][0])


def _end(panels: Sequence[tuple[Axes, Any]], figure: Figure, what: str) -> bool:
    if panels:
        panels[0][0].set_ylabel(what, fontsize=8)
        _legend(figure, [panel for panel, _ in panels])
    return bool(panels)


def _over_strength(record: Mapping[str, Any], figure: Figure) -> bool:
    panels = _by_pictures(record, figure, _finished(record, _first_budget(record)))
    for panel, cells in panels:
        for cell in cells:
            colour = _colour(record, cell["arm"])
            points = [point for point in cell["points"] if point["scale"] == 1]
            points.sort(key=lambda point: point["strength"])
            kid, control = [1.0], [0.0]
            kid += [point["kid_ratio"] for point in points]
            control += [point["normalised"] for point in points]
            panel.plot(kid, control, marker="o", markersize=4, label=record["labels"][cell["arm"]], color=colour)
            for point in points:
                place = (point["kid_ratio"], point["normalised"])
                panel.annotate(f"{point['strength']:g}", place, (3, 3), textcoords="offset points", fontsize=6)
            scaled = [point for point in cell["points"] if point["scale"] != 1]
            panel.plot(
                [point["kid_ratio"] for point in scaled],
                [point["normalised"] for point in scaled],
                linestyle="none",
                marker="x",
                color=colour,
            )
        panel.axvline(1.1, color="0.6", linestyle=":", linewidth=1)
        panel.set_xlabel("KID over the base's own", fontsize=8)
    return _end(panels, figure, "normalised mIoU")


def _gain(record: Mapping[str, Any], figure: Figure) -> bool:
    finished = _finished(record, _first_budget(record))
    panels = _by_pictures(record, figure, [cell for cell in finished if cell.get("held_out")])
    for panel, cells in panels:
        for cell in cells:
            middle = [(row["t_from"] + row["t_to"]) / 2 for row in cell["held_out"]]
            gains = [100 * row["gain"] for row in cell["held_out"]]
            colour = _colour(record, cell["arm"])
            panel.plot(middle, gains, marker="o", markersize=4, label=record["labels"][cell["arm"]], color=colour)
        panel.axhline(0, color="0.6", linewidth=1)
        panel.set_xlabel("t (right: noise)", fontsize=8)
    return _end(panels, figure, "part of the base's loss taken away, %")


def _learning(record: Mapping[str, Any], figure: Figure) -> bool:
    finished = _finished(record, _first_budget(record), key="training")
    panels = _by_pictures(record, figure, [cell for cell in finished if cell["training"]["trace"]])
    for panel, cells in panels:
        for cell in cells:
            _, seconds, ratios = zip(*cell["training"]["trace"], strict=True)
            colour = _colour(record, cell["arm"])
            panel.plot(seconds, ratios, linewidth=1, label=record["labels"][cell["arm"]], color=colour)
        panel.axhline(1, color="0.6", linewidth=1)
        panel.set_xlabel("seconds, cached outputs counted", fontsize=8)
    return _end(panels, figure, "v loss over the base's")
