"""`evaluate PROTOCOL`: every arm, number of pictures and budget, within the time that the protocol gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file

from engine.adapters.adapter import Adapter, UnfitError
from engine.bases.device import choose_device, choose_precision
from engine.bases.opening import open_base
from engine.errors import DataError
from engine.evaluation.kinds import KINDS
from engine.evaluation.measure.judged import Segmenter, judge_pictures
from engine.evaluation.measure.painting import paint
from engine.evaluation.protocol.file import ProtocolError
from engine.evaluation.protocol.plans import ArmPlan, Protocol
from engine.evaluation.report.machine import machine, versions
from engine.evaluation.report.page import page
from engine.evaluation.report.plots import PlotsError, draw_plots
from engine.evaluation.report.record import make_record, write_json
from engine.evaluation.study.cell import RECORD, Cell, cells_of, diversity, foretold_s, fresh, run_cell
from engine.evaluation.study.clock import Clock
from engine.evaluation.study.cost import Cost, arm_cost, base_cost
from engine.evaluation.study.results import CEILING, FLOOR, OTHERS, Results
from engine.evaluation.study.rows import StudyRows
from engine.evaluation.study.scene import Scene, read_tests
from engine.evaluation.study.tuning import best_rate, try_rate
from engine.installed.weights import read_json
from engine.training.data.dataset import PictureSet


@dataclass(frozen=True)
class StudyReporter:
    """Where a study tells what it does: `stage(what, done, total)` for the preparation, `cell(name, part)` for each
    cell's parts, `say` for a line to keep."""

    stage: Callable[[str, int, int], None]
    cell: Callable[[str, str, float], None]
    say: Callable[[str], None]


