"""Ink strokes as a condition: lines as a person draws them, none of them lost on the way to the latent grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import avg_pool2d, pixel_unshuffle

from engine.layers.ink_fitting import fit_ink
from engine.layers.ink_from_photo import partly_blank, random_ink
from engine.layers.modality import Heard, Modality
from engine.request.types import GenerationRequest, LabelMap, Picture


class Sketch(Modality):
    """Where lines are. The maps are presence, 1 everywhere as soon as there is a line, and ink from 0 to 1.

    Blank paper beside a line is part of the sketch: the module acts there too, and says little.
    """

    id = "sketch"
    defaults: ClassVar[Mapping[str, Any]] = {"strength": 7.0, "window": [0.0, 1.0], "parallel": 0.3, "rescale": 0.0}
    """Found by evaluating lines and realism over strength."""

    def channels(self, classes: int) -> int:
        """Presence and ink."""
        return 2

    def grid_channels(self, classes: int, factor: int) -> int:
        """Presence, and every pixel of a cell as a channel of its own."""
        return 1 + factor**2

    def on_grid(self, maps: Tensor, factor: int) -> Tensor:
        """Presence, and the ink from space to depth: nothing is averaged."""
        return torch.cat([avg_pool2d(maps[:, :1], factor), pixel_unshuffle(maps[:, 1:], factor)], dim=1)

    def reach(self, classes: int) -> list[float]:
        """Everywhere alike, on the lines and between them."""
        return [1.0, 0.0]

    def is_painted(self, request: GenerationRequest) -> bool:
        """Whether there is any ink."""
        return request.ink is not None and bool(request.ink.any())

    def hear(self, request: GenerationRequest, classes: Sequence[str]) -> Heard:
        """The ink at the picture's size."""
        if request.ink is None or not request.ink.any():
            return Heard(maps=None, reach=self.reach(len(classes)))
        ink = torch.from_numpy(fit_ink(request.ink, request.height, request.width))
        return Heard(maps=self.maps(ink[None], len(classes))[0].numpy(), reach=self.reach(len(classes)))

    def maps(self, layers: Tensor, classes: int) -> Tensor:
        """Presence is 1 for every layer that holds a line."""
        ink = layers.float().unsqueeze(1) / 255
        presence = (ink.amax((1, 2, 3), keepdim=True) > 0).float().expand_as(ink)
        return torch.cat([presence, ink], dim=1)

    def example(
        self, picture: Picture | None, labels: LabelMap, random: np.random.Generator, *, partial: bool
    ) -> NDArray[np.uint8]:
        """Lines drawn from the picture in a style that is drawn first; `partial` leaves parts of the paper blank."""
        if picture is None:
            raise ValueError("a sketch is made from a picture")
        return random_ink(picture, labels, random, partial=partial)

    def seen(self, layer: NDArray[np.uint8], colours: Sequence[tuple[int, int, int]]) -> NDArray[np.uint8]:
        """Black as far as the ink covers."""
        return np.dstack([np.zeros((*layer.shape, 3), np.uint8), layer])

    def partly(self, layer: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
        """The lines of some parts of the paper."""
        return partly_blank(layer, random)
