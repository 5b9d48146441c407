"""What the chosen module hears of the drawing, and whether its pictures can be compared with it. No Qt."""

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
        self._known: dict[tuple[str, str], _Facts] = {}

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
        key = self._settings.get(s.BASE), self._settings.get(s.MODULE)
        if key not in self._known:
            self._known = {key: self._read(key[1])}
        return self._known[key]

    def _read(self, chosen: str) -> _Facts:
        """What cannot be read is taken to hear everything: painting says what is wrong."""
        try:
            module = self._choices.module()
        except EngineError:
            module = None
        heard = frozenset() if not chosen else _EVERYTHING if module is None else frozenset(module.modalities)
        label = chosen if module is None else module.label
        return _Facts(heard, label, self._choices.segmenter() is not None)
