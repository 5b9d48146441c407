"""A cell of the study: one arm, trained on N pictures for one budget, painted and judged over its strengths."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from engine.adapters.adapter import Adapter
from engine.adapters.saving import WEIGHTS, save_module
from engine.evaluation.measure.judged import judge_pictures, scores
from engine.evaluation.measure.metrics import spread
from engine.evaluation.measure.painting import paint, resized
from engine.evaluation.protocol.plans import ArmPlan, Budget, Protocol
from engine.evaluation.study.cost import Cost
from engine.evaluation.study.draws import Draws
from engine.evaluation.study.fit import ArmFit, DivergedError
from engine.evaluation.study.gain import held_out_gain
from engine.evaluation.study.scene import Scene
from engine.installed.weights import read_json
from engine.training.fit import CHECKPOINT

RECORD = "cell.json"
MODULE = "module"
"""The folder in a cell's that can be installed as a module."""
_WEIGHTS = "weights.safetensors"


@dataclass(frozen=True)
class Cell:
    """Which cell. `pictures` None is all."""

    arm: ArmPlan
    pictures: int | None
    budget: Budget

    @property
    def name(self) -> str:
        """Its folder."""
        return f"{self.arm.kind}-{self.pictures or 'all'}-{self.budget}"


@dataclass(frozen=True)
class Point:
    """One setting of a finished arm."""

    strength: float
    scale: float = 1.0

    @property
    def name(self) -> str:
        """Its file."""
        return f"strength-{self.strength:g}" + (f"-scale-{self.scale:g}" if self.scale != 1 else "")


def cells_of(protocol: Protocol) -> list[Cell]:
    """All cells in order of importance: budgets, then numbers of pictures, then arms, each in the file's order."""
    return [
        Cell(arm, pictures, budget)
        for budget in protocol.training.budgets
        for pictures in protocol.data.pictures
        for arm in protocol.arms
    ]


def points_of(protocol: Protocol, has_scale: bool) -> list[Point]:
    """What is painted of one arm."""
    scales = [Point(1.0, scale) for scale in protocol.pictures.scales if scale != 1] if has_scale else []
    return [Point(strength) for strength in protocol.pictures.strengths] + scales


