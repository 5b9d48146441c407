"""What the chosen modules hear of the drawing, and whether their pictures can be compared with it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app import settings as s
from app.choices import Choices
from canvas.layers import LayerName
from canvas.words import say
from engine.errors import EngineError
from engine.registry import MODALITIES
from engine.types import unheard_layer

LISTEN: Mapping[LayerName, str] = {"labels": "hear_labels", "ink": "hear_ink"}
"""Ids of the actions that let a module paint along which hears a layer."""
_MODALITY_OF: Mapping[LayerName, str] = {"labels": "labels", "ink": "sketch"}
_EVERYTHING = frozenset(choice.id for choice in MODALITIES)


@dataclass(frozen=True)
class _Facts:
    heard: frozenset[str]
    label: str
    can_segment: bool


class Hearing:
    """Reads what is installed once for each choice, and again after `forget`."""

    def __init__(self, choices: Choices, settings: s.Settings) -> None:
        self._choices, self._settings = choices, settings
        self._known: dict[tuple[str, ...], _Facts] = {}

    def forget(self) -> None:
        """Something else may be behind the same names now."""
        self._known.clear()

    @property
    def heard(self) -> frozenset[str]:
        """Ids of modalities; none where the base paints alone."""
        return self._facts().heard

    def hears(self, layer: LayerName) -> bool:
        """Whether the picture depends on this layer of the drawing."""
        return _MODALITY_OF[layer] in self.heard

    def unheard(self, layer: LayerName) -> str:
        """A sentence on a layer that has no part in the picture."""
        if not self._settings.get(s.MODULE):
            return say("The base paints alone, and hears no drawing; choose a module.")
        name = next(choice.layer for choice in MODALITIES if choice.id == _MODALITY_OF[layer])
        return unheard_layer(self._facts().label, name)

    def helper(self, layer: LayerName) -> str:
        """Id of an installed module for the chosen base that hears a layer; "" where the layer is heard, or by none."""
        if self.hears(layer):
            return ""
        try:
            modules = self._choices.modules()
        except EngineError:
            return ""
        return next((module.id for module in modules if _MODALITY_OF[layer] in module.modalities), "")

    def remedy(self, note: str) -> str:
        """Id of the action that does something about a note on a layer that is not heard; "" where none does."""
        return next((LISTEN[layer] for layer in LISTEN if note == self.unheard(layer) and self.helper(layer)), "")

    def listen(self, layer: LayerName) -> None:
        """Let a module that hears the layer paint along."""
        helper = self.helper(layer)
        if helper:
            self._choices.add(helper)

    @property
    def no_agreement(self) -> str:
        """Why no picture can be compared with its drawing now; "" where it can."""
        facts = self._facts()
        if not facts.can_segment:
            return say("The chosen base brings nothing that tells the classes in its pictures.")
        if self._settings.get(s.MODULE) and "labels" not in facts.heard:
            return say("The chosen module does not hear labels, so there is nothing to compare its pictures with.")
        return ""

    def _facts(self) -> _Facts:
        module = self._settings.get(s.MODULE)
        names = (module, *self._settings.get(s.BESIDE)) if module else ()
        key = self._settings.get(s.BASE), *names
        if key not in self._known:
            self._known = {key: self._read(names)}
        return self._known[key]

    def _read(self, names: tuple[str, ...]) -> _Facts:
        """What cannot be read is taken to hear everything: painting says what is wrong."""
        try:
            modules = {module.id: module for module in self._choices.painting()}
        except EngineError:
            modules = {}
        heard = (frozenset(modules[name].modalities) if name in modules else _EVERYTHING for name in names)
        label = " + ".join(modules[name].label if name in modules else name for name in names)
        return _Facts(frozenset().union(*heard), label, self._choices.segmenter() is not None)
