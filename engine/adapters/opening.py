"""Open a module folder as the adapter that it is."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from engine.adapters.adapter import Adapter, UnfitError
from engine.bases.base import BaseModel
from engine.errors import ModuleMismatchError
from engine.installed.kinds import ADAPTERS, ModuleInfo
from engine.words import say


def open_adapter(info: ModuleInfo, base: BaseModel) -> Adapter:
    """The adapter in a module's folder, frozen, on the base's device and in its precision.

    Raises WeightsError if it is missing or damaged, ModuleMismatchError if it was made for a base of another shape.
    """
    path = next(kind.path for kind in ADAPTERS if kind.id == info.kind)
    module, _, name = path.partition(":")
    kind = cast(type[Adapter], getattr(import_module(module), name))
    try:
        return kind.open(info.path, base, [entry.name for entry in info.classes])
    except UnfitError as error:
        raise ModuleMismatchError(
            say("The module “{module}” cannot act on the base “{base}”.", module=info.label, base=base.id),
            say(
                "Choose a module that was trained on {base}, or the base that this module was trained on.", base=base.id
            ),
        ) from error
