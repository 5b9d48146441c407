"""A few held-out drawings, painted again and again while a module learns: the eye sees what no figure says.

One PNG: a column for each drawing; in it the drawing, what the base alone paints, what the module makes of it. Drawings
and noise are always the same, the text is empty.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from engine.adapters.modulation.modulation import Modulation
from engine.adapters.modulation.network import ModulationNetwork
from engine.bases.base import BaseModel
from engine.installed.registry import SAMPLES, ModuleClass
from engine.painting.preview import to_picture
from engine.request.types import Picture
from engine.sampling.sampler import sample
from engine.sampling.schedulers import initial_noise, make_scheduler
from engine.training.cached.cache import BaseOutputs
from engine.training.disk import writing
from engine.training.drawings import Drawings
from engine.training.plan import TrainingProgress
from engine.training.trainer import Trainer

FOLDER = "samples"
"""Of the grids that were painted so far, each under the number of examples that the module had seen."""
_MOST = 4
_STEPS = 12
_GAP_PX = 8
_GREY = 128
_PAPER = 232
_REST = 4
"""Times as long as a grid took to paint, nothing is painted after it."""


class Samples:
    """Paints grids into the folder of a training; the newest is `samples.png` there, too."""

    def __init__(
        self,
        base: BaseModel,
        network: ModulationNetwork,
        outputs: BaseOutputs,
        classes: Sequence[ModuleClass],
        folder: Path,
    ) -> None:
        """`outputs` are of the held-out pictures; of them some are taken that lie far apart."""
        self._base, self._folder = base, folder
        self._modalities = network.modalities
        self._colours = [entry.rgb for entry in classes]
        rows = np.unique(np.linspace(0, outputs.pictures - 1, _MOST).round().astype(int))
        layers = Drawings(network.modalities, outputs).held_out(rows)
        self._layers = {name: layer.to(base.device) for name, layer in layers.items()}
        self._drawings = [self._drawing({name: layer[i] for name, layer in layers.items()}) for i in range(len(rows))]
        self._alone: list[Picture] | None = None

    def every(
        self,
        minutes: float,
        trained: Callable[[TrainingProgress], None],
        trainer: Trainer,
        told: Callable[[Path], None],
        should_stop: Callable[[], bool],
    ) -> Callable[[TrainingProgress], None]:
        """What to call after each batch: it calls `trained`, and `told` with each new grid.

        A machine that needs long for one paints fewer. Painting ends early where `should_stop`.
        """
        due = time.monotonic() + 60 * minutes

        def painted(progress: TrainingProgress) -> None:
            nonlocal due
            trained(progress)
            began = time.monotonic()
            if began >= due:
                with trainer.averaging() as network:
                    path = self.paint(network, progress.examples, should_stop)
                if path is not None:
                    told(path)
                now = time.monotonic()
                due = now + max(60 * minutes, _REST * (now - began))

        return painted

    @torch.no_grad()
    def paint(
        self, network: ModulationNetwork, examples: int, should_stop: Callable[[], bool] = lambda: False
    ) -> Path | None:
        """Paint a grid and return its file; None where `should_stop`."""
        if self._alone is None:
            self._alone = self._pictures([], should_stop)
        maps = network.maps(self._layers)
        defaults = network.modalities[0].defaults
        modulation = Modulation(
            network=network,
            condition=network.encode(maps),
            weight=network.weight(maps),
            strength=defaults["strength"],
            window=tuple(defaults["window"]),
            parallel=defaults["parallel"],
            rescale=defaults["rescale"],
        )
        modulated = None if self._alone is None else self._pictures([modulation], should_stop)
        if self._alone is None or modulated is None:
            return None
        grid = _grid([self._drawings, self._alone, modulated])
        target = self._folder / FOLDER / f"{examples:012}.png"
        with writing(self._folder):
            target.parent.mkdir(parents=True, exist_ok=True)
            for path in (target, self._folder / SAMPLES):
                partial = path.with_suffix(".partial")
                grid.save(partial, "PNG")
                partial.replace(path)
        return target

    def _pictures(self, modulations: Sequence[Modulation], should_stop: Callable[[], bool]) -> list[Picture] | None:
        base, count = self._base, len(self._drawings)
        generators = [torch.Generator().manual_seed(index) for index in range(count)]
        cells = base.native_size // base.latent_factor
        latents: Tensor | None = None
        for step in sample(
            base,
            make_scheduler("dpm++", base.scheduler_config, _STEPS),
            initial_noise((base.latent_channels, cells, cells), generators),
            context=base.encode_prompts([""] * count),
            acting=modulations,
            generators=generators,
        ):
            if should_stop():
                return None
            latents = step.x_t
        assert latents is not None
        return [to_picture(picture.permute(1, 2, 0)) for picture in base.decode(latents)]

    def _drawing(self, layers: Mapping[str, Tensor]) -> Picture:
        """All layers over each other as a person sees them, the first at the bottom."""
        seen: NDArray[np.float32] | None = None
        for one in self._modalities:
            rgba = one.seen(layers[one.id].numpy(), self._colours).astype(np.float32)
            paper = np.full_like(rgba[..., :3], _PAPER) if seen is None else seen
            cover = rgba[..., 3:] / 255
            seen = paper + cover * (rgba[..., :3] - paper)
        assert seen is not None
        return np.asarray(seen.round().astype(np.uint8))


def _grid(rows: Sequence[Sequence[Picture]]) -> Image.Image:
    height, width = rows[-1][0].shape[:2]
    columns = len(rows[0])
    size = (columns * (width + _GAP_PX) + _GAP_PX, len(rows) * (height + _GAP_PX) + _GAP_PX)
    grid = Image.new("RGB", size, (_GREY,) * 3)
    for row, pictures in enumerate(rows):
        for column, picture in enumerate(pictures):
            at = (_GAP_PX + column * (width + _GAP_PX), _GAP_PX + row * (height + _GAP_PX))
            grid.paste(Image.fromarray(picture).resize((width, height), Image.Resampling.NEAREST), at)
    return grid
