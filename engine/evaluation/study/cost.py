"""What an arm costs on this machine: timed on the real batches and maps, before anything is trained for long."""

from __future__ import annotations

import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from types import TracebackType
from typing import Any

import numpy as np
import psutil
import torch
from numpy.typing import NDArray

from engine.adapters.adapter import Adapter
from engine.bases.base import BaseModel
from engine.evaluation.measure.painting import occupied
from engine.evaluation.protocol.plans import TrainingPlan
from engine.evaluation.study.controlled import Controlled
from engine.evaluation.study.draws import Draws
from engine.evaluation.study.fit import ArmFit

_LEAST_REPEATS = 3
_WATCH_EVERY_S = 0.01
_MEGABYTE = 1e6


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One arm on one machine; of the base alone, only the painting."""

    parameters: int = 0
    """That learn."""
    of_base: float = 0.0
    """Their number over the base's."""
    seconds_per_1000: float = 0.0
    """Training on 1,000 examples, cached base outputs at hand."""
    peak_mb: float = 0.0
    """Memory that its weights, optimizer and training step take beside the loaded base."""
    ms_per_step: float
    """One sampling step of one picture at strength 1."""
    ms_per_guided_step: float
    """The same at a strength other than 1."""
    batch_s: float
    """One step of a batch of pictures at strength 1: what the time that painting takes is foretold from."""
    guided_batch_s: float
    cache_seconds_per_1000: float = 0.0
    """The base's outputs for 1,000 rows of the cache, for an arm that learns from them."""

    def record(self) -> dict[str, Any]:
        """For a JSON file."""
        return asdict(self)


def base_cost(base: BaseModel, batch: int, seconds: float) -> Cost:
    """The base alone."""
    one, many = (_time(partial(_step, base, base, count), seconds / 2) for count in (1, batch))
    return Cost(ms_per_step=1000 * one, ms_per_guided_step=1000 * one, batch_s=many, guided_batch_s=many)


def arm_cost(
    build: Callable[[], Adapter],
    base: BaseModel,
    draws: Draws,
    maps: NDArray[np.uint8],
    plan: TrainingPlan,
    *,
    seconds: float,
    classes: int,
    alone: Cost,
) -> Cost:
    """Build the arm, train it on a few batches and let it take some sampling steps with `maps` (one batch)."""
    with PeakMemory(base.device) as memory:
        arm = build()
        fit = ArmFit(arm, draws, plan, learning_rate=1e-6, seed=0, examples=10**9)
        step_s = _time(fit.step, seconds)
    parameters = sum(parameter.numel() for parameter in arm.parameters())
    del fit
    arm.for_painting(base.dtype)
    painted = occupied(maps, base.native_size, classes)
    times = {}
    for count in (1, len(maps)):
        for strength in (1.0, 2.0):
            painter = Controlled(base, arm, painted[:count], strength)
            times[count, strength] = _time(partial(_step, base, painter, count), seconds / 4)
    cost = Cost(
        parameters=parameters,
        of_base=parameters / sum(parameter.numel() for parameter in base.network.parameters()),
        seconds_per_1000=1000 * step_s / plan.batch,
        peak_mb=memory.peak_mb,
        ms_per_step=1000 * times[1, 1.0],
        ms_per_guided_step=1000 * times[1, 2.0],
        batch_s=times[len(maps), 1.0],
        guided_batch_s=times[len(maps), 2.0],
    )
    if arm.reads_prediction:
        cost = replace(cost, cache_seconds_per_1000=1000 * alone.batch_s / len(maps))
    return cost


def _step(base: BaseModel, painter: BaseModel, count: int) -> None:
    cells = base.native_size // base.latent_factor
    noise = torch.randn(count, base.latent_channels, cells, cells, device=base.device)
    painter.predict(noise, 500, base.encode_prompts([""] * count))
    if base.device.type == "cuda":
        torch.cuda.synchronize()


def _time(action: Callable[[], Any], seconds: float) -> float:
    """The median time of `action`, after one call that does not count."""
    action()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < _LEAST_REPEATS or time.perf_counter() < end:
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return float(np.median(times))


class PeakMemory:
    """The highest memory of the process inside the block, over what it was at its beginning; on CUDA the device's."""

    def __init__(self, device: torch.device) -> None:
        self.peak_mb = 0.0
        self._cuda = device.type == "cuda"
        self._done = threading.Event()
        self._process = psutil.Process()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> PeakMemory:
        gc.collect()
        if self._cuda:
            torch.cuda.reset_peak_memory_stats()
            self._before = torch.cuda.memory_allocated()
        else:
            _return_free_memory()
            self._before = self._highest = self._process.memory_info().rss
            self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._cuda:
            self._highest = torch.cuda.max_memory_allocated()
        else:
            self._done.set()
            self._watch.join()
        self.peak_mb = (self._highest - self._before) / _MEGABYTE

    def _look(self) -> None:
        while not self._done.wait(_WATCH_EVERY_S):
            self._highest = max(self._highest, self._process.memory_info().rss)


def _return_free_memory() -> None:
    """Give what glibc holds back to the system, so that the next arm's memory is seen to grow."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
