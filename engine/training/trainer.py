"""Training a modulation network from cached base outputs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from diffusers.training_utils import EMAModel
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn.functional import mse_loss

from engine import compute_threads
from engine.adapters.modulation.network import ModulationNetwork
from engine.bases.noise_path import NoisePath
from engine.errors import DataError, EngineError, TrainingError, WeightsError
from engine.training.batches import Batches, Share
from engine.training.cached.cache import BaseOutputs, Batch
from engine.training.disk import writing
from engine.training.plan import TrainingOptions, TrainingProgress
from engine.training.processes import ALONE, Processes
from engine.words import say

CHECKPOINT = "checkpoint.safetensors"
_CHECKPOINT_EVERY_S = 120.0


def modulation_loss(
    network: ModulationNetwork, batch: Batch, layers: Mapping[str, Tensor], path: NoisePath
) -> tuple[Tensor, Tensor, Tensor]:
    """The plain v loss of the modulated base and of the base alone, and the loss of every example.

    v' = v + w (gamma v + beta), w the painted share of each latent cell: where nothing is painted the base is left
    alone in training as in sampling, so no gradient comes from there. METHOD: plain v keeps its weight where layout
    is decided; min-SNR weighting would leave a tenth of it there.
    """
    maps = network.maps(layers)
    x0 = path.x0_of_common(batch.v, batch.x_t, path.level(batch.t))
    gamma, beta = network(batch.x_t, batch.v, x0, batch.t, network.encode(maps))
    modulated = batch.v + network.weight(maps) * (gamma * batch.v + beta)
    per_example = (modulated - batch.target).pow(2).mean((1, 2, 3))
    return per_example.mean(), mse_loss(batch.v, batch.target), per_example


class Trainer:
    """Trains one network; can be stopped at any batch and resumed from its checkpoint.

    Several processes train as one would: each takes its share of a batch, and their gradients are added up.
    """

    def __init__(
        self,
        network: ModulationNetwork,
        outputs: BaseOutputs,
        path: NoisePath,
        options: TrainingOptions,
        folder: Path,
        origin: Mapping[str, Any] | None = None,
        processes: Processes = ALONE,
    ) -> None:
        """`folder` gets the checkpoint; what it holds from an earlier, interrupted training is taken up. Of several
        processes the main one's folder, and the weights that its network has, are everybody's.

        `origin` is the module that `network` begins with, for its card.
        """
        self.options = options
        self.network = network.train()
        self._path, self._folder, self._processes = path, folder, processes
        self._batches = Batches(outputs, network.modalities, options, processes)
        self._device = next(network.parameters()).device
        self._parameters = list(network.parameters())
        processes.hand_out(self._parameters)
        self._optimizer = torch.optim.AdamW(
            self._parameters, lr=options.learning_rate, betas=(0.9, 0.99), weight_decay=options.weight_decay
        )
        self.ema = EMAModel(self._parameters, decay=options.ema_decay, use_ema_warmup=True, power=0.75)
        self.examples, self.seconds = 0, 0.0
        self._aside_s = 0.0
        """What `averaging` took: looking at the module is no training."""
        self.origin = None if origin is None else dict(origin)
        if (kept := processes.from_main(self._read_checkpoint)) is not None:
            self._take_up(*kept)

    def run(
        self, on_progress: Callable[[TrainingProgress], None], should_stop: Callable[[], bool] = lambda: False
    ) -> None:
        """Train to the end of the options, or until `should_stop` in any process; all end at the same step.

        A checkpoint is written every two minutes, and when the training ends, is stopped or interrupted.
        """
        mean, base_mean = 0.0, 0.0
        saved = started = time.monotonic() - self._aside_s
        before_s, before_n = self.seconds, self.examples
        batches, failure = self._batches.after(self.examples), None
        try:
            while True:
                try:
                    share = next(batches)
                except EngineError as error:
                    failure = error
                self.seconds, stop = self._processes.agreed(self.seconds, failure is not None or should_stop())
                if stop or (done := self._part_done()) >= 1:
                    break
                try:
                    loss, base_loss = self._step(share, done)
                except TrainingError as error:
                    failure = error
                    break
                seen = self.examples - before_n
                decay = min(0.995, seen / (seen + self.options.batch))
                mean, base_mean = decay * mean + (1 - decay) * loss, decay * base_mean + (1 - decay) * base_loss
                self.examples += self.options.batch
                now = time.monotonic() - self._aside_s
                self.seconds = before_s + now - started
                rate = (self.examples - before_n) / max(now - started, 1e-6)
                part = self._part_done()
                left = (self.seconds - before_s) / max(part - self._part(before_n, before_s), 1e-6) * (1 - part)
                on_progress(TrainingProgress(self.examples, mean, mean / max(base_mean, 1e-9), rate, left, part))
                if now - saved > _CHECKPOINT_EVERY_S:
                    self.save_checkpoint()
                    saved = now
        finally:
            if not isinstance(failure, TrainingError):  # the last checkpoint is better than what is here
                self.save_checkpoint()
        with self._processes.together():
            if failure is not None:
                raise failure

    def averaged(self) -> ModulationNetwork:
        """The network with its exponentially averaged weights, ready for use."""
        self.ema.copy_to(self._parameters)
        return cast(ModulationNetwork, self.network.eval())

    @contextmanager
    def averaging(self) -> Iterator[ModulationNetwork]:
        """The network with its averaged weights for a while, which does not count as training time; training goes on
        with its own afterwards."""
        began = time.monotonic()
        self.ema.store(self._parameters)
        try:
            yield self.averaged()
        finally:
            self.ema.restore(self._parameters)
            self.network.train()
            self._aside_s += time.monotonic() - began

    def save_checkpoint(self) -> None:
        """Write weights, averages and optimizer state to one safetensors file, atomically. The main process does.
        Raises DataError where there is no room."""
        if not self._processes.is_main or not are_numbers(self._parameters):
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
            "options": asdict(self.options),
            "began_from": self.origin,
        }
        partial = self._folder / (CHECKPOINT + ".partial")
        try:
            with writing(self._folder):
                save_file(tensors, partial, metadata={"training": json.dumps(record)})
                partial.replace(self._folder / CHECKPOINT)
        except DataError:
            partial.unlink(missing_ok=True)
            raise

    def _read_checkpoint(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        path = self._folder / CHECKPOINT
        if not path.is_file():
            return None
        try:
            with safe_open(path, framework="pt") as file:
                record = json.loads(file.metadata()["training"])
            return load_file(path), record
        except (SafetensorError, OSError, KeyError, ValueError, TypeError) as error:
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
                            "exp_avg": tensors[f"mean.{index}"].to(self._device),
                            "exp_avg_sq": tensors[f"square.{index}"].to(self._device),
                        }
            self.ema.optimization_step = int(record["steps"])
            self.origin = record.get("began_from")
            self.examples, self.seconds = int(record["examples"]), float(record["seconds"])
        except (KeyError, ValueError, TypeError, RuntimeError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> WeightsError:
        return WeightsError(
            say("The training in {folder} cannot be taken up: {error}", folder=self._folder.name, error=error),
            say("Train into another folder, or delete this one to begin again."),
        )

    def _step(self, share: Share, done: float) -> tuple[float, float]:
        compute_threads.adapt()
        options = self.options
        rise = min(1.0, (done + 1e-3) / options.warm_up) if options.warm_up else 1.0
        for group in self._optimizer.param_groups:
            group["lr"] = options.learning_rate * rise * 0.5 * (1 + float(np.cos(np.pi * done)))
        batch = Batch(*(part.to(self._device) for part in share.batch))
        layers = {name: layer.to(self._device) for name, layer in share.layers.items()}
        with mixed_precision(self._device):
            loss, base_loss, _ = modulation_loss(self.network, batch, layers, self._path)
        loss = loss * share.part
        loss.backward()  # type: ignore[no-untyped-call]
        mean_loss, mean_base_loss = self._processes.add_up(
            self._parameters, loss.detach(), base_loss.detach() * share.part
        )
        norm = torch.nn.utils.clip_grad_norm_(self._parameters, 1.0)
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

    def _part_done(self) -> float:
        return self._part(self.examples, self.seconds)

    def _part(self, examples: int, seconds: float) -> float:
        return min(1.0, max(examples / self.options.examples, seconds / 60 / self.options.minutes))


def are_numbers(tensors: Iterable[Tensor]) -> bool:
    """Whether there is neither a NaN nor an infinity among them."""
    return all(bool(torch.isfinite(tensor).all()) for tensor in tensors)


def mixed_precision(device: torch.device) -> Any:
    """bfloat16 autocast where the device computes in it natively."""
    native = device.type == "cuda" or (device.type == "cpu" and torch.cpu._is_avx512_bf16_supported())
    return torch.autocast(device.type, torch.bfloat16) if native else nullcontext()
