"""What a training step costs beside ControlNet's on a base of Stable Diffusion 1.5's shape, in one run, by hand.

    python tests/bench/bench_training.py [--rounds N] [--size CELLS]

Random weights, one example a step, forward, backward and AdamW; the arms take turns, so that whatever else the
machine does hits all of them. MCM learns from cached base outputs; the base's forward pass, which fills the cache once
and serves every later pass over it, stands in a line of its own. About 12 GB of memory.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from torch import Tensor

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from engine.adapters.adapter import Adapter, Seen  # noqa: E402
from engine.bases.device import choose_precision  # noqa: E402
from engine.bases.noise_path import VPPath  # noqa: E402
from engine.evaluation.kinds import KINDS  # noqa: E402
from engine.training.fit import mixed_precision  # noqa: E402

CPU = torch.device("cpu")
CLASSES = ["unlabelled", *(f"class {index}" for index in range(9))]
ARMS = ("mcm-small", "mcm-large", "controlnet")


class StableDiffusionShape:
    """As much of a `BaseModel` as the arms look at."""

    id, device, native_size = "sd-1.5-shape", CPU, 512
    latent_channels, latent_factor = 4, 8

    def __init__(self) -> None:
        self.dtype = choose_precision("auto", CPU)
        self.path = VPPath(DDPMScheduler(beta_schedule="scaled_linear").alphas_cumprod)
        network = UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8).eval().requires_grad_(False)
        self.network = network.to(self.dtype).to(memory_format=torch.channels_last)


def step(arm: Adapter, optimizer: torch.optim.Optimizer, seen: Seen, target: Tensor) -> None:
    with mixed_precision(CPU):
        loss = (arm.velocity(seen).float() - target).pow(2).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=64, help="cells a side of the latent grid; 64 is 512 pixels")
    arguments = parser.parse_args()
    base, cells = StableDiffusionShape(), arguments.size
    x, v, target = torch.randn(3, 1, 4, cells, cells).unbind()
    occupied = torch.rand(1, len(CLASSES), 8 * cells, 8 * cells)
    occupied /= occupied.sum(1, keepdim=True)
    t = torch.tensor([500])
    level = base.path.level(t)
    seen = Seen(x_t=x, t=t, level=level, v=v, context=torch.randn(1, 77, 768), occupied=occupied)

    def pass_of_base() -> None:
        with torch.no_grad():
            base.network(x.to(base.dtype), t, encoder_hidden_states=seen.context.to(base.dtype), return_dict=False)

    calls = {"base, one pass": pass_of_base}
    parameters = {"base, one pass": sum(p.numel() for p in base.network.parameters())}
    for kind in ARMS:
        arm = KINDS[kind](base, CLASSES)
        optimizer = torch.optim.AdamW(arm.parameters(), lr=1e-6)
        calls[arm.label] = lambda arm=arm, optimizer=optimizer: step(arm, optimizer, seen, target)
        parameters[arm.label] = sum(p.numel() for p in arm.parameters())
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(arguments.rounds + 1):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if turn:
                times[name].append(time.perf_counter() - started)
    median = {name: statistics.median(taken) for name, taken in times.items()}
    rival, base_s = median["ControlNet"], median["base, one pass"]
    print("| | parameters | s an example | base passes | ControlNet over it |\n|---|---|---|---|---|")
    for name, seconds in median.items():
        ratio = f"{rival / seconds:.1f}"
        print(f"| {name} | {parameters[name] / 1e6:.1f} M | {seconds:.2f} | {seconds / base_s:.2f} | {ratio} |")


if __name__ == "__main__":
    main()
