"""`train labels`: from a base and a folder of pictures with label maps to a module folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from engine.bases.opening import open_base
from engine.conditioning.network import ModuleSize, network_for
from engine.device import choose_device, choose_precision
from engine.errors import DataError
from engine.registry import MANIFEST
from engine.training.cache import cache_bytes, open_cache
from engine.training.card import write_card
from engine.training.dataset import LabelledPictures
from engine.training.trainer import CHECKPOINT, Trainer, TrainingOptions, TrainingProgress, held_out_gain

DEFAULTS = {"strength": 5.0, "window": [0.0, 1.0], "rescale": 0.25}
"""What the program sets when the module is chosen; found by evaluating control and realism over strength."""
_HELD_OUT_DRAWS = 4


@dataclass(frozen=True, kw_only=True)
class LabelTraining:
    """Everything that decides a training of a label module."""

    base: Path
    data: Path
    out: Path
    cache_dir: Path
    size: ModuleSize = "large"
    draws: int = 4
    """Cached noise draws a picture."""
    cache_limit_gb: float = 8.0
    device: str = "auto"
    options: TrainingOptions = field(default_factory=TrainingOptions)


@dataclass(frozen=True)
class Reporter:
    """Where a training tells what it does. `stage(what, done, total)` for the preparation, `trained` for each batch,
    `say` for a line to keep."""

    stage: Callable[[str, int, int], None]
    trained: Callable[[TrainingProgress], None]
    say: Callable[[str], None]


def train_labels(training: LabelTraining, report: Reporter) -> dict[str, Any]:
    """Train, measure the held-out gain, and put the module folder in place. Returns the figures of its card.

    Until the end everything is in `OUT.training`; an interrupted training is taken up from there. Raises DataError
    (all unusable files named, nothing written), WeightsError.
    """
    if training.out.exists() and not (training.out / MANIFEST).is_file():
        raise DataError(f"{training.out.name} exists and is not a module.", "Name another --out folder.")
    device = choose_device(training.device)
    base = open_base(training.base, device, choose_precision("auto", device))
    train = LabelledPictures(training.data, base.native_size, "train")
    held_out = LabelledPictures(training.data, base.native_size, "test")
    for name, data in (("training", train), ("held-out", held_out)):
        _check(data, name, report)
    size_gb = cache_bytes(base, len(train), train.size, training.draws) / 1e9
    report.say(f"{len(train)} pictures, {len(train.classes)} classes; the cache of base outputs takes {size_gb:.2f} GB")
    limit = int(training.cache_limit_gb * 1e9)
    seed = training.options.seed
    outputs = open_cache(
        base, train, training.cache_dir, draws=training.draws, seed=seed, limit_bytes=limit, on_progress=report.stage
    )
    held_outputs = open_cache(
        base,
        held_out,
        training.cache_dir,
        draws=_HELD_OUT_DRAWS,
        seed=seed + 1,
        limit_bytes=limit,
        on_progress=report.stage,
    )
    torch.manual_seed(seed)
    names = [entry.name for entry in train.classes]
    network = network_for(base, names, training.size).to(device, memory_format=torch.channels_last)
    working = training.out.with_name(training.out.name + ".training")
    working.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(network, outputs, base.alphas_cumprod, training.options, working)
    if trainer.examples:
        report.say(f"Taken up at {trainer.examples} examples")
    trainer.run(report.trained)
    averaged = trainer.averaged()
    gains = held_out_gain(averaged, held_outputs, base.alphas_cumprod)
    figures = {
        "base_fingerprint": base.fingerprint,
        "parameters": sum(p.numel() for p in averaged.parameters()),
        "pictures": len(train),
        "draws": training.draws,
        "examples": trainer.examples,
        "seconds": round(trainer.seconds, 1),
        "held_out": gains,
        "options": asdict(training.options),
    }
    averaged.to(torch.float16).save_pretrained(working)
    manifest = {
        "label": f"Label maps, {training.size}",
        "base": base.id,
        "classes": [asdict(entry) for entry in train.classes],
        "defaults": DEFAULTS,
        "training": figures,
    }
    (working / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    write_card(working, manifest)
    (working / CHECKPOINT).unlink()
    _put_in_place(working, training.out)
    return figures


def _put_in_place(working: Path, out: Path) -> None:
    """Give `working` the name `out`; a module that had it stays whole until the new one is there."""
    old = out.with_name(out.name + ".old")
    if out.exists():
        out.replace(old)
    working.replace(out)
    if old.exists():
        shutil.rmtree(old)


def _check(data: LabelledPictures, name: str, report: Reporter) -> None:
    done = 0

    def count(step: int) -> None:
        nonlocal done
        done += step
        report.stage(f"Checking {name} pictures", done, len(data))

    data.check(count)
