"""From what a study found to one record: `report.json`, from which page and plots are made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.evaluation.kinds import KINDS
from engine.evaluation.measure.judged import Judged, load_judged, paired_difference, scores
from engine.evaluation.measure.metrics import normalised
from engine.evaluation.study.cell import Cell, Point, cells_of
from engine.evaluation.study.results import CEILING, FLOOR, Results
from engine.evaluation.study.scene import Scene

RIVAL = "controlnet"
FEW = 1000
"""The aims speak of at most so many pictures."""


def make_record(results: Results, scene: Scene) -> dict[str, Any]:
    """Everything that the report says, with plain numbers and names."""
    protocol = results.protocol
    resamplings = protocol.pictures.bootstrap
    floor = scores(load_judged(results.out / FLOOR), scene.real, resamplings)
    ceiling = scores(load_judged(results.out / CEILING), scene.real, resamplings)
    span = floor.mean_iou, ceiling.mean_iou
    cells = {}
    for name, found in results.cells.items():
        cells[name] = dict(found)
        if "points" in found:
            points = [
                {**one, "normalised": normalised(one["mean_iou"], *span), "kid_ratio": one["kid"] / floor.kid}
                for one in found["points"]
            ]
            cells[name] |= {"points": points, "best": max(points, key=lambda point: point["normalised"])}
    record = {
        "title": protocol.title,
        "seconds": round(results.seconds, 1),
        "versions": results.versions,
        "machine": results.machine,
        "base": results.base,
        "data": results.data,
        "protocol": _plain(asdict(protocol)),
        "labels": {arm.kind: KINDS[arm.kind].label for arm in protocol.arms},
        "floor": {**floor.record(), "diversity": results.diversity},
        "ceiling": ceiling.record(),
        "costs": {kind or "base": cost.record() for kind, cost in results.costs.items()},
        "tuning": results.tuning,
        "rates": results.rates,
        "cells": cells,
        "left_out": results.left_out,
    }
    record["differences"] = _differences(results, cells, span)
    record["aims"] = _aims(record)
    return record


def write_json(record: Mapping[str, Any], path: Path) -> None:
    """Write the record."""
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _differences(results: Results, cells: Mapping[str, Any], span: tuple[float, float]) -> list[dict[str, Any]]:
    """Each arm less the reference at the same N and budget, each at its best point, over the same maps."""
    protocol, found = results.protocol, []
    reference = next(arm for arm in protocol.arms if arm.kind == protocol.reference)
    for cell in cells_of(protocol):
        beside = Cell(reference, cell.pictures, cell.budget)
        pair = cells.get(cell.name, {}), cells.get(beside.name, {})
        if cell.arm == reference or not all("best" in one for one in pair):
            continue
        own, other = (
            _judged(results.out, one.name, part["best"]) for one, part in zip((cell, beside), pair, strict=True)
        )
        difference, interval = paired_difference(own, other, protocol.pictures.bootstrap)
        width = span[1] - span[0]
        found.append(
            {
                "arm": cell.arm.kind,
                "pictures": cell.pictures,
                "budget": cell.budget,
                "difference": difference / width,
                "interval": [interval[0] / width, interval[1] / width],
            }
        )
    return found


def _judged(out: Path, cell: str, point: Mapping[str, Any]) -> Judged:
    return load_judged(out / "cells" / cell / f"{Point(point['strength'], point['scale']).name}.safetensors")


def _aims(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the study was to show of the reference arm, each with what was found; without figures an aim is open."""
    protocol, costs, own = record["protocol"], record["costs"], record["protocol"]["reference"]
    aims = []
    for entry in record["differences"]:
        few = entry["pictures"] is not None and entry["pictures"] <= FEW
        if entry["arm"] == RIVAL and entry["budget"] == "minutes" and few:
            low, high = entry["interval"]
            aims.append(
                {
                    "aim": f"at equal wall-clock and N = {entry['pictures']}, normalised mIoU at least ControlNet's",
                    "met": entry["difference"] <= 0,
                    "found": f"{-entry['difference']:+.3f} ({-high:+.3f} to {-low:+.3f})",
                }
            )
    for pictures in protocol["data"]["pictures"]:
        cell = record["cells"].get(f"{own}-{pictures or 'all'}-minutes", {})
        if "best" in cell and pictures is not None and pictures <= FEW:
            ratio = cell["best"]["kid_ratio"]
            aims.append(
                {
                    "aim": f"at N = {pictures}, KID within 10 % of the base's own",
                    "met": ratio <= 1.1,
                    "found": f"{ratio:.2f} times the base's, at strength {cell['best']['strength']:g}",
                }
            )
    if own in costs and RIVAL in costs:
        ratio = costs[RIVAL]["seconds_per_1000"] / costs[own]["seconds_per_1000"]
        aims.append(
            {
                "aim": "training at least 20 times cheaper per example than ControlNet",
                "met": ratio >= 20,
                "found": f"{ratio:.1f} times, the cached base outputs not counted",
            }
        )
    if own in costs:
        overhead = costs[own]["ms_per_guided_step"] / costs["base"]["ms_per_step"] - 1
        aims.append(
            {
                "aim": "a small overhead of sampling",
                "met": None,
                "found": f"{overhead:+.0%} of a step's time, at any strength",
            }
        )
    return aims


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value.name if isinstance(value, Path) else value
