"""Label maps as a condition: class ids at the drawing's size -> soft occupancy at the picture's size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import avg_pool2d

from engine.layers.modality import Heard, Modality, layout_biased
from engine.request.class_names import KnownClasses
from engine.request.types import UNLABELLED, GenerationRequest, LabelMap, Picture


def occupancy(labels: LabelMap, height: int, width: int, channels: int) -> NDArray[np.float32]:
    """(H, W) class ids -> (channels, height, width): the share of each output cell's area that each class covers.

    Exact area averaging in both directions, enlarging or reducing; the channels sum to 1 where every id is below
    `channels`. No pixel is ever picked: a river one pixel wide leaves its trace in the coarsest grid.
    """
    out = np.zeros((channels, height, width), dtype=np.float32)
    for class_id in np.flatnonzero(np.bincount(labels.ravel(), minlength=channels)[:channels]):
        mask = (labels == class_id).astype(np.float32)
        # One axis at a time: OpenCV's area mode is exact only where both axes shrink or both grow.
        mask = cv2.resize(mask, (width, labels.shape[0]), interpolation=cv2.INTER_AREA)
        out[class_id] = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
    return out


def match_classes(
    labels: LabelMap,
    names: Mapping[int, str],
    weights: Mapping[int, float],
    classes: Sequence[str],
    also: Mapping[int, str] | None = None,
) -> tuple[LabelMap, dict[int, float], list[str]]:
    """A drawing's ids -> the module's ids, matched by name, else by other names (see `KnownClasses`).

    `names` are the drawing's, `also` its other names, one a line, `classes` the module's, in order of its ids. A class
    of weight 0 becomes unlabelled; where two become one, the strength is that of the larger area.
    Returns the map in the module's ids, the weights by the module's ids, and the names of the painted classes that
    the module does not know: they become unlabelled too.
    """
    known = KnownClasses(classes)
    counts = np.bincount(labels.ravel(), minlength=256)
    largest: dict[int, int] = {}
    table = np.zeros(256, dtype=np.uint8)
    module_weights: dict[int, float] = {}
    unknown = []
    for drawn in np.flatnonzero(counts).tolist():
        weight = float(weights.get(drawn, 1.0))
        if drawn == UNLABELLED or weight == 0:
            continue
        name = names.get(drawn, f"id {drawn}")
        index = known.index(name, (also or {}).get(drawn, "").splitlines())
        if index == UNLABELLED:
            unknown.append(name)
            continue
        table[drawn] = index
        if counts[drawn] > largest.get(index, 0):
            largest[index] = int(counts[drawn])
            module_weights[index] = weight
    matched: LabelMap = table[labels]
    return matched, module_weights, unknown


class LabelMaps(Modality):
    """Which class is where. The maps are the occupancy of every class, unlabelled first."""

    id = "labels"
    reads_pictures = False
    reads_labels = True
    defaults: ClassVar[Mapping[str, Any]] = {"strength": 6.0, "window": [0.0, 1.0], "parallel": 0.0, "rescale": 0.0}
    """Found by comparing control, realism, lightness and colours over both: `tests/bench/bench_pictures.py`."""

    def channels(self, classes: int) -> int:
        """One for each class, unlabelled included."""
        return classes

    def grid_channels(self, classes: int, factor: int) -> int:
        """Presence, and every class but unlabelled."""
        return classes

    def channel_names(self, classes: Sequence[str]) -> list[str]:
        """The classes' own names; case and surrounding space do not count."""
        return ["unlabelled", *(f"class {name.strip().casefold()}" for name in classes[1:])]

    def grid_channel_names(self, classes: Sequence[str], factor: int) -> list[str]:
        """The same, presence in the place of unlabelled."""
        return self.channel_names(classes)

    def on_grid(self, maps: Tensor, factor: int) -> Tensor:
        """Presence, and the share of each cell that each class covers."""
        coarse = avg_pool2d(maps, factor)
        return torch.cat([1 - coarse[:, :1], coarse[:, 1:]], dim=1)

    def reach(self, classes: int) -> list[float]:
        """Every class counts as 1, unlabelled as 0."""
        return [0.0] + [1.0] * (classes - 1)

    def is_painted(self, request: GenerationRequest) -> bool:
        """Whether any pixel is labelled."""
        return bool(request.labels.any())

    def hear(self, request: GenerationRequest, classes: Sequence[str]) -> Heard:
        """The drawing's classes matched by name, each with its own strength."""
        labels, weights, unknown = match_classes(
            request.labels, request.classes, request.class_weights, classes, request.also
        )
        reach = self.reach(len(classes))
        for class_id, weight in weights.items():
            reach[class_id] = weight
        maps = occupancy(labels, request.height, request.width, len(classes)) if labels.any() else None
        return Heard(maps=maps, reach=reach, unknown=unknown)

    def maps(self, layers: Tensor, classes: int) -> Tensor:
        """Every pixel belongs to one class; channels last in memory, as the network wants them."""
        ids = torch.arange(classes, dtype=torch.uint8, device=layers.device)
        return (layers.unsqueeze(-1) == ids).float().permute(0, 3, 1, 2)

    def example(
        self, picture: Picture | None, labels: LabelMap, random: np.random.Generator, *, partial: bool
    ) -> NDArray[np.uint8]:
        """The label map; `partial` leaves every class out with a chance that is drawn first."""
        if not partial:
            return labels
        left_out = random.random(256) < random.random()
        return np.where(left_out[labels], UNLABELLED, labels).astype(np.uint8)

    def seen(self, layer: NDArray[np.uint8], colours: Sequence[tuple[int, int, int]]) -> NDArray[np.uint8]:
        """Every class in its colour."""
        table = np.zeros((256, 4), np.uint8)
        table[: len(colours)] = [(*rgb, 255) for rgb in colours]
        table[UNLABELLED] = 0
        return np.asarray(table[layer])

    def timesteps(self, s: NDArray[np.float64]) -> NDArray[np.float64]:
        """Noisy steps more often: there the layout is decided."""
        return layout_biased(s)
