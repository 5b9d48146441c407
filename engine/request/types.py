"""What crosses the wall between the window and the engine. No torch, no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.request.kinds import read_only as read_only
from engine.request.latent_map import LatentMap
from engine.request.parts import MAX_SEED as MAX_SEED
from engine.request.parts import ROWS, Adapters, Base, Layers, Machine, Prompts, Sampling, Size
from engine.request.parts import Colours as Colours
from engine.request.parts import Ink as Ink
from engine.request.parts import LabelMap as LabelMap
from engine.words import Words, say

Picture = NDArray[np.uint8]
"""(H, W, 3) RGB."""

UNLABELLED = 0
_CLASSES_NAMED = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class GenerationRequest(Machine, Size, Sampling, Adapters, Prompts, Layers, Base):
    """Everything that decides a picture, made of its parts: what is not in them cannot change a run.

    A request is each of its parts, too: what needs the sampling alone asks for a `Sampling`. Arrays and tables are
    read-only copies.
    """

    def __post_init__(self) -> None:
        for each in ROWS.values():
            object.__setattr__(self, each.id, each.kind.held(getattr(self, each.id)))

    @property
    def modules(self) -> Mapping[str, float]:
        """Every module that paints and its strength, `module` first; none where the base paints alone."""
        others = {name: strength for name, strength in self.beside.items() if name != self.module}
        return {} if self.module is None else {self.module: self.strength, **others}


@dataclass(frozen=True, kw_only=True)
class RunId:
    """Names one run: `number` counts up from 1, `revision` is the drawing's revision that the run paints."""

    number: int
    revision: int = 0


@dataclass(frozen=True, kw_only=True)
class Loading:
    """Something slow comes before the first step: `what` is shown to the user, such as "Loading pocket base"."""

    run: RunId
    what: str


@dataclass(frozen=True, kw_only=True, eq=False)
class ModuleEffect:
    """What the module did in one step, on the base's latent grid. Arrays are read-only."""

    gamma: NDArray[np.float32]
    """(h, w): how much it scaled the base's prediction: the mean of |gamma| over the channels, strength included."""
    beta: NDArray[np.float32]
    """(h, w): how much it added, likewise."""
    latent: NDArray[np.float16]
    """(C, h, w): what the step predicts."""
    base_latent: NDArray[np.float16]
    """(C, h, w): what the base alone predicts in this step, from the same noise."""
    paint: LatentMap

    @property
    def image(self) -> Picture:
        """The picture that the step predicts; painted each time it is asked for, so that a run need not."""
        return self.paint(self.latent)

    @property
    def base_image(self) -> Picture:
        """The picture that the base alone predicts, likewise."""
        return self.paint(self.base_latent)

    @property
    def nbytes(self) -> int:
        """What the arrays take in memory."""
        return self.gamma.nbytes + self.beta.nbytes + self.latent.nbytes + self.base_latent.nbytes


@dataclass(frozen=True, kw_only=True, eq=False)
class StepPreview:
    """Step `step` of `steps` (counting from 1, over all stages) is done; it belongs to stage `stage` of `stages`.

    `image` is the predicted picture, read-only; None where the last preview is too recent to be worth another.
    """

    run: RunId
    step: int
    steps: int
    image: Picture | None
    seconds_left: float
    effect: ModuleEffect | None = None
    """None where no module acted."""
    stage: int = 1
    stages: int = 1
    attempt: int = 1
    """2 where the run began anew, after its numbers had broken up: its steps count from 1 again."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Finished:
    """The picture, and the request that made it."""

    run: RunId
    request: GenerationRequest
    image: Picture
    seconds: float
    provenance: Mapping[str, str]
    """Hashes and versions for the recipe: base_hash, module_hash, torch, diffusers, device, precision."""
    notes: tuple[str, ...] = ()
    """Sentences for the user on what was left out, such as words of the prompt that the base cannot read."""


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """The run was cancelled; there is no picture."""

    run: RunId


@dataclass(frozen=True, kw_only=True)
class Failed:
    """The run ended in an error: one plain sentence, what to do about it, and details to copy."""

    run: RunId
    text: str
    hint: str = ""
    details: str = ""


@dataclass(frozen=True, kw_only=True)
class ClassAgreement:
    """How far the picture shows one class where it was drawn."""

    pixels: int
    """Of the drawing that have the class."""
    recall: float
    """0 .. 1: the share of them where the picture shows the class, too."""
    iou: float
    """0 .. 1: the area where both have the class, over the area where either has it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Agreement:
    """How far a picture shows what was drawn, in the eyes of a segmenter. Counted in pixels of the drawing."""

    share: float
    """0 .. 1: of the pixels whose class the segmenter knows, those where the picture shows it."""
    classes: Mapping[int, ClassAgreement]
    """By the drawing's class ids; what is unlabelled or unknown to the segmenter is absent."""
    unknown: tuple[str, ...]
    """Names of the drawn classes that the segmenter does not know."""
    differs: NDArray[np.bool_]
    """(H, W) of the drawing, read-only: where the picture shows something else."""
    segmenter: str
    """What segmented the picture."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """Follows every `Finished`: the picture was compared with the drawing.

    There is no agreement where nothing can be compared, and where a newer request was more urgent.
    """

    run: RunId
    agreement: Agreement | None
    problem: str = ""
    """A sentence on why there is none, where something is wrong."""
    hint: str = ""


EngineEvent = Loading | StepPreview | Finished | Cancelled | Failed | Judged


def unknown_classes(module: str, classes: Sequence[str]) -> Words:
    """The note on classes of a drawing that a module was not trained for."""
    return say(
        "The module “{module}” does not know {classes}: the base painted freely there.",
        module=module,
        classes=", ".join(classes[:_CLASSES_NAMED]),
    )


def unheard_layer(module: str, layer: str) -> Words:
    """The note on a painted layer that a module does not hear; `layer` is its name within a sentence."""
    return say("The module “{module}” does not hear {layer}; choose one that does.", module=module, layer=layer)


UNKNOWN_CLASSES = unknown_classes("", ()).template
"""What every such note begins from, by which it is known."""
