"""`train`: from a base and a folder of pictures to the folder of a module, whatever it is to hear."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine.adapters.modulation.inheritance import inherit
from engine.adapters.modulation.network import ModulationNetwork, network_for
from engine.bases.base import BaseModel
from engine.bases.device import choose_precision
from engine.bases.noise_path import NoisePath
from engine.bases.opening import open_base
from engine.errors import DataError, RequestError, TrainingError, TrainingPaused
from engine.installed.registry import MANIFEST, MODALITIES, ModuleClass
from engine.layers.modality import open_modality
from engine.training.cached.cache import BaseOutputs
from engine.training.cached.sources import Asked, open_source
from engine.training.card import write_card
from engine.training.disk import owned, writing
from engine.training.fit import CHECKPOINT, are_numbers
from engine.training.held_out import held_out_gain
from engine.training.in_place import left_by_a_killed_one, put_in_place
from engine.training.plan import SILENT, ModuleTraining, Reporter, TrainingProgress, Wish
from engine.training.processes import ALONE, Processes
from engine.training.samples import FOLDER, Samples
from engine.training.trainer import Trainer
from engine.words import say

_GAINS_EVERY_S = 60.0
_GAINS_ROWS = 256


def train_module(
    training: ModuleTraining,
    report: Reporter,
    wish: Callable[[], Wish | None] = lambda: None,
    processes: Processes = ALONE,
) -> dict[str, Any]:
    """Train, measure the held-out gain, and put the module folder in place. Returns the figures of its card.

    Until the end everything is in `OUT.training`; an interrupted training is taken up from there. `wish` is asked
    again and again. Of several processes all must call this; the main one alone reports and writes what is kept, and
    what one of them wishes, or fails in, ends all. Raises DataError (all unusable files named),
    RequestError, WeightsError, TrainingError, TrainingPaused.
    """
    training = replace(training, data=training.data.resolve(), out=training.out.resolve())  # "." has no name
    with ExitStack() as kept:
        with processes.together():
            check_numbers(training)
            if processes.is_main:
                kept.enter_context(owned(training.out))
        left = processes.from_main(lambda: left_by_a_killed_one(training.out))
        return left or _train(training, report, wish, processes)


def _train(
    training: ModuleTraining, report: Reporter, wish: Callable[[], Wish | None], processes: Processes
) -> dict[str, Any]:
    tell = report.say
    report = _pausing(report if processes.is_main else SILENT, wish)
    with processes.together():
        if training.out.exists() and not (training.out / MANIFEST).is_file():
            raise DataError(
                say("{folder} exists and is not a module.", folder=training.out.name),
                say("Choose another name or folder."),
            )
        processes.share(training.options.batch)
    device = processes.choose_device(training.device)
    base = open_base(training.base, device, choose_precision("auto", device))
    modalities = [open_modality(name) for name in training.modalities]
    labelled = any(one.reads_labels for one in modalities)
    keep_pictures = any(one.reads_pictures for one in modalities)
    source = open_source(Asked(training, base.native_size, labelled, keep_pictures, report, tell, processes))
    torch.manual_seed(training.options.seed)
    names = [entry.name for entry in source.classes]
    network = network_for(base, names, training.size, training.modalities).to(device, memory_format=torch.channels_last)
    working = training.out.with_name(training.out.name + ".training")
    origin = processes.from_main(lambda: _origin(training, network, base, working, report))
    outputs, held_outputs = source.open(base)
    with processes.together(), writing(working):
        if processes.is_main:
            working.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(network, outputs, base.path, training.options, working, origin, processes)
    if trainer.examples:
        taken_up = say("Taken up at {examples} examples", examples=trainer.examples)
        report.say(taken_up)
    trained = report.trained
    if report.gains is not None:
        trained = _with_gains(trained, report.gains, trainer, held_outputs, base.path)
    samples = None
    if training.samples_minutes > 0 and processes.is_main:
        samples = Samples(base, network, held_outputs, source.classes, working)
        minutes = training.samples_minutes
        trained = samples.every(minutes, trained, trainer, report.samples, lambda: wish() is not None)
    trainer.run(trained, lambda: wish() is not None)
    if "pause" in processes.gathered(wish()) or not trainer.examples:
        raise TrainingPaused
    pictures = source.pictures()

    def finished() -> dict[str, Any]:
        averaged = trainer.averaged()
        if samples is not None and samples.paint(averaged, trainer.examples, lambda: wish() == "pause") is None:
            raise TrainingPaused
        with writing(working):
            return _put_down(training, base, trainer, averaged, held_outputs, source.classes, pictures, working)

    figures = processes.from_main(finished)
    source.close()
    return figures


def _origin(
    training: ModuleTraining, network: ModulationNetwork, base: BaseModel, working: Path, report: Reporter
) -> dict[str, Any] | None:
    """Give a training that begins the knowledge that it is to begin with; returns whose that is."""
    if training.begin_from is None or (working / CHECKPOINT).is_file():
        return None
    origin = inherit(network, training.begin_from, base)
    begins = say("Begins with what {module} knows", module=origin["id"])
    report.say(begins)
    return origin


def _put_down(
    training: ModuleTraining,
    base: BaseModel,
    trainer: Trainer,
    averaged: ModulationNetwork,
    held_outputs: BaseOutputs,
    classes: Sequence[ModuleClass],
    pictures: int,
    working: Path,
) -> dict[str, Any]:
    """Measure the trained module and put its folder in place; returns the figures of its card. Raises TrainingError."""
    figures = {
        "base_fingerprint": base.fingerprint,
        "parameters": sum(p.numel() for p in averaged.parameters()),
        "pictures": pictures,
        "streamed": training.stream is not None,
        "draws": training.draws,
        "examples": trainer.examples,
        "seconds": round(trainer.seconds, 1),
        "held_out": held_out_gain(averaged, held_outputs, base.path),
        "options": asdict(training.options),
        "began_from": trainer.origin,
    }
    averaged.to(torch.float16)
    if not are_numbers(averaged.parameters()) or not all(np.isfinite(each["gain"]) for each in figures["held_out"]):
        raise TrainingError(
            say("The trained module holds no numbers (NaN), so it is not put in place."),
            say("Train again with a lower --learning-rate; what was in {folder} is kept.", folder=training.out.name),
        )
    averaged.save_pretrained(working)
    heard = [choice for choice in MODALITIES if choice.id in training.modalities]
    manifest = {
        "label": f"{', '.join(str(one.label) for one in heard)}, {training.size}",
        "base": base.id,
        "modalities": list(training.modalities),
        "classes": [asdict(entry) for entry in classes],
        "defaults": open_modality(training.modalities[0]).defaults,
        "training": figures,
    }
    (working / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    for weights in working.glob("diffusion_pytorch_model*.safetensors"):  # safetensors lets nobody else read them
        weights.chmod((working / MANIFEST).stat().st_mode)
    write_card(working, manifest)
    (working / CHECKPOINT).unlink()
    shutil.rmtree(working / FOLDER, ignore_errors=True)
    put_in_place(working, training.out)
    return figures


def check_numbers(training: ModuleTraining) -> None:
    """Raise RequestError for a number that no training can be made with."""
    options = training.options
    positive = {
        "--examples": options.examples,
        "--minutes": options.minutes,
        "--batch": options.batch,
        "--learning-rate": options.learning_rate,
        "--draws": training.draws,
        "--uses": training.uses,
        "--cache-limit-gb": training.cache_limit_gb,
    }
    for name, value in positive.items():
        if not 0 < value < float("inf"):
            raise RequestError(
                say("{name} {value} is not possible.", name=name, value=value), say("Give it a number above 0.")
            )
    for name, value in {"--samples-minutes": training.samples_minutes, "--seed": options.seed}.items():
        if not 0 <= value < float("inf"):
            raise RequestError(
                say("{name} {value} is not possible.", name=name, value=value), say("Give it 0 or a number above.")
            )


def _pausing(report: Reporter, wish: Callable[[], Wish | None]) -> Reporter:
    """Ends the preparation where a pause is wished: it goes on from where it was."""

    def stage(what: str, done: int, total: int) -> None:
        report.stage(what, done, total)
        if wish() == "pause":
            raise TrainingPaused

    return replace(report, stage=stage)


def _with_gains(
    trained: Callable[[TrainingProgress], None],
    gains: Callable[[list[dict[str, float]]], None],
    trainer: Trainer,
    outputs: BaseOutputs,
    path: NoisePath,
) -> Callable[[TrainingProgress], None]:
    last = time.monotonic()

    def measured(progress: TrainingProgress) -> None:
        nonlocal last
        trained(progress)
        if time.monotonic() - last >= _GAINS_EVERY_S:
            with trainer.averaging() as network:
                gains(held_out_gain(network, outputs, path, _GAINS_ROWS))
            last = time.monotonic()

    return measured