class Study:
    """One study in one folder. Every finished part is a file there and is not done again."""

    def __init__(
        self, protocol: Protocol, base_folder: Path, data_folder: Path, judge: Segmenter, out: Path, say: StudyReporter
    ) -> None:
        """Opens base and data. Raises WeightsError, DataError, and ProtocolError if `out` holds another study."""
        self._protocol, self._judge, self._out, self._say = protocol, judge, out, say
        device = choose_device(protocol.device)
        self._base = open_base(base_folder, device, choose_precision(protocol.precision, device))
        self._train = PictureSet(data_folder, self._base.native_size, "train")
        self._test = PictureSet(data_folder, self._base.native_size, "test")
        self._classes = [entry.name for entry in self._train.classes]
        self._judged_data = PictureSet(data_folder, judge.size, "test")
        self._clock = Clock(out / "clock.json", 60 * protocol.minutes)
        self._rows = StudyRows(self._base, self._train, protocol, out / "base-outputs", say.stage)
        self._scene: Scene | None = None
        self._claim()
        self.results = Results(
            protocol=protocol,
            out=out,
            versions=versions(),
            machine=machine(device, self._base.dtype),
            base={
                "id": self._base.id,
                "fingerprint": self._base.fingerprint,
                "parameters": sum(parameter.numel() for parameter in self._base.network.parameters()),
            },
            data={"folder": data_folder.name, "train": len(self._train), "test": len(self._test)},
        )

    def run(self) -> Results:
        """All cells that fit into the time. An interruption loses at most two minutes of training."""
        results = self.results
        try:
            with self._clock.running():
                scene = self._scene = self._set_scene()
                self._floor(scene)
                results.costs[""] = self._cost("base", lambda: base_cost(self._base, self._batch, self._measure_s))
            for plan in self._protocol.arms:
                with self._clock.running():
                    self._measure(plan, scene)
                    self._tune(plan)
            for cell in cells_of(self._protocol):
                self._run(cell, scene)
        finally:
            results.seconds = self._clock.seconds
        return results

    def report(self) -> str:
        """Write page, plots and record of what is there by now; returns the page. Call it after `run`, ended or not."""
        if self._scene is None or not (self._out / FLOOR).is_file():
            return ""
        record = make_record(self.results, self._scene)
        try:
            plots, missing = draw_plots(record, self._out), ""
        except PlotsError as error:
            plots, missing = [], str(error)
            self._say.say(f"{error} {error.hint}")
        text = page(record, plots, missing)
        write_json(record, self._out / "report.json")
        (self._out / "report.md").write_text(text, encoding="utf-8")
        return text

    @property
    def _batch(self) -> int:
        return min(self._protocol.pictures.batch, self._protocol.pictures.maps)

    @property
    def _measure_s(self) -> float:
        return self._protocol.measure_seconds

    def _claim(self) -> None:
        """Write down whose folder this is, or make sure that it is ours; the time and the title may change."""
        settings = asdict(self._protocol)
        for changeable in ("title", "minutes", "data"):
            settings.pop(changeable)
        settings["data"] = {**asdict(self._protocol.data), "folder": self._test.digest()}
        settings["base"] = self._base.fingerprint
        text = json.dumps(settings, sort_keys=True)
        path = self._out / "study.json"
        if path.is_file():
            if json.dumps(read_json(path), sort_keys=True) != text:
                raise ProtocolError(
                    f"{self._out.name} holds a study of another protocol, base or data.",
                    "Name another folder with --out, or delete this one to begin again.",
                )
            return
        if self._out.is_dir() and any(self._out.iterdir()):
            raise ProtocolError(f"{self._out.name} is not empty and holds no study.", "Name another folder with --out.")
        self._out.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")

    def _set_scene(self) -> Scene:
        plan, judge = self._protocol.pictures, self._judge
        reading = partial(self._say.stage, "Reading test pictures")
        tests = read_tests(self._judged_data, plan.maps, reading)
        if len(tests.maps) < plan.maps:
            raise DataError(
                f"The test split has {len(tests.maps)} pictures; the protocol asks for {plan.maps} maps.",
                "Lower pictures.maps, or add test pictures.",
            )
        if not (self._out / CEILING).is_file():
            self._say.say("Judging photographs")
            _, features = judge(tests.others)
            save_file({"features": features.astype(np.float32)}, self._out / OTHERS)
            judge_pictures(judge, tests.maps, tests.photographs, len(self._classes)).save(self._out / CEILING)
        rows = self._protocol.data.held_out_rows
        held_out = self._test.subset(_spread(len(self._test), min(rows, len(self._test))))
        return Scene(
            base=self._base,
            judge=self._judge,
            legend=self._train.classes,
            maps=tests.maps,
            seeds=[self._protocol.seed + index for index in range(len(tests.maps))],
            held_out=self._rows.draw(held_out, -(-rows // len(held_out)), self._protocol.seed + 1, "the held-out gain"),
            real=load_file(self._out / OTHERS)["features"],
        )

    def _floor(self, scene: Scene) -> None:
        """The base alone on all maps: arm "no control"."""
        path, plan = self._out / FLOOR, self._protocol.pictures
        if not path.is_file():
            pictures = paint(
                self._base,
                None,
                scene.maps,
                scene.seeds,
                plan,
                classes=scene.classes,
                on_progress=lambda done: self._say.stage("Painting with the base alone", done, len(scene.maps)),
            )
            scene.show(self._out / "base.png", pictures)
            judge_pictures(scene.judge, scene.maps, pictures, scene.classes).save(path)
        if "diversity" in plan.metrics:
            self.results.diversity = self._kept(
                "base-diversity", lambda: diversity(None, scene, self._protocol, lambda part: None)
            )

    def _measure(self, plan: ArmPlan, scene: Scene) -> None:
        """What the arm costs; an arm that cannot be built on this base is left out, with the reason."""
        try:
            build = self._build(plan)
            self.results.costs[plan.kind] = self._cost(
                plan.kind,
                lambda: arm_cost(
                    build,
                    self._base,
                    self._rows.of(self._protocol.data.pictures[0]),
                    scene.maps[: self._batch],
                    self._protocol.training,
                    seconds=self._measure_s,
                    classes=scene.classes,
                    alone=self.results.costs[""],
                ),
            )
        except UnfitError as error:
            self.results.left_out[plan.kind] = str(error)
            self._say.say(f"{plan.label} is left out. {error}")

    def _tune(self, plan: ArmPlan) -> None:
        """Choose the arm's learning rate."""
        if plan.kind in self.results.left_out:
            return
        self.results.rates[plan.kind] = plan.learning_rates[0]
        if len(plan.learning_rates) > 1:
            tried = [
                self._kept(f"rate-{plan.kind}-{rate:g}", partial(self._try, plan, rate)) for rate in plan.learning_rates
            ]
            self.results.tuning[plan.kind] = tried
            self.results.rates[plan.kind] = best_rate(tried)

    def _try(self, plan: ArmPlan, rate: float) -> dict[str, Any]:
        return try_rate(
            self._build(plan)(),
            self._rows.of(self._rows.tuning_pictures()),
            self._rows.unseen(),
            self._protocol.training,
            learning_rate=rate,
            seed=self._protocol.seed,
            on_progress=partial(self._say.cell, f"{plan.kind} at {rate:g}", "tuning"),
        )

    def _cost(self, name: str, measure: Callable[[], Cost]) -> Cost:
        return Cost(**self._kept(f"cost-{name}", lambda: measure().record()))

    def _kept(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        path = self._out / "measured" / f"{name}.json"
        if not path.is_file():
            self._say.say(f"Measuring {name.replace('-', ' of ', 1)}")
            record = make()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        return read_json(path)

    def _build(self, plan: ArmPlan) -> Callable[[], Adapter]:
        return lambda: fresh(plan, lambda one: KINDS[one.kind](self._base, self._classes), self._protocol.seed)

    def _run(self, cell: Cell, scene: Scene) -> None:
        results, kind = self.results, cell.arm.kind
        if kind not in results.costs:
            return
        folder = self._out / "cells" / cell.name
        cost = results.costs[kind]
        if (folder / RECORD).is_file():
            results.cells[cell.name] = read_json(folder / RECORD)
            return
        pictures = min(cell.pictures or len(self._train), len(self._train))
        rows = pictures * -(-self._protocol.data.rows // pictures)
        needed = foretold_s(cell, self._protocol, cost, KINDS[kind].has_scale, rows)
        if not self._rows.has(pictures):
            needed += rows * results.costs[""].batch_s / self._batch
        if needed > self._clock.left_s:
            results.left_out[cell.name] = (
                f"It would take about {needed / 60:.1f} minutes; {self._clock.left_s / 60:.1f} were left."
            )
            return
        with self._clock.running():
            draws = self._rows.of(cell.pictures)
            results.cells[cell.name] = run_cell(
                cell,
                self._build(cell.arm)(),
                draws,
                scene,
                self._protocol,
                folder,
                cost,
                results.rates[kind],
                lambda what, part: self._say.cell(cell.name, what, part),
            )


def _spread(total: int, count: int) -> list[int]:
    chosen: list[int] = np.linspace(0, total - 1, count).round().astype(int).tolist()
    return chosen
