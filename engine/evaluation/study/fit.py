"""Training one arm for one budget, the same way for every arm."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from diffusers.training_utils import EMAModel
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.adapters.adapter import Adapter
from engine.errors import EngineError, WeightsError
from engine.evaluation.study.draws import Draws, Rows
from engine.evaluation.study.protocol_file import TrainingPlan
from engine.training.trainer import mixed_precision

CHECKPOINT = "checkpoint.safetensors"
_CHECKPOINT_EVERY_S = 120.0
_TRACE_EVERY = 25


class DivergedError(EngineError):
    """The loss of an arm became infinite or no number."""


class Fit:
    """One arm learning from one set of draws, to a number of examples or to the end of some seconds.

    Which rows a step takes and which classes it makes unlabelled follow from the seed and the step alone, so all arms
    see the same, and a training that was interrupted goes on as if it had not been.
    """

    def __init__(
        self,
        arm: Adapter,
        draws: Draws,
        plan: TrainingPlan,
        *,
        learning_rate: float,
        seed: int,
        folder: Path | None = None,
        examples: int | None = None,
        seconds: float | None = None,
        row_seconds: float = 0.0,
    ) -> None:
        """`row_seconds` are on the clock for every row that is met for the first time: what the base's output on it
        costs an arm that learns from cached ones.

        `folder` gets the checkpoint; what it holds from before is taken up. Without one nothing is kept. Raises
        WeightsError if a checkpoint is damaged.
        """
        self.arm, self._draws, self._plan = arm, draws, plan
        self._learning_rate, self._seed = learning_rate, seed
        self._file = folder / CHECKPOINT if folder else None
        self._examples, self._seconds = examples, seconds
        self._parameters = arm.parameters()
        self._optimizer = torch.optim.AdamW(
            self._parameters, lr=learning_rate, betas=(0.9, 0.99), weight_decay=plan.weight_decay
        )
        self._ema = EMAModel(self._parameters, decay=plan.ema_decay, use_ema_warmup=True, power=0.75)
        self._row_seconds = row_seconds
        self.steps, self.trained_seconds = 0, 0.0
        self.trace: list[tuple[int, float, float]] = []
        """(examples, seconds, mean loss of the last steps over the base's)"""
        if self._file and self._file.is_file():
            self._resume(self._file)

    @property
    def examples(self) -> int:
        """How many were seen."""
        return self.steps * self._plan.batch

    @property
    def cache_seconds(self) -> float:
        """What the base's outputs on the rows met so far cost."""
        return self._row_seconds * min(self.examples, len(self._draws))

    @property
    def seconds(self) -> float:
        """What is on the clock."""
        return self.trained_seconds + self.cache_seconds

    @property
    def part_done(self) -> float:
        """0 to 1."""
        by_examples = self.examples / self._examples if self._examples else 0.0
        by_seconds = self.seconds / self._seconds if self._seconds else 0.0
        return min(1.0, max(by_examples, by_seconds))

    def run(self, on_progress: Callable[[float], None], should_stop: Callable[[], bool] = lambda: False) -> None:
        """Train to the end, or until `should_stop`; afterwards the arm holds the averaged weights if it ended.

        Raises DivergedError.
        """
        started = saved = time.monotonic()
        before = self.trained_seconds
        losses: list[tuple[float, float]] = []
        try:
            while self.part_done < 1 and not should_stop():
                losses.append(self.step())
                now = time.monotonic()
                self.trained_seconds = before + now - started
                if self.steps % _TRACE_EVERY == 0 or self.part_done == 1:
                    self.trace.append((self.examples, round(self.seconds, 2), _ratio(losses)))
                    losses.clear()
                on_progress(self.part_done)
                if now - saved > _CHECKPOINT_EVERY_S:
                    self.save_checkpoint()
                    saved = now
        except DivergedError:
            if self._file:
                self._file.unlink(missing_ok=True)
            raise
        except BaseException:
            self.save_checkpoint()
            raise
        if self.part_done < 1:
            self.save_checkpoint()
            return
        self._ema.copy_to(self._parameters)

    def step(self) -> tuple[float, float]:
        """One batch; returns its loss and that of the base alone."""
        plan = self._plan
        rise = min(1.0, (self.part_done + 1e-3) / plan.warm_up) if plan.warm_up else 1.0
        for group in self._optimizer.param_groups:
            group["lr"] = self._learning_rate * rise * 0.5 * (1 + math.cos(math.pi * self.part_done))
        rows = self.rows(self.steps)
        labels = self.maps(self.steps, self._draws.labels(rows))
        seen, target = self._draws.seen(rows, with_text=not self.arm.reads_prediction, labels=labels)
        with mixed_precision(self._draws.base.device):
            predicted = self.arm.velocity(seen)
        loss = (predicted.float() - target).pow(2).mean()
        if not torch.isfinite(loss):
            raise DivergedError(f"The loss of {self.arm.label} broke up after {self.examples} examples.")
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._ema.step(self._parameters)
        self.steps += 1
        return loss.item(), (seen.v - target).pow(2).mean().item()

    def rows(self, step: int) -> Rows:
        """The rows of step `step`: permutations of all rows, one after the other."""
        size, batch = len(self._draws), self._plan.batch
        first = step * batch
        passes = range(first // size, (first + batch - 1) // size + 1)
        order = np.concatenate([np.random.default_rng((self._seed, 1, one)).permutation(size) for one in passes])
        rows: Rows = np.sort(order[first - passes[0] * size :][:batch])
        return rows

    def maps(self, step: int, labels: Tensor) -> Tensor:
        """The maps of step `step`, with what is dropped and made unlabelled in it."""
        random = np.random.default_rng((self._seed, 2, step))
        labels = labels.clone()
        for index in np.flatnonzero(random.random(len(labels)) < self._plan.unlabel):
            left_out = torch.from_numpy(random.random(256) < random.random())
            labels[index][left_out[labels[index].long()]] = 0
        labels[torch.from_numpy(random.random(len(labels)) < self._plan.drop_map)] = 0
        return labels

    def save_checkpoint(self) -> None:
        """Write weights, averages and optimizer state to one safetensors file, atomically."""
        if self._file is None:
            return
        tensors: dict[str, Tensor] = {}
        for index, parameter in enumerate(self._parameters):
            tensors[f"weight.{index}"] = parameter.detach().contiguous()
            tensors[f"average.{index}"] = self._ema.shadow_params[index].contiguous()
            for key, name in (("exp_avg", "mean"), ("exp_avg_sq", "square")):
                if key in self._optimizer.state.get(parameter, {}):
                    tensors[f"{name}.{index}"] = self._optimizer.state[parameter][key].contiguous()
        record = {"steps": self.steps, "seconds": self.trained_seconds, "trace": self.trace}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        partial = self._file.with_suffix(".partial")
        save_file(tensors, partial, metadata={"fit": json.dumps(record)})
        partial.replace(self._file)

    def _resume(self, path: Path) -> None:
        try:
            with safe_open(path, framework="pt") as file:
                record = json.loads(file.metadata()["fit"])
            tensors = load_file(path, device=str(self._draws.base.device))
            with torch.no_grad():
                for index, parameter in enumerate(self._parameters):
                    parameter.copy_(tensors[f"weight.{index}"])
                    self._ema.shadow_params[index].copy_(tensors[f"average.{index}"])
                    if f"mean.{index}" in tensors:
                        self._optimizer.state[parameter] = {
                            "step": torch.tensor(float(record["steps"])),
                            "exp_avg": torch.empty_like(parameter).copy_(tensors[f"mean.{index}"]),
                            "exp_avg_sq": torch.empty_like(parameter).copy_(tensors[f"square.{index}"]),
                        }
        except (SafetensorError, OSError, KeyError, ValueError, TypeError, RuntimeError) as error:
            raise WeightsError(
                f"The training in {path.parent.name} cannot be taken up: {error}", "Delete this folder to begin again."
            ) from error
        self._ema.optimization_step = self.steps = int(record["steps"])
        self.trained_seconds = float(record["seconds"])
        self.trace = [(int(a), float(b), float(c)) for a, b, c in record["trace"]]


def _ratio(losses: list[tuple[float, float]]) -> float:
    own, base = np.mean(losses, axis=0)
    return float(own / base)
