"""Which device and number format to compute in."""

from __future__ import annotations

import gc

import torch

from engine.compute_threads import cores_here
from engine.errors import RequestError
from engine.words import say

_PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


def choose_device(name: str = "auto") -> torch.device:
    """The device called `name`; "auto" takes CUDA (ROCm too), then XPU, then MPS, then the CPU."""
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        if hasattr(torch, "xpu") and torch.xpu.is_available():
            return torch.device("xpu")
        if torch.backends.mps.is_available():
            return torch.device("mps")
        return torch.device("cpu")
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise RequestError(
            say("This machine has no device “{name}”.", name=name), say("Choose “auto” or “cpu”.")
        ) from error
    return device


def choose_precision(name: str, device: torch.device) -> torch.dtype:
    """The number format called `name`; "auto" takes the fastest one that `device` computes in natively."""
    if name != "auto":
        try:
            return _PRECISIONS[name]
        except KeyError:
            raise RequestError(
                say("There is no precision “{name}”.", name=name),
                say("Choose one of {known}.", known=", ".join(_PRECISIONS)),
            ) from None
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device.type == "cpu":
        native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
        return torch.bfloat16 if native else torch.float32
    return torch.float16


def devices_here() -> tuple[tuple[str, str], ...]:
    """(name, what it is) of every device of this machine, the CPU first."""
    found = [("cpu", "CPU")]
    for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        found.append((f"cuda:{index}" if index else "cuda", torch.cuda.get_device_name(index)))
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        found.append(("xpu", torch.xpu.get_device_name()))
    if torch.backends.mps.is_available():
        found.append(("mps", "Apple GPU"))
    return tuple(found)


def leave_a_core_free() -> None:
    """Use all cores but one where there are more than two, so that painting stays smooth; call in the engine thread."""
    cores = cores_here()
    torch.set_num_threads(max(1, cores - 1) if cores > 2 else cores)


def give_back() -> None:
    """Return to the system, and to other programs, what no tensor holds any more."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        torch.xpu.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()


def describe(device: torch.device) -> str:
    """The device in the words of the status bar, such as "CPU · 2 cores" or "NVIDIA RTX 4070"."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "cpu":
        count = torch.get_num_threads()
        return say("CPU · 1 core") if count == 1 else say("CPU · {count} cores", count=count)
    return device.type.upper()
