"""Training a modulation network from cached base outputs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from torch import Tensor
from torch.nn.functional import mse_loss

from engine.adapters.modulation.network import ModulationNetwork
from engine.bases.noise_path import NoisePath
from engine.training.batches import Batches, Share
from engine.training.cached.cache import BaseOutputs, Batch
from engine.training.fit import Fit, mixed_precision
from engine.training.plan import TrainingOptions, TrainingProgress
from engine.training.processes import ALONE, Processes


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


class Trainer(Fit[Share]):
    """Trains one network from the cache of base outputs."""

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
        super().__init__(
            list(network.parameters()),
            learning_rate=options.learning_rate,
            warm_up=options.warm_up,
            weight_decay=options.weight_decay,
            ema_decay=options.ema_decay,
            batch=options.batch,
            folder=folder,
            processes=processes,
        )
        self.options = options
        self.network = network.train()
        self._path = path
        self._batches = Batches(outputs, network.modalities, options, processes)
        self._device = next(network.parameters()).device
        self.origin = None if origin is None else dict(origin)
        self._resume()

    def run(
        self, on_progress: Callable[[TrainingProgress], None], should_stop: Callable[[], bool] = lambda: False
    ) -> None:
        """Train to the end of the options, or until `should_stop` in any process; see `Fit.fit`."""
        mean, base_mean = 0.0, 0.0
        before_s, before_n = self.seconds, self.examples

        def told(loss: float, base_loss: float) -> None:
            nonlocal mean, base_mean
            seen = self.examples - self.options.batch - before_n
            decay = min(0.995, seen / (seen + self.options.batch))
            mean, base_mean = decay * mean + (1 - decay) * loss, decay * base_mean + (1 - decay) * base_loss
            rate = (self.examples - before_n) / max(self.seconds - before_s, 1e-6)
            part = self.part_done
            left = (self.seconds - before_s) / max(part - self._part(before_n, before_s), 1e-6) * (1 - part)
            on_progress(TrainingProgress(self.examples, mean, mean / max(base_mean, 1e-9), rate, left, part))

        self.fit(self._batches.after(self.examples), told, should_stop)

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

    @property
    def part_done(self) -> float:
        """0 to 1, of the examples or of the minutes, whichever is further."""
        return self._part(self.examples, self.seconds)

    def _part(self, examples: int, seconds: float) -> float:
        return min(1.0, max(examples / self.options.examples, seconds / 60 / self.options.minutes))

    def _losses(self, share: Share) -> tuple[Tensor, Tensor]:
        batch = Batch(*(part.to(self._device) for part in share.batch))
        layers = {name: layer.to(self._device) for name, layer in share.layers.items()}
        with mixed_precision(self._device):
            loss, base_loss, _ = modulation_loss(self.network, batch, layers, self._path)
        return loss * share.part, base_loss.detach() * share.part

    def _record(self) -> dict[str, Any]:
        return {"options": asdict(self.options), "began_from": self.origin}

    def _recall(self, record: Mapping[str, Any]) -> None:
        self.origin = record.get("began_from")
