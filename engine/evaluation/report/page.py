"""The report as a Markdown page, from the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.evaluation.measure.edges import TOLERANCES_PX
from engine.evaluation.report.method import method

_BUDGETS = {"minutes": "Equal wall-clock", "examples": "Equal examples"}


def page(record: Mapping[str, Any], plots: Sequence[tuple[str, str]], no_plots: str = "") -> str:
    """`plots` are (file, caption); `no_plots` says why there are none."""
    parts = [
        f"# {record['title']}",
        _setting(record),
        "## In short",
        _aims(record),
        "## What each arm costs",
        _costs(record),
    ]
    if record["tuning"]:
        parts += ["## Learning rates", _tuning(record)]
    for budget in record["protocol"]["training"]["budgets"]:
        parts += [f"## {_BUDGETS[budget]}", _budget(record, budget)]
        if others := [entry for entry in record["differences"] if entry["budget"] == budget]:
            parts += [_differences(record, others)]
    parts += [f"![{caption}]({file})\n\n*{caption}*" for file, caption in plots]
    parts += [no_plots] if no_plots else []
    parts += ["## Every setting", _points(record)]
    if any("held_out" in cell for cell in record["cells"].values()):
        parts += ["## Held-out gain", _gains(record)]
    parts += ["## Not there", _left_out(record), "## How it was measured", method(record)]
    return "\n\n".join(parts) + "\n"


def _setting(record: Mapping[str, Any]) -> str:
    machine, base, data = record["machine"], record["base"], record["data"]
    versions = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
    return (
        f"Base {base['id']} ({base['parameters'] / 1e6:.1f} M parameters, fingerprint {base['fingerprint']}), "
        f"{data['train']:,} train and {data['test']:,} test pictures of {data['folder']}. "
        f"{machine['processor']}, {machine['cores']} cores, {machine['threads']} threads, {machine['memory_gb']} GB, "
        f"{machine['system']}, {machine['device']}, {machine['precision']}. Seed {record['protocol']['seed']}. "
        f"All this took {record['seconds'] / 60:.0f} minutes of the {record['protocol']['minutes']:g} it may take.\n\n"
        f"{versions}."
    )


def _aims(record: Mapping[str, Any]) -> str:
    marks = {True: "met", False: "missed", None: "found"}
    lines = [f"- {marks[one['met']]}: {one['aim']}: {one['found']}" for one in record["aims"]]
    return "\n".join(lines) or "Nothing was measured that an aim speaks of."


def _costs(record: Mapping[str, Any]) -> str:
    rows = []
    for kind, cost in record["costs"].items():
        trained = kind != "base"
        rows.append(
            [
                record["labels"].get(kind, "base alone"),
                f"{cost['parameters'] / 1e6:.2f} M ({cost['of_base']:.1%})" if trained else "",
                f"{cost['seconds_per_1000']:.1f}" if trained else "",
                f"{cost['cache_seconds_per_1000']:.1f}" if cost["cache_seconds_per_1000"] else "",
                f"{cost['peak_mb']:.0f}" if trained else "",
                f"{cost['ms_per_step']:.1f}",
                f"{cost['ms_per_guided_step']:.1f}",
            ]
        )
    head = [
        "",
        "parameters that learn",
        "s per 1,000 examples",
        "s per 1,000 cached rows",
        "training memory, MB",
        "ms per step, strength 1",
        "ms per step, other strengths",
    ]
    return _table(head, rows)


def _tuning(record: Mapping[str, Any]) -> str:
    rows = []
    for kind, tried in record["tuning"].items():
        found = [
            f"{one['learning_rate']:g}: " + ("broke up" if one["gain"] is None else f"{one['gain']:+.2%}")
            for one in tried
        ]
        rows.append([record["labels"][kind], ", ".join(found), f"{record['rates'][kind]:g}"])
    minutes = record["protocol"]["training"]["tuning_minutes"]
    said = f"What each rate gained of the base's v loss, over all t, after {minutes:g} minutes of training:"
    return said + "\n\n" + _table(["", "rates tried", "taken"], rows)


def _budget(record: Mapping[str, Any], budget: str) -> str:
    training, counts = record["protocol"]["training"], record["protocol"]["data"]["pictures"]
    each = f"{training['minutes']:g} minutes" if budget == "minutes" else f"{training['examples']:,} examples"
    rows = [["base alone", *["0" for _ in counts]]]
    for kind, label in record["labels"].items():
        cells = [record["cells"].get(f"{kind}-{count or 'all'}-{budget}", {}) for count in counts]
        if any(cells):
            rows.append([label, *[_best(cell) for cell in cells]])
    rows.append(["real photographs", *["1" for _ in counts]])
    said = (
        f"{each} each. Normalised mIoU (0: the base alone, 1: the judge on real photographs) at the best of the "
        "settings; in brackets which one that is, and KID over the base's own."
    )
    return said + "\n\n" + _table(["", *[f"N = {_count(count)}" for count in counts]], rows)


def _best(cell: Mapping[str, Any]) -> str:
    if "failed" in cell:
        return "broke up"
    if "best" not in cell:
        return "–"
    best = cell["best"]
    return f"{best['normalised']:.3f} ({_setting_of(best)}; {best['kid_ratio']:.2f})"


def _differences(record: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> str:
    reference = record["labels"][record["protocol"]["reference"]]
    rows = [
        [
            record["labels"][entry["arm"]],
            _count(entry["pictures"]),
            f"{entry['difference']:+.3f}",
            f"{entry['interval'][0]:+.3f} to {entry['interval'][1]:+.3f}",
        ]
        for entry in entries
    ]
    said = f"Normalised mIoU less that of {reference}, both at their best, map by map (paired bootstrap, 95 %):"
    return said + "\n\n" + _table(["", "N", "difference", "interval"], rows)


def _points(record: Mapping[str, Any]) -> str:
    head = ["", "N", "budget", "setting", "examples", "mIoU (95 %)", "normalised", "pixel accuracy"]
    head += [f"edge F1, {tolerance} px" for tolerance in TOLERANCES_PX] + ["KID × 1000 (95 %)", "diversity"]
    rows = [
        ["base alone", "", "", "", "", *_figures(record["floor"], 0.0), _spread(record["floor"].get("diversity"))],
        ["real photographs", "", "", "", "", *_figures(record["ceiling"], 1.0), ""],
    ]
    measured_at = record["protocol"]["pictures"]["diversity_strength"]
    for cell in record["cells"].values():
        for point in cell.get("points", ()):
            told = point["strength"] == measured_at and point["scale"] == 1
            rows.append(
                [
                    record["labels"][cell["arm"]],
                    _count(cell["pictures"]),
                    cell["budget"],
                    _setting_of(point),
                    f"{cell['training']['examples']:,}",
                    *_figures(point, point["normalised"]),
                    _spread(cell.get("diversity")) if told else "",
                ]
            )
    return _table(head, rows)


def _figures(one: Mapping[str, Any], normalised: float) -> list[str]:
    low, high = one["mean_iou_interval"]
    kid_low, kid_high = one["kid_interval"]
    return [
        f"{one['mean_iou']:.3f} ({low:.3f}–{high:.3f})",
        f"{normalised:.3f}",
        f"{one['pixel_accuracy']:.3f}",
        *[f"{one['edge_f1'][str(tolerance)]:.3f}" for tolerance in TOLERANCES_PX],
        f"{1000 * one['kid']:.0f} ({1000 * kid_low:.0f}–{1000 * kid_high:.0f})",
    ]


def _gains(record: Mapping[str, Any]) -> str:
    cells = [cell for cell in record["cells"].values() if cell.get("held_out")]
    buckets = [f"{row['t_from']:.0f}–{row['t_to']:.0f}" for row in cells[0]["held_out"]]
    rows = [
        [
            record["labels"][cell["arm"]],
            _count(cell["pictures"]),
            cell["budget"],
            *[f"{row['gain']:+.1%} ({row['gain_wrong_map']:+.1%})" for row in cell["held_out"]],
        ]
        for cell in cells
    ]
    said = (
        "The part of the base's v loss that an arm takes away on pictures it never saw, by t; in brackets with the map "
        "of another picture. Negative: it does harm."
    )
    return said + "\n\n" + _table(["", "N", "budget", *buckets], rows)


def _left_out(record: Mapping[str, Any]) -> str:
    labels = record["labels"]
    lines = [f"- {labels.get(name, name)}: {reason}" for name, reason in record["left_out"].items()]
    failed = [f"- {name}: {cell['failed']}" for name, cell in record["cells"].items() if "failed" in cell]
    return "\n".join(lines + failed) or "Every cell of the protocol is there."


def _setting_of(point: Mapping[str, Any]) -> str:
    scale = f", scale {point['scale']:g}" if point["scale"] != 1 else ""
    return f"strength {point['strength']:g}{scale}"


def _spread(found: Mapping[str, Any] | None) -> str:
    return f"{found['mean']:.2f} ± {found['standard_error']:.2f}" if found else ""


def _count(count: int | None) -> str:
    return "all" if count is None else f"{count:,}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
