"""What every learned control of a frozen base is: where it acts, what it reads, how it learns, how it paints."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

import torch
from torch import Tensor, nn

from engine.bases.base import BaseModel, Features
from engine.errors import EngineError, brief
from engine.installed.weights import read_json
from engine.layers.modality import Modality
from engine.request.types import GenerationRequest
from engine.words import say

ActsOn = Literal["prediction", "features", "weights", "tokens"]
"""Where an adapter acts: on what the base predicts, within its network, on its weights, or on what it reads."""


_BUILDS_NOTHING = ("sample_size",)
"""What a config says and no weights depend on."""


class UnfitError(EngineError):
    """An adapter cannot be built on this base; the text is the exact reason."""


@dataclass(frozen=True, kw_only=True)
class Acting:
    """An adapter at work in one run. `window` is the part of the steps, 0 (noise) to 1 (picture), in which it acts."""

    strength: float
    window: tuple[float, float] = (0.0, 1.0)

    def acts_at(self, index: int, steps: int) -> bool:
        """Whether step `index` (from 0) of `steps` lies in the window and the strength is not zero."""
        return self.strength != 0 and self.window[0] <= index / steps < self.window[1]


class ActingOnFeatures(Acting, ABC):
    """Adds to features within the base's network."""

    @abstractmethod
    def features(self, x_t: Tensor, timestep: Tensor | float, context: Tensor | None) -> Features:
        """What to add, for exactly what the network is called with: B is twice the pictures under text guidance."""


class ActingOnWeights(Acting, ABC):
    """Has the base's network compute with other weights."""

    @abstractmethod
    def patched(self, base: BaseModel) -> AbstractContextManager[None]:
        """Inside it the base predicts with them; afterwards it is what it was, bit for bit."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What an adapter may look at while it learns or is compared."""

    x_t: Tensor
    """(B, C, h, w) noisy latents."""
    t: Tensor
    """(B,) timesteps."""
    level: Tensor
    """How noisy they are, as the base's path knows it."""
    v: Tensor
    """(B, C, h, w): the frozen base's prediction as the common one. Empty for an adapter that does not read it."""
    context: Tensor | None
    """(B, tokens, width): the text that the base reads; None where it reads none."""
    occupied: Tensor
    """(B, 1 + K, H, W): the map as soft occupancy in [0, 1]; channel 0 is the unlabelled share."""
    condition: Tensor | None = None
    """What `Adapter.condition` made of the map, if that was done once for all steps."""
    scale: float = 1.0
    """The conditioning scale of the adapters that have one."""


class Adapter(ABC):
    """One learned control of a base, that of a study as that of a person.

    In a study the strength s of every adapter is guidance on the map: v = v0 + s (v1 - v0), v1 its prediction with the
    map and v0 without. For most v0 is the frozen base; `own_reference` says that it is the adapter's own network with
    the map dropped. For a module that reads the base's prediction this costs no pass; for the others each strength but
    1 costs a second one, and the report's times say so. How it paints, `prepare` says.
    """

    kind: ClassVar[str | None]
    """Its id among `engine.installed.kinds.ADAPTERS`; None for one that can be compared, but not installed."""
    acts_on: ClassVar[ActsOn]
    label: ClassVar[str]
    """How the report calls it."""
    reads_prediction: ClassVar[bool] = False
    """Whether it reads the base's v; then it learns from cached base outputs and its training never runs the base."""
    has_scale: ClassVar[bool] = False
    """Whether it has a conditioning scale beside the strength."""
    own_reference: ClassVar[bool] = False
    network: nn.Module
    modalities: Sequence[Modality]
    """The layers that it takes."""
    classes: Sequence[str]
    """Names of its label ids in order; the first is unlabelled."""

    @abstractmethod
    def __init__(self, base: BaseModel, classes: Sequence[str]) -> None:
        """Build it on `base`, untrained: there it predicts what the base predicts, exactly.

        `classes` names the label ids in order. Raises UnfitError where it cannot be built.
        """

    @classmethod
    def open(cls: type[_A], folder: Path, base: BaseModel, classes: Sequence[str]) -> _A:
        """The trained one in a folder, frozen, in the base's precision. Raises WeightsError, and ModuleMismatchError or
        UnfitError where it was made for a base of another shape."""
        raise NotImplementedError

    def prepare(
        self,
        maps: Mapping[str, Tensor],
        reach: Mapping[str, Sequence[float]],
        request: GenerationRequest,
        strength: float,
    ) -> Acting:
        """What it does in a run of `request`: `maps` (1, C, H, W) by modality at the picture's size, at least one;
        `reach` how strongly each of them counts."""
        raise NotImplementedError

    def parameters(self) -> list[nn.Parameter]:
        """What learns."""
        return [parameter for parameter in self.network.parameters() if parameter.requires_grad]

    def condition(self, occupied: Tensor) -> Tensor | None:
        """What can be computed from the map once a picture, not once a step; None where there is nothing."""
        return None

    @abstractmethod
    def velocity(self, seen: Seen) -> Tensor:
        """(B, C, h, w) float32: the common prediction of this adapter with the map, at strength 1."""

    def reference(self, seen: Seen) -> Tensor:
        """(B, C, h, w): the common prediction without the map."""
        if not self.own_reference:
            return seen.v
        empty = torch.zeros_like(seen.occupied)
        empty[:, 0] = 1
        return self.velocity(replace(seen, occupied=empty, condition=None))

    def for_painting(self, dtype: torch.dtype) -> None:
        """Freeze the network in the number format in which pictures are painted."""
        nn.Module.to(self.network.eval().requires_grad_(False), dtype)  # past a warning of diffusers that names nothing

    def weights(self) -> dict[str, Tensor]:
        """What a finished cell keeps: the tensors that learnt, by name."""
        return {name: value.detach() for name, value in self.network.named_parameters() if value.requires_grad}

    def load_weights(self, tensors: dict[str, Tensor]) -> None:
        """Take up what `weights` gave."""
        named = dict(self.network.named_parameters())
        with torch.no_grad():
            for name, tensor in tensors.items():
                named[name].copy_(tensor)


_A = TypeVar("_A", bound=Adapter)


def check_config(folder: Path, wanted: Mapping[str, Any], label: str) -> None:
    """Raise UnfitError unless the network of a folder is built as `wanted`, a config of diffusers: what is built is
    for the base to say, not for the file."""
    theirs = read_json(folder / "config.json")
    built = {key: value for key, value in wanted.items() if key not in _BUILDS_NOTHING and not key.startswith("_")}
    for key, value in json.loads(json.dumps(built)).items():
        if theirs.get(key, value) != value:
            text = say(
                "{label}: {key} is {found}, where it should be {wanted}.",
                label=label,
                key=key,
                found=brief(theirs[key], 60),
                wanted=brief(value, 60),
            )
            raise UnfitError(text)


def base_velocity(base: BaseModel, seen: Seen, prediction: Tensor) -> Tensor:
    """What the base's network said, as the float32 common prediction."""
    return base.path.common(prediction.float(), seen.x_t, seen.level)


def trainable(network: nn.Module, base: BaseModel) -> nn.Module:
    """`network` in float32 on the base's device, ready to learn."""
    network.float().train().requires_grad_(True)
    return network.to(base.device, memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]