def foretold_s(cell: Cell, protocol: Protocol, cost: Cost, has_scale: bool, cached_rows: int) -> float:
    """How long the cell will take, from what the arm was measured to cost."""
    plan, training = protocol.pictures, protocol.training
    if cell.budget == "minutes":
        row_s, cached_s = cost.seconds_per_1000 / 1000, cost.cache_seconds_per_1000 / 1000
        met = min(cached_rows, 60 * training.minutes / (row_s + cached_s))
        seconds = 60 * training.minutes - met * cached_s
    else:
        seconds = training.examples / 1000 * cost.seconds_per_1000
    batches = -(-plan.maps // plan.batch)
    for point in points_of(protocol, has_scale):
        seconds += plan.steps * batches * (cost.batch_s if point.strength == 1 else cost.guided_batch_s)
    if "diversity" in plan.metrics:
        more = -(-plan.diversity_maps * (plan.diversity_noises - 1) // plan.batch)
        seconds += plan.steps * more * (cost.batch_s if plan.diversity_strength == 1 else cost.guided_batch_s)
    if "held-out" in plan.metrics:
        seconds += 2 * protocol.data.held_out_rows / plan.batch * cost.batch_s
    return seconds


def run_cell(
    cell: Cell,
    arm: Adapter,
    draws: Draws,
    scene: Scene,
    protocol: Protocol,
    folder: Path,
    cost: Cost,
    learning_rate: float,
    on_progress: Callable[[str, float], None],
) -> dict[str, Any]:
    """Train, paint and judge; returns the record, which is in `folder` too once the cell is finished.

    A training that an earlier start has finished or begun is taken from there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record: dict[str, Any] = {"arm": cell.arm.kind, "pictures": cell.pictures, "budget": cell.budget}
    try:
        record["training"] = _train(
            cell, arm, draws, scene, protocol, folder, cost, learning_rate, partial(on_progress, "training")
        )
    except DivergedError as error:
        return _write(folder, {**record, "failed": str(error)})
    if "held-out" in protocol.pictures.metrics:
        on_progress("held-out gain", 0.0)
        record["held_out"] = held_out_gain(arm, scene.held_out)
    arm.for_painting(scene.base.dtype)
    points = points_of(protocol, arm.has_scale)
    record["points"] = []
    for index, point in enumerate(points):
        file = folder / f"{point.name}.safetensors"
        pictures = paint(
            scene.base,
            arm,
            scene.maps,
            scene.seeds,
            protocol.pictures,
            classes=scene.classes,
            strength=point.strength,
            scale=point.scale,
            on_progress=lambda done, i=index: on_progress(  # type: ignore[misc]
                "painting", (i + done / len(scene.maps)) / len(points)
            ),
        )
        judged = judge_pictures(scene.judge, scene.maps, pictures, scene.classes)
        judged.save(file)
        scene.show(folder / f"{point.name}.png", pictures)
        figures = scores(judged, scene.real, protocol.pictures.bootstrap)
        record["points"].append({"strength": point.strength, "scale": point.scale, **figures.record()})
    if "diversity" in protocol.pictures.metrics:
        record["diversity"] = diversity(arm, scene, protocol, partial(on_progress, "diversity"))
    return _write(folder, record)


def diversity(
    arm: Adapter | None, scene: Scene, protocol: Protocol, on_progress: Callable[[float], None]
) -> dict[str, float]:
    """The mean distance between the judge's features of several noises of one map, over some maps."""
    plan = protocol.pictures
    chosen = np.linspace(0, len(scene.maps) - 1, plan.diversity_maps).round().astype(int)
    noises = range(plan.diversity_noises)
    maps = np.repeat(scene.maps[chosen], plan.diversity_noises, axis=0)
    seeds = [scene.seeds[map_] + noise * len(scene.maps) for map_ in chosen for noise in noises]
    pictures = paint(
        scene.base,
        arm,
        maps,
        seeds,
        plan,
        classes=scene.classes,
        strength=plan.diversity_strength,
        on_progress=lambda done: on_progress(done / len(maps)),
    )
    _, features = scene.judge(resized(pictures, scene.judge.size))
    distances = spread(features.reshape(len(chosen), plan.diversity_noises, -1))
    return {"mean": float(distances.mean()), "standard_error": float(distances.std() / len(distances) ** 0.5)}


def _train(
    cell: Cell,
    arm: Adapter,
    draws: Draws,
    scene: Scene,
    protocol: Protocol,
    folder: Path,
    cost: Cost,
    learning_rate: float,
    on_progress: Callable[[float], None],
) -> dict[str, Any]:
    """Train the arm, or load what it learnt; returns how. A finished training leaves weights and `training.json`."""
    finished = folder / "training.json"
    if not finished.is_file():
        training = protocol.training
        fit = ArmFit(
            arm,
            draws,
            training,
            learning_rate=learning_rate,
            seed=protocol.seed,
            folder=folder,
            examples=training.examples if cell.budget == "examples" else None,
            seconds=60 * training.minutes if cell.budget == "minutes" else None,
            row_seconds=cost.cache_seconds_per_1000 / 1000,
        )
        fit.run(on_progress)
        _keep(cell, arm, scene, fit, folder)
        record = {
            "examples": fit.examples,
            "passes": round(fit.examples / len(draws), 2),
            "seconds": round(fit.seconds, 2),
            "cache_seconds": round(fit.cache_seconds, 2),
            "seconds_per_1000": round(1000 * fit.seconds / max(fit.examples, 1), 3),
            "trace": fit.trace,
        }
        finished.write_text(json.dumps(record), encoding="utf-8")
        (folder / CHECKPOINT).unlink(missing_ok=True)
    kept = folder / _WEIGHTS if (folder / _WEIGHTS).is_file() else folder / MODULE / WEIGHTS
    arm.load_weights({name: tensor.float() for name, tensor in load_file(kept).items()})
    return read_json(finished)


def _keep(cell: Cell, arm: Adapter, scene: Scene, fit: ArmFit, folder: Path) -> None:
    """What an arm is judged by is what is kept: half precision, as a module folder where it can be painted with."""
    if arm.kind is None:
        save_file({name: tensor.half().contiguous() for name, tensor in arm.weights().items()}, folder / _WEIGHTS)
        return
    save_module(
        arm,
        folder / MODULE,
        label=f"{arm.label}, {cell.pictures or 'all'} pictures",
        base=scene.base,
        classes=scene.legend,
        training={"examples": fit.examples, "seconds": round(fit.seconds, 2)},
    )


def _write(folder: Path, record: dict[str, Any]) -> dict[str, Any]:
    unfinished = folder / (RECORD + ".partial")
    unfinished.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(folder / RECORD)
    return read_json(folder / RECORD)


def fresh(arm_plan: ArmPlan, build: Callable[[ArmPlan], Adapter], seed: int) -> Adapter:
    """An untrained arm, its random weights drawn from the study's seed."""
    torch.manual_seed(seed)
    return build(arm_plan)
