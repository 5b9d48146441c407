"""What is listed of bases, modules and samplers, and the tables of what there is to choose. No torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from engine.installed.sizes import ModuleSize
from engine.request.types import GenerationRequest
from engine.words import Words, say

MANIFEST = "sinopia.json"
"""The file beside a base's or module's weights that says how the program shows it."""

SAMPLES = "samples.png"
"""The file beside a module's weights with what it painted when its training ended."""


@dataclass(frozen=True)
class ModalityChoice:
    """A kind of drawing that a module can hear: `layer` is its name within a sentence, `path` its "module:class"."""

    id: str
    label: Words
    layer: Words
    path: str


MODALITIES = (
    ModalityChoice("labels", say("Label map"), say("labels"), "engine.layers.label_maps:LabelMaps"),
    ModalityChoice("sketch", say("Sketch"), say("ink"), "engine.layers.sketch:Sketch"),
    ModalityChoice("colours", say("Colour strokes"), say("colours"), "engine.layers.colours:ColourStrokes"),
)


@dataclass(frozen=True)
class AdapterKind:
    """A kind of learned control; `path` is its "module:class". Modules without a word on it are of the first kind."""

    id: str
    label: Words
    acts_on: Literal["prediction", "features", "weights", "tokens"]
    path: str


ADAPTERS = (
    AdapterKind("modulation", say("Modulation"), "prediction", "engine.adapters.modulation.adapter:Modulated"),
    AdapterKind("controlnet", say("ControlNet"), "features", "engine.adapters.controlnet:ControlNet"),
    AdapterKind("fine-tuning", say("Fine-tuning"), "weights", "engine.adapters.fine_tuning:FineTuning"),
)


@dataclass(frozen=True)
class ModuleClass:
    """A class of a module: id 1..255, name, colour; id 0 is unlabelled."""

    id: int
    name: str
    rgb: tuple[int, int, int]


@dataclass(frozen=True)
class SegmenterInfo:
    """What tells the classes in the pictures of a base or module: an ONNX file, and its classes in order."""

    path: Path
    classes: tuple[str, ...]


@dataclass(frozen=True)
class BaseInfo:
    """A frozen base as the panels show it. `sizes` are sides in pixels; `words` groups what its text encoder knows."""

    id: str
    label: str
    path: Path
    sizes: tuple[int, ...]
    default_size: int
    words: Mapping[str, tuple[str, ...]]
    defaults: Mapping[str, Any]
    segmenter: SegmenterInfo | None = None
    step_px: int = 8
    """What the sides of a picture are multiples of: a latent cell."""
    default_module: str = ""
    """Id of the module that it paints with until another one is chosen; "" leaves it to the order of the list."""


@dataclass(frozen=True)
class ModuleInfo:
    """A module as the panels show it. `base` is the id of the base that it was trained on."""

    id: str
    label: str
    path: Path
    base: str
    modalities: tuple[str, ...]
    """Ids of what it hears, of `MODALITIES`."""
    classes: tuple[ModuleClass, ...]
    defaults: Mapping[str, Any]
    segmenter: SegmenterInfo | None = None
    """Where it is another one than the base's."""
    size: ModuleSize | None = None
    """None where it is built otherwise."""
    kind: str = ADAPTERS[0].id
    """Id of what it is, of `ADAPTERS`."""
    licence: str = ""
    """What its manifest says on who may use it."""

    @property
    def strength(self) -> float:
        """The one that it suggests."""
        return float(self.defaults.get("strength", GenerationRequest.strength))
