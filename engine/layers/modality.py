"""What every modality says of itself: a kind of drawing that a module can hear."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.errors import WeightsError
from engine.installed.registry import MODALITIES
from engine.request.types import GenerationRequest, LabelMap, Picture
from engine.words import say


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a modality takes from a request."""

    maps: NDArray[np.float32] | None
    """(C, H, W) at the picture's size; None where nothing is painted that it understands."""
    reach: Sequence[float]
    """How strongly the module acts where each map is 1."""
    unknown: Sequence[str] = ()
    """Names of painted classes that the module does not know."""


class Modality(ABC):
    """One kind of drawing, from a request's layer, or from a picture in training, to what the network reads.

    A *layer* is what a person paints, as uint8 at the picture's size: zero everywhere where nothing is painted. Its
    *maps* are (B, C, H, W) floats at the same size; from them follow what the network reads on the latent grid, and
    where, and how strongly, the module acts. `classes` is always the number of the module's classes, unlabelled
    included; a modality that knows no classes does not look at it.
    """

    id: ClassVar[str]
    layer_channels: ClassVar[tuple[int, ...]] = ()
    """Shape of a layer's pixel: () for (H, W), (4,) for (H, W, 4)."""
    reads_pictures: ClassVar[bool] = True
    """Whether `example` looks at the picture."""
    reads_labels: ClassVar[bool] = False
    """Whether `example` can do nothing without a label map."""

    defaults: ClassVar[Mapping[str, Any]] = {"strength": 2.0, "window": [0.0, 1.0], "parallel": 0.0, "rescale": 0.0}
    """What the program sets when a freshly trained module is chosen."""

    @abstractmethod
    def channels(self, classes: int) -> int:
        """How many maps there are."""

    @abstractmethod
    def grid_channels(self, classes: int, factor: int) -> int:
        """How many channels `on_grid` gives."""

    def channel_names(self, classes: Sequence[str]) -> list[str]:
        """What each map stands for, by the names of the module's classes: equal names are the same in two modules."""
        return [str(index) for index in range(self.channels(len(classes)))]

    def grid_channel_names(self, classes: Sequence[str], factor: int) -> list[str]:
        """The same for the channels that `on_grid` gives."""
        return [str(index) for index in range(self.grid_channels(len(classes), factor))]

    @abstractmethod
    def on_grid(self, maps: Tensor, factor: int) -> Tensor:
        """(B, C, H, W) maps -> (B, grid_channels, H / factor, W / factor); the first channel is the presence: the
        share of each cell that is spoken for."""

    @abstractmethod
    def reach(self, classes: int) -> list[float]:
        """How strongly the module acts where each of the C maps is 1; this is also their share in the presence."""

    @abstractmethod
    def is_painted(self, request: GenerationRequest) -> bool:
        """Whether the request holds anything in this modality's layer."""

    @abstractmethod
    def hear(self, request: GenerationRequest, classes: Sequence[str]) -> Heard:
        """What the request's layer says, at the picture's size; `classes` are the module's, in order of its ids."""

    @abstractmethod
    def maps(self, layers: Tensor, classes: int) -> Tensor:
        """(B, H, W, *layer_channels) uint8 layers -> (B, C, H, W) float32 maps."""

    @abstractmethod
    def example(
        self, picture: Picture | None, labels: LabelMap, random: np.random.Generator, *, partial: bool
    ) -> NDArray[np.uint8]:
        """A layer that a person could have painted for this picture, of the label map's size.

        The same for the same `random`. With `partial` some of it is left unpainted. `picture` is None only where
        `reads_pictures` is False; `labels` is all unlabelled where the data have none.
        """

    @abstractmethod
    def seen(self, layer: NDArray[np.uint8], colours: Sequence[tuple[int, int, int]]) -> NDArray[np.uint8]:
        """A layer as a person sees it: (H, W, 4) RGBA, clear where nothing is painted; `colours` are the classes'."""

    def partly(self, layer: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
        """A layer that a person painted, some of it left out as in a partial example."""
        return layer

    def timesteps(self, s: NDArray[np.float64]) -> NDArray[np.float64]:
        """The density of the noise level s = t / T in training, on [0, 1)."""
        return np.ones_like(s)


def layout_biased(s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half uniform, half t = (1 - u^3) T (T2I-Adapter, arXiv 2302.08453): noisy steps, where layout is decided."""
    return 0.5 + 0.5 / 3 * np.maximum(1 - s, 1e-6) ** (-2 / 3)


def open_modality(name: str) -> Modality:
    """The modality with id `name`. Raises WeightsError if this version has none."""
    for choice in MODALITIES:
        if choice.id == name:
            module, _, kind = choice.path.partition(":")
            return cast(Modality, getattr(import_module(module), kind)())
    raise WeightsError(
        say("The module hears “{name}”, which this version does not know.", name=name),
        say("Update the program, or choose another module."),
    )


def spatial_weight(maps: Tensor, reach: Sequence[float]) -> Tensor:
    """(B, C, h, w) maps on the latent grid -> (B, 1, h, w): the strength of each cell, linear in the maps."""
    table = torch.tensor(reach, dtype=torch.float32, device=maps.device)
    return torch.einsum("bkhw,k->bhw", maps, table).unsqueeze(1)
