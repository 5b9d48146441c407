"""What each lever does to the cost of a training step of the small label module, beside ControlNet's, in one run.

    python tests/bench/bench_levers.py --data DATA [--rounds N] [--minutes M]

On the built-in base, from cached base outputs of 1,000 pictures, batches of 16; the variants take turns, so that
whatever else the machine does hits all of them. With `--minutes` each module variant then learns that long, and the
share of the base's v loss that it takes away on pictures that it never saw stands beside its cost. Run it with
OMP_NUM_THREADS=1 on one core where other work goes on.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from engine.adapters.adapter import Adapter, trainable  # noqa: E402
from engine.adapters.controlnet import ControlNet  # noqa: E402
from engine.adapters.modulation.adapter import Modulated  # noqa: E402
from engine.adapters.modulation.network import ModulationNetwork, signature  # noqa: E402
from engine.bases.base import BaseModel  # noqa: E402
from engine.bases.device import choose_precision  # noqa: E402
from engine.bases.opening import open_base  # noqa: E402
from engine.evaluation.protocol.plans import TrainingPlan  # noqa: E402
from engine.evaluation.study import fit as fits  # noqa: E402
from engine.evaluation.study import gain as gains  # noqa: E402
from engine.evaluation.study.draws import Draws  # noqa: E402
from engine.installed.sizes import shape_of  # noqa: E402
from engine.training.cached.cache import open_cache  # noqa: E402
from engine.training.data.dataset import PictureSet  # noqa: E402

CPU = torch.device("cpu")
PICTURES, DRAWS, HELD_OUT = 1000, 4, 384
LEARNING_RATE = 2e-3


class Halved(nn.Module):
    """The encoder's own convolutions but the first, on the map at half its resolution."""

    def __init__(self, encoder: nn.Module, channels: int) -> None:
        super().__init__()
        layers = list(encoder.strided)
        width = layers[2].in_channels
        layers[2] = nn.Conv2d(channels, width, 3, stride=2, padding=1)
        self.rest = nn.Sequential(*layers[2:])

    def forward(self, maps: Tensor) -> Tensor:
        return self.rest(avg_pool2d(maps, 2))


@dataclass(frozen=True)
class Variant:
    """The small module with some levers pulled."""

    name: str
    widths: Sequence[int] | None = None
    attends: bool = True
    halves_map: bool = False
    channels_last: bool = True
    bfloat16: bool = True

    def build(self, base: BaseModel, classes: Sequence[str]) -> Adapter:
        variant = self

        class Varied(Modulated):
            label = variant.name

            def __init__(self) -> None:
                shape = dict(shape_of("small", base.native_size // base.latent_factor))
                shape["widths"] = variant.widths or shape["widths"]
                network = ModulationNetwork(classes=list(classes), **signature(base), **shape)
                if not variant.attends:
                    network.trunk.mid_block.attentions = nn.ModuleList([None])
                if variant.halves_map:
                    network.encoder.strided = Halved(network.encoder, len(classes))
                self.network = trainable(network, base)
                if not variant.channels_last:
                    self.network.to(memory_format=torch.contiguous_format)

        return Varied()


VARIANTS = (
    Variant("as it is"),
    Variant("in float32", bfloat16=False),
    Variant("in float32, channels first", bfloat16=False, channels_last=False),
    Variant("without attention", attends=False),
    Variant("the map read at half its resolution", halves_map=True),
    Variant("half the widths", widths=(16, 24)),
    Variant("the last three together", attends=False, halves_map=True, widths=(16, 24)),
)


def precision(variant: Variant | None) -> Any:
    if variant is None or variant.bfloat16:
        return nullcontext()
    return mock.patch.multiple(fits, mixed_precision=lambda _device: nullcontext())


def drawn(base: BaseModel, folder: Path, split: str, count: int, draws: int, cache: Path) -> Draws:
    data = PictureSet(folder, base.native_size, split)
    outputs = open_cache(
        base,
        data.subset(list(range(min(count, len(data))))),
        cache,
        draws=draws,
        seed=0,
        limit_bytes=10**10,
        on_progress=lambda *_: None,
    )
    return Draws(base, outputs, len(data.classes))


def gain(arm: Adapter, unseen: Draws) -> float:
    rows = gains.held_out_gain(arm, unseen)
    alone = sum(row["base_loss"] * row["examples"] for row in rows)
    return sum(row["gain"] * row["base_loss"] * row["examples"] for row in rows) / alone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="pictures with label maps")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=0.0, help="of training for every variant")
    asked = parser.parse_args()
    base = open_base(ROOT / "assets" / "models" / "pocket", CPU, choose_precision("auto", CPU))
    plan = TrainingPlan(batch=16)
    with tempfile.TemporaryDirectory() as cache:
        learnt = drawn(base, asked.data, "train", PICTURES, DRAWS, Path(cache))
        unseen = drawn(base, asked.data, "test", HELD_OUT, 1, Path(cache))
        names = [entry.name for entry in PictureSet(asked.data, base.native_size, "train").classes]
        variants: dict[str, tuple[Variant | None, Callable[[], Adapter]]] = {
            each.name: (each, lambda each=each: each.build(base, names)) for each in VARIANTS
        }
        variants["ControlNet"] = (None, lambda: ControlNet(base, names))
        steps = {}
        for name, (_, build) in variants.items():
            torch.manual_seed(0)
            steps[name] = fits.ArmFit(build(), learnt, plan, learning_rate=1e-6, seed=0, examples=10**9)
        times: dict[str, list[float]] = {name: [] for name in variants}
        for turn in range(asked.rounds + 1):
            for name, (variant, _) in variants.items():
                with precision(variant):
                    started = time.perf_counter()
                    steps[name].step()
                    if turn:
                        times[name].append(time.perf_counter() - started)
        median = {name: statistics.median(taken) / plan.batch for name, taken in times.items()}
        print("| | parameters | ms an example | ControlNet over it | gain |\n|---|---|---|---|---|", flush=True)
        for name, (variant, build) in variants.items():
            torch.manual_seed(0)
            arm = build()
            learns = sum(parameter.numel() for parameter in arm.parameters())
            told = ""
            if asked.minutes and variant is not None:
                with precision(variant):
                    fit = fits.ArmFit(
                        arm, learnt, plan, learning_rate=LEARNING_RATE, seed=0, seconds=60 * asked.minutes
                    )
                    fit.run(lambda _part: None)
                told = f"{100 * gain(arm, unseen):.2f} % after {fit.examples}"
            print(
                f"| {name} | {learns / 1e6:.2f} M | {1000 * median[name]:.2f} "
                f"| {median['ControlNet'] / median[name]:.1f} | {told} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
