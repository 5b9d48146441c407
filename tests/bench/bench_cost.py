"""What the module costs beside the base: parameters, operations and time of a sampling step, in one run.

    python tests/bench/bench_cost.py [--pocket-only]

Prints, for the pocket base and for a Stable-Diffusion-1.5-shaped base with random weights, the module over the base.
A step is one text-guided network call of the base (two rows) and one of the module (one row), as in sampling.
Base and module are timed in turns, so that whatever else the machine does hits both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from torch.utils.flop_counter import FlopCounterMode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from engine.adapters.modulation.network import ModulationNetwork, load_network, network_for  # noqa: E402
from engine.bases.device import choose_precision  # noqa: E402
from engine.bases.noise_path import FlowPath  # noqa: E402
from engine.bases.opening import open_base  # noqa: E402

CPU = torch.device("cpu")


class StableDiffusionShape:
    latent_channels, latent_factor, native_size, path = 4, 8, 512, FlowPath()


def seconds(calls: list, rounds: int) -> list[float]:
    """Median seconds of each call, taken in turns."""
    for call in calls:
        call()
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, taken in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def operations(call) -> int:
    with FlopCounterMode(display=False) as counter:
        call()
    return counter.get_total_flops()


def count(*networks) -> int:
    return sum(parameter.numel() for network in networks for parameter in network.parameters())


def compare(name: str, unet, network: ModulationNetwork, cells: int, width: int, tokens: int, rounds: int) -> None:
    channels, dtype = network.config.latent_channels, unet.dtype
    x = torch.randn(1, channels, cells, cells, dtype=dtype)
    both, context = torch.cat([x, x]), torch.randn(2, tokens, width, dtype=dtype)
    pixels = cells * network.config.latent_factor
    occupied = torch.rand(1, len(network.config.classes), pixels, pixels, dtype=dtype)
    condition = network.encode({"labels": occupied})
    timestep = torch.tensor(500)

    def base():
        unet(both, timestep, encoder_hidden_states=context, return_dict=False)

    def module():
        gamma, beta = network(x, x, x, timestep, condition)
        return 2.0 * (gamma * x + beta)

    base_s, module_s, encode_s = seconds([base, module, lambda: network.encode({"labels": occupied})], rounds)
    base_ops, module_ops = operations(base), operations(module)
    print(f"| {name} | {count(network) / 1e6:.2f} M / {count(unet) / 1e6:.1f} M = {count(network) / count(unet):.2%} "
          f"| {module_ops / base_ops:.2%} | {module_s * 1e3:.1f} / {base_s * 1e3:.1f} ms = {module_s / base_s:.1%} "
          f"| {encode_s * 1e3:.1f} ms |")  # fmt: skip


@torch.inference_mode()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pocket-only", action="store_true")
    arguments = parser.parse_args()
    print("| base | parameters | operations | time of a step | encoding the map, once a run |")
    print("|---|---|---|---|---|")
    classes = ["unlabelled", *(f"class {index}" for index in range(9))]
    for dtype in dict.fromkeys((choose_precision("auto", CPU), torch.float32)):
        pocket = open_base(ROOT / "assets" / "models" / "pocket", CPU, dtype)
        kind = str(dtype).removeprefix("torch.")
        shipped = load_network(ROOT / "assets" / "modules" / "pocket-labels", pocket)
        small = network_for(pocket, classes, "small").eval().to(dtype).to(memory_format=torch.channels_last)
        for name, network in (("pocket, shipped module", shipped), ("pocket, small module", small)):
            for cells in (16, 32):
                compare(f"{name}, {8 * cells} px, {kind}", pocket.network, network, cells, 192, 16, 40)
    if not arguments.pocket_only:
        dtype = choose_precision("auto", CPU)
        unet = UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8).eval().to(dtype)
        unet.to(memory_format=torch.channels_last)
        for size in ("small", "large"):
            network = network_for(StableDiffusionShape, classes, size).eval().to(dtype)
            compare(f"Stable Diffusion 1.5, {size} module", unet, network, 64, 768, 77, 3)


if __name__ == "__main__":
    main()
