"""Keeps base, module and picture size in step with what is installed. No Qt, no torch.

Settings name bases and modules by their ids. A name that is not installed is never taken for a folder: it may come from
a file of a stranger.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from app.installed.catalogue import Catalogue
from app.settings import table as s
from canvas.words import say
from engine.errors import EngineError
from engine.installed.manifest import SUGGESTED
from engine.installed.registry import BaseInfo, Installed, ModuleInfo, SegmenterInfo, default_module
from engine.installed.samplers import SAMPLERS

log = logging.getLogger(__name__)

_OF_SIZE: Mapping[str, s.Setting[Any]] = {"step_px": s.SIZE_STEP_PX, "size_px": s.SIZE_PX}
_OF_REQUEST: Mapping[str, s.Setting[Any]] = {key: s.OF_REQUEST[key] for key in SUGGESTED}


def suggestions(base: BaseInfo | None, module: ModuleInfo | None) -> dict[str, Any]:
    """What a base and the module that paints with it suggest for a picture; where both do, the module."""
    return {**({} if base is None else base.defaults), **({} if module is None else module.defaults)}


def modules_that_paint(settings: s.Settings) -> tuple[str, ...]:
    """Ids of the chosen module and of those beside it, each once; none where the base paints alone."""
    chosen = settings.get(s.MODULE)
    return tuple(dict.fromkeys((chosen, *settings.get(s.BESIDE)))) if chosen else ()


class Choices:
    """What can be chosen now. Suggests what the chosen base and module suggest; mends what cannot be."""

    def __init__(self, registry: Installed, settings: s.Settings) -> None:
        self._registry = registry if isinstance(registry, Catalogue) else Catalogue(registry)
        self._settings = settings
        self._sized_for: str | None = None
        """Id of the base that the size was looked at for."""

    @property
    def registry(self) -> Catalogue:
        """What is installed."""
        return self._registry

    def look(self) -> None:
        """List anew what is installed, where that has changed; whoever asks for it is told what cannot be read."""
        try:
            self._registry.look()
        except EngineError as error:
            log.warning("What is installed cannot be listed: %s", error)

    @property
    def is_readable(self) -> bool:
        """Whether what is installed can be listed."""
        try:
            self._registry.bases(), self._registry.modules()
        except EngineError:
            return False
        return True

    def bases(self) -> tuple[BaseInfo, ...]:
        """The installed bases."""
        return self._registry.bases()

    def modules(self) -> tuple[ModuleInfo, ...]:
        """The modules made for the chosen base."""
        return self._registry.modules(self._settings.get(s.BASE))

    def base(self) -> BaseInfo | None:
        """The chosen base; None if it is not among the installed ones."""
        chosen = self._settings.get(s.BASE)
        return next((base for base in self._registry.bases() if base.id == chosen), None)

    def base_sizes(self) -> tuple[int, ...]:
        """The sides of the squares that the chosen base paints; none where that is not known."""
        try:
            base = self.base()
        except EngineError:
            return ()
        return () if base is None else tuple(base.sizes)

    def module(self) -> ModuleInfo | None:
        """The chosen module; None if the base paints alone."""
        chosen = self._settings.get(s.MODULE)
        return next((module for module in self._registry.modules() if module.id == chosen), None)

    def painting(self) -> tuple[ModuleInfo, ...]:
        """The modules that paint: the chosen one, and those beside it; none where the base paints alone."""
        installed = {module.id: module for module in self._registry.modules()}
        return tuple(installed[name] for name in modules_that_paint(self._settings) if name in installed)

    def listener(self, modality: str) -> ModuleInfo | None:
        """The first of the modules that paint that hears a modality; the first of all where none does."""
        modules = self.painting()
        return next((module for module in modules if modality in module.modalities), next(iter(modules), None))

    def add(self, module: ModuleInfo) -> None:
        """Let a module paint along, at the strength that it suggests; alone, if none is chosen."""
        if self._settings.get(s.MODULE):
            beside = self._settings.get(s.BESIDE)
            self._settings.set(s.BESIDE, {**beside, module.id: module.strength})
        else:
            self._settings.set(s.MODULE, module.id)

    def segmenter(self) -> SegmenterInfo | None:
        """What tells the classes in pictures of the chosen base and module; None where neither brings it."""
        try:
            base, modules = self.base(), self.painting()
        except EngineError:
            return None
        own = next((module.segmenter for module in modules if module.segmenter is not None), None)
        return own or (None if base is None else base.segmenter)

    def reconcile(self, *, keep_size: bool = False) -> list[str]:
        """Mend choices that are not installed; returns a sentence for each that the person should know of.

        `keep_size` leaves a size alone that another base than the last one is not made for: a file brought both.
        """
        said: list[str] = []
        bases = self._registry.bases()
        if not bases:
            return [say("No base is installed, so nothing can be painted yet.")]
        self._settings.suggest(s.BASE, bases[0].id)
        lost = self._settings.get(s.BASE)
        if self.base() is None:
            self._settings.reset(s.BASE)
            said.append(
                say("The base “{lost}” is not installed; “{base}” paints instead.", lost=lost, base=bases[0].label)
            )
        base = self.base()
        if base is not None:
            self._fit_size(base, keep_size)
        said += self._fit_module()
        self._suggest(_OF_REQUEST, suggestions(base, self.module()))
        said += self._fit_beside()
        said += self._fit_sampler()
        return said

    def _fit_size(self, base: BaseInfo, keep_size: bool) -> None:
        self._suggest(_OF_SIZE, {"step_px": base.step_px, "size_px": base.default_size})
        is_other = self._sized_for not in (None, base.id)
        self._sized_for = base.id
        if is_other and not keep_size and base.sizes and self._settings.get(s.SIZE_PX) not in base.sizes:
            self._settings.reset(s.SIZE_PX)

    def _fit_module(self) -> list[str]:
        modules = self.modules()
        base = self.base()
        suggested = None if base is None else default_module(base, modules)
        self._settings.suggest(s.MODULE, "" if suggested is None else suggested.id)
        lost = self._settings.get(s.MODULE)
        said: list[str] = []
        if lost and lost not in [module.id for module in modules]:
            self._settings.reset(s.MODULE)
            if suggested is not None:
                text = say(
                    "The module “{lost}” is not installed for this base; “{module}” is used instead.",
                    lost=lost,
                    module=suggested.label,
                )
            else:
                text = say("The module “{lost}” is not installed for this base; the base paints alone.", lost=lost)
            said.append(text)
        return said

    def _fit_beside(self) -> list[str]:
        """Keep what was made for this base, and is not the chosen module itself."""
        beside, chosen = self._settings.get(s.BESIDE), self._settings.get(s.MODULE)
        known = {module.id for module in self.modules()}
        lost = [name for name in beside if name not in known]
        kept = {name: strength for name, strength in beside.items() if name != chosen and name not in lost}
        if kept != beside:
            self._settings.set(s.BESIDE, kept)
        return [
            say("The module “{lost}” is not installed for this base; it no longer paints along.", lost=name)
            for name in lost
        ]

    def _fit_sampler(self) -> list[str]:
        """A file may name one of a newer version, or none at all."""
        labels = {sampler.id: sampler.label for sampler in SAMPLERS}
        if self._settings.suggested(s.SAMPLER) not in labels:
            self._settings.suggest(s.SAMPLER, s.SAMPLER.default)
        lost = self._settings.get(s.SAMPLER)
        if lost in labels:
            return []
        self._settings.reset(s.SAMPLER)
        usual = labels[self._settings.get(s.SAMPLER)]
        return [say("The sampler “{lost}” is not known here; {sampler} paints instead.", lost=lost, sampler=usual)]

    def _suggest(self, table: Mapping[str, s.Setting[Any]], defaults: Mapping[str, Any]) -> None:
        for name, setting in table.items():
            try:
                self._settings.suggest(setting, defaults.get(name, setting.default))
            except (ValueError, TypeError) as error:
                log.warning("The default of %s is left out: %s", name, error)
                self._settings.suggest(setting, setting.default)
