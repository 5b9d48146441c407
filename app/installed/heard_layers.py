"""What the chosen modules hear of the drawing, and whether their pictures can be compared with it. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.installed.choices import Choices, modules_that_paint
from app.settings import table as s
from canvas.layers import KINDS, LayerName
from canvas.words import say
from engine.errors import EngineError
from engine.installed.registry import MODALITIES, ModuleInfo
from engine.request.class_names import UNKNOWN, KnownClasses
from engine.request.types import unheard_layer

LISTEN: Mapping[LayerName, str] = {"labels": "hear_labels", "ink": "hear_ink", "colours": "hear_colours"}
"""Ids of the actions that let a module paint along which hears a layer."""
_MODALITY_OF: Mapping[LayerName, str] = {"labels": "labels", "ink": "sketch", "colours": "colours"}
_EVERYTHING = frozenset(choice.id for choice in MODALITIES)


@dataclass(frozen=True)
class _Facts:
    heard: frozenset[str]
    label: str
    can_segment: bool
    classes: KnownClasses | None
    """That some module hears; None where that is not known, and where labels are not heard."""
    helpers: Mapping[LayerName, ModuleInfo]
    """By the layers that are not heard, where an installed module for the base hears them."""


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

    def unknown(self, layer: LayerName) -> str:
        """Why nothing that is installed for the base would hear a layer; "" where something does."""
        if self.hears(layer) or self.can_listen(layer):
            return ""
        return say(
            "No module for this base hears {layer}. Window, Training makes one from photos.", layer=KINDS[layer].label
        )

    def hears_class(self, name: str, also: Iterable[str] = ()) -> bool:
        """Whether a module that paints knows a class of this name, or of one of its other names.

        Where labels are not heard at all, no class is to blame.
        """
        known = self._facts().classes
        return known is None or known.index(name, also) != UNKNOWN

    def unheard(self, layer: LayerName) -> str:
        """A sentence on a layer that has no part in the picture."""
        if not self._settings.get(s.MODULE):
            return say("The base paints alone, and hears no drawing; choose a module.")
        name = next(choice.layer for choice in MODALITIES if choice.id == _MODALITY_OF[layer])
        return unheard_layer(self._facts().label, name)

    def can_listen(self, layer: LayerName) -> bool:
        """Whether there is a module for a layer that none hears yet."""
        return layer in self._facts().helpers

    def listen(self, layer: LayerName) -> None:
        """Let a module that hears the layer paint along, where there is one."""
        helper = self._facts().helpers.get(layer)
        if helper is not None:
            self._choices.add(helper)

    def remedy(self, note: str) -> str:
        """Id of the action that does something about a note on a layer that is not heard; "" where none does."""
        return next((LISTEN[layer] for layer in self._facts().helpers if note == self.unheard(layer)), "")

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
        names = modules_that_paint(self._settings)
        key = self._settings.get(s.BASE), *names
        if key not in self._known:
            self._known = {key: self._read(names)}
        return self._known[key]

    def _read(self, names: tuple[str, ...]) -> _Facts:
        """What cannot be read is taken to hear everything: painting says what is wrong."""
        try:
            modules = {module.id: module for module in self._choices.painting()}
            installed = self._choices.modules()
        except EngineError:
            modules, installed = {}, ()
        parts = (frozenset(modules[name].modalities) if name in modules else _EVERYTHING for name in names)
        heard: frozenset[str] = frozenset().union(*parts)
        listening = [module for module in modules.values() if "labels" in module.modalities]
        known = ["", *(entry.name for module in listening for entry in module.classes if entry.id)]
        classes = KnownClasses(known) if listening and all(name in modules for name in names) else None
        label = " + ".join(modules[name].label if name in modules else name for name in names)
        helpers = {
            layer: next((module for module in installed if modality in module.modalities), None)
            for layer, modality in _MODALITY_OF.items()
            if modality not in heard
        }
        found = {layer: module for layer, module in helpers.items() if module is not None}
        return _Facts(heard, label, self._choices.segmenter() is not None, classes, found)
