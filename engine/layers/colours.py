"""Colour strokes as a condition: paint with colours, and the module keeps to them roughly."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import avg_pool2d

from engine.layers.modality import Heard, Modality, layout_biased
from engine.request.types import Colours, GenerationRequest, LabelMap, Picture


def fit_colours(colours: Colours, height: int, width: int) -> Colours:
    """(H, W, 4) RGBA -> (height, width, 4): reduced by area, enlarged smoothly, each colour as far as it covers."""
    alpha = colours[..., 3:].astype(np.float32) / 255
    premultiplied = np.concatenate([colours[..., :3] * alpha, alpha], axis=2)
    for size in ((width, colours.shape[0]), (width, height)):
        shrinks = size[0] < premultiplied.shape[1] or size[1] < premultiplied.shape[0]
        way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        premultiplied = cv2.resize(premultiplied, size, interpolation=way)
    alpha = premultiplied[..., 3:]
    rgb = np.divide(premultiplied[..., :3], alpha, out=np.zeros_like(premultiplied[..., :3]), where=alpha > 0)
    fitted: Colours = np.rint(np.concatenate([rgb, 255 * alpha], axis=2)).clip(0, 255).astype(np.uint8)
    return fitted


def random_colours(picture: Picture, random: np.random.Generator, *, partial: bool) -> Colours:
    """(H, W, 3) -> (H, W, 4): the picture as a person would block it in with a few colours and a broad brush.

    Blurred, reduced to few colours that are a little off, the borders wavy. With `partial` only patches are painted.
    """
    height, width = picture.shape[:2]
    unit = min(height, width) / 128
    soft = cv2.GaussianBlur(picture, (0, 0), random.uniform(2.0, 8.0) * unit)
    rgb = _few_colours(soft, random.uniform(20, 60), random) + random.normal(0, 6, 3)
    reach = (random.standard_normal((6, 6, 2)) * random.uniform(0, 3) * unit).astype(np.float32)
    waves = cv2.resize(reach, (width, height), interpolation=cv2.INTER_CUBIC)
    at = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=2).astype(np.float32) + waves
    rgb = cv2.remap(rgb.clip(0, 255).astype(np.uint8), at, None, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    alpha = np.full((height, width), 255, dtype=np.uint8)
    if partial:
        cells = int(random.integers(2, 9))
        clouds = cv2.resize(random.random((cells, cells)), (width, height), interpolation=cv2.INTER_CUBIC)
        alpha[clouds > random.uniform(0.2, 0.8)] = 0
    return np.dstack([np.where(alpha[..., None] > 0, rgb, 0), alpha]).astype(np.uint8)


def _few_colours(picture: Picture, step: float, random: np.random.Generator) -> NDArray[np.float64]:
    """Pixels in the same step of lightness and of the two colour differences all get their mean colour."""
    bins = (cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb) + random.uniform(0, step, 3)) // (step * np.array([1, 0.7, 0.7]))
    number = np.ravel_multi_index(
        tuple(bins.astype(np.int64).reshape(-1, 3).T), tuple(bins.max((0, 1)).astype(int) + 1)
    )
    counts = np.maximum(np.bincount(number), 1)
    means = np.stack([np.bincount(number, channel) / counts for channel in picture.reshape(-1, 3).T], axis=1)
    few: NDArray[np.float64] = means[number].reshape(picture.shape)
    return few


class ColourStrokes(Modality):
    """Which colour is where. The maps are how far paint covers, and red, green and blue from -1 to 1 as far as it
    does."""

    id = "colours"
    layer_channels = (4,)

    def channels(self, classes: int) -> int:
        """Cover and three colours."""
        return 4

    def grid_channels(self, classes: int, factor: int) -> int:
        """Presence and three colours."""
        return 4

    def on_grid(self, maps: Tensor, factor: int) -> Tensor:
        """The mean of each cell: the colours are meant roughly."""
        return avg_pool2d(maps, factor)

    def reach(self, classes: int) -> list[float]:
        """Where there is paint; where there is none the base paints freely."""
        return [1.0, 0.0, 0.0, 0.0]

    def is_painted(self, request: GenerationRequest) -> bool:
        """Whether there is any paint."""
        return request.colours is not None and bool(request.colours[..., 3].any())

    def hear(self, request: GenerationRequest, classes: Sequence[str]) -> Heard:
        """The paint at the picture's size."""
        if request.colours is None or not request.colours[..., 3].any():
            return Heard(maps=None, reach=self.reach(len(classes)))
        layer = torch.from_numpy(fit_colours(request.colours, request.height, request.width))
        return Heard(maps=self.maps(layer[None], len(classes))[0].numpy(), reach=self.reach(len(classes)))

    def maps(self, layers: Tensor, classes: int) -> Tensor:
        """Unpainted pixels are 0 in every map, so that no colour stands for nothing."""
        values = layers.permute(0, 3, 1, 2).float()
        cover = values[:, 3:] / 255
        return torch.cat([cover, (values[:, :3] / 127.5 - 1) * cover], dim=1)

    def example(
        self, picture: Picture | None, labels: LabelMap, random: np.random.Generator, *, partial: bool
    ) -> NDArray[np.uint8]:
        """The picture blocked in with a few colours."""
        if picture is None:
            raise ValueError("colour strokes are made from a picture")
        return random_colours(picture, random, partial=partial)

    def seen(self, layer: NDArray[np.uint8], colours: Sequence[tuple[int, int, int]]) -> NDArray[np.uint8]:
        """The paint itself."""
        return layer

    def timesteps(self, s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Noisy steps more often: there the large areas of colour are decided."""
        return layout_biased(s)
