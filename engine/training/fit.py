"""The one loop in which modules, and the rivals of a study, learn: optimiser, schedule, averages, checkpoint."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from diffusers.training_utils import EMAModel
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine import compute_threads
from engine.errors import DataError, EngineError, TrainingError, WeightsError
from engine.training.disk import writing
from engine.training.processes import ALONE, Processes
from engine.words import say

CHECKPOINT = "checkpoint.safetensors"
_CHECKPOINT_EVERY_S = 120.0
_OLD_RECORD = "fit"
"""What an earlier version called the record of a study's checkpoint."""

_Share = TypeVar("_Share")


class Fit(ABC, Generic[_Share]):
    """Trains some parameters; can be stopped at any batch and resumed from its checkpoint.

    AdamW, a learning rate that rises and then falls to zero along a half cosine, averaged weights. Several processes
    train as one would: each takes its share of a batch, and their gradients are added up.
    """

    def __init__(
        self,
        parameters: Sequence[nn.Parameter],
        *,
        learning_rate: float,
        warm_up: float,
        weight_decay: float,
        ema_decay: float,
        batch: int,
        folder: Path | None,
        processes: Processes = ALONE,
    ) -> None:
        """`warm_up` is the part in which the learning rate rises; `batch` counts the examples of a step.
        `folder` gets the checkpoint; without one nothing is kept."""
        self._parameters, self._processes, self._folder = list(parameters), processes, folder
        self._learning_rate, self._warm_up, self._batch = learning_rate, warm_up, batch
        processes.hand_out(self._parameters)
        self._optimizer = torch.optim.AdamW(
            self._parameters, lr=learning_rate, betas=(0.9, 0.99), weight_decay=weight_decay
        )
        self.ema = EMAModel(self._parameters, decay=ema_decay, use_ema_warmup=True, power=0.75)
        self.examples, self.seconds = 0, 0.0
        self._aside_s = 0.0
        """What looking at the network took: that is no training."""

    @property
    @abstractmethod
    def part_done(self) -> float:
        """0 to 1."""

    @abstractmethod
    def _losses(self, share: _Share) -> tuple[Tensor, Tensor]:
        """The loss of this process's share of a batch, and that of the base alone; sums over the processes are means
        over the batch."""

    def _record(self) -> dict[str, Any]:
        """What a checkpoint keeps beside its tensors, for JSON."""
        return {}

    def _recall(self, record: Mapping[str, Any]) -> None:
        """Take up what `_record` gave. Raises KeyError, TypeError, ValueError."""

    def fit(
        self,
        batches: Iterator[_Share],
        on_step: Callable[[float, float], None],
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Train to the end, or until `should_stop` in any process; all end at the same step. `on_step` gets the loss of
        a batch and that of the base alone.

        A checkpoint is written every two minutes, and when the training ends, is stopped or interrupted. Raises
        TrainingError where the loss is no number; the last checkpoint is then left as it is.
        """
        saved = started = time.monotonic() - self._aside_s
        before_s, failure = self.seconds, None
        try:
            while True:
                try:
                    share = next(batches)
                except EngineError as error:
                    failure = error
                self.seconds, stop = self._processes.agreed(self.seconds, failure is not None or should_stop())
                if stop or (done := self.part_done) >= 1:
                    break
                try:
                    losses = self._step(share, done)
                except TrainingError as error:
                    failure = error
                    break
                self.examples += self._batch
                now = time.monotonic() - self._aside_s
                self.seconds = before_s + now - started
                on_step(*losses)
                if now - saved > _CHECKPOINT_EVERY_S:
                    self.save_checkpoint()
                    saved = now
        finally:
            if not isinstance(failure, TrainingError):  # the last checkpoint is better than what is here
                self.save_checkpoint()
        with self._processes.together():
            if failure is not None:
                raise failure

    def _step(self, share: _Share, done: float) -> tuple[float, float]:
        compute_threads.adapt()
        rise = min(1.0, (done + 1e-3) / self._warm_up) if self._warm_up else 1.0
        for group in self._optimizer.param_groups:
            group["lr"] = self._learning_rate * rise * 0.5 * (1 + float(np.cos(np.pi * done)))
        loss, base_loss = self._losses(share)
        loss.backward()  # type: ignore[no-untyped-call]
        mean_loss, mean_base_loss = self._processes.add_up(self._parameters, loss.detach(), base_loss.detach())
        norm = nn.utils.clip_grad_norm_(self._parameters, 1.0)
        if not (np.isfinite(mean_loss) and bool(torch.isfinite(norm))):
            raise TrainingError(
                say(
                    "The training has come to a loss that is no number, after {examples} examples.",
                    examples=self.examples,
                ),
                say(
                    "Start it again with a lower --learning-rate: it goes on from its last checkpoint, if there is one."
                ),
            )
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self.ema.step(self._parameters)
        return mean_loss, mean_base_loss

    def save_checkpoint(self) -> None:
        """Write weights, averages and optimizer state to one safetensors file, atomically. The main process does.
        Raises DataError where there is no room."""
        if self._folder is None or not self._processes.is_main or not are_numbers(self._parameters):
            return
        tensors: dict[str, Tensor] = {}
        for index, parameter in enumerate(self._parameters):
            state = self._optimizer.state.get(parameter, {})
            tensors[f"weight.{index}"] = parameter.detach().contiguous()
            tensors[f"average.{index}"] = self.ema.shadow_params[index].contiguous()
            if state:
                tensors[f"mean.{index}"] = state["exp_avg"].contiguous()
                tensors[f"square.{index}"] = state["exp_avg_sq"].contiguous()
        record = {
            "examples": self.examples,
            "seconds": self.seconds,
            "steps": self.ema.optimization_step,
            **self._record(),
        }
        partial = self._folder / (CHECKPOINT + ".partial")
        try:
            with writing(self._folder):
                self._folder.mkdir(parents=True, exist_ok=True)
                save_file(tensors, partial, metadata={"training": json.dumps(record)})
                partial.replace(self._folder / CHECKPOINT)
        except DataError:
            partial.unlink(missing_ok=True)
            raise

    def _resume(self) -> None:
        """Take up what the folder holds from an earlier, interrupted training; of several processes the main one's.
        Raises WeightsError if it is damaged."""
        if (kept := self._processes.from_main(self._read_checkpoint)) is not None:
            self._take_up(*kept)

    def _read_checkpoint(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        if self._folder is None or not (self._folder / CHECKPOINT).is_file():
            return None
        path = self._folder / CHECKPOINT
        try:
            with safe_open(path, framework="pt") as file:
                told = file.metadata()
            return load_file(path), json.loads(told.get("training") or told[_OLD_RECORD])
        except (SafetensorError, OSError, AttributeError, KeyError, ValueError, TypeError) as error:
            raise self._unreadable(error) from error

    def _take_up(self, tensors: Mapping[str, Tensor], record: Mapping[str, Any]) -> None:
        try:
            with torch.no_grad():
                for index, parameter in enumerate(self._parameters):
                    parameter.copy_(tensors[f"weight.{index}"])
                    self.ema.shadow_params[index].copy_(tensors[f"average.{index}"])
                    if f"mean.{index}" in tensors:
                        self._optimizer.state[parameter] = {
                            "step": torch.tensor(float(record["steps"])),
                            "exp_avg": torch.empty_like(parameter).copy_(tensors[f"mean.{index}"]),
                            "exp_avg_sq": torch.empty_like(parameter).copy_(tensors[f"square.{index}"]),
                        }
            self.ema.optimization_step = int(record["steps"])
            self.examples = int(record.get("examples", self._batch * int(record["steps"])))
            self.seconds = float(record["seconds"])
            self._recall(record)
        except (KeyError, ValueError, TypeError, RuntimeError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> WeightsError:
        name = "" if self._folder is None else self._folder.name
        return WeightsError(
            say("The training in {folder} cannot be taken up: {error}", folder=name, error=error),
            say("Train into another folder, or delete this one to begin again."),
        )


def are_numbers(tensors: Iterable[Tensor]) -> bool:
    """Whether there is neither a NaN nor an infinity among them."""
    return all(bool(torch.isfinite(tensor).all()) for tensor in tensors)


def mixed_precision(device: torch.device) -> Any:
    """bfloat16 autocast where the device computes in it natively."""
    native = device.type == "cuda" or (device.type == "cpu" and torch.cpu._is_avx512_bf16_supported())
    return torch.autocast(device.type, torch.bfloat16) if native else nullcontext()
