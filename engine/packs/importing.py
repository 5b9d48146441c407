"""From a pack to the folder of an installed module."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import EngineError, ModuleExistsError, ModuleMismatchError, PackError, brief
from engine.installed.layout import part
from engine.installed.registry import MANIFEST, MODALITIES, Installed, ModuleInfo, read_module
from engine.installed.weights import check_weights, fingerprint
from engine.json_numbers import integer
from engine.packs.exporting import FORMAT
from engine.packs.pack_file import DEVICES, PackFile
from engine.packs.working_folder import BEFORE, sweep, working_folder
from engine.words import say

_ID = re.compile(r"[^\W_][\w .()-]{0,63}")
"""Names that Windows keeps for itself."""
_MOST_SHOWN = 80
"""Letters of a stranger's text in a sentence."""
_RESERVED = (BEFORE, "lock")
_ENDINGS = (".training", ".old", ".", " ")
"""Of folders that are not, or not only, a module's."""


def import_module(path: Path, registry: Installed, folder: Path, *, replace: bool = False) -> ModuleInfo:
    """Install the module of a pack below `folder`, whole or not at all; returns how it is installed.

    A module that is installed already, weight by weight, is left as it is. Raises ModuleExistsError where another one
    has its id, unless `replace`; ModuleMismatchError where its base is not installed; PackError, WeightsError.
    """
    sweep(folder)
    with PackFile(path) as pack:
        manifest = _manifest(pack)
        name = _id(manifest, pack)
        manifest["base"] = _base(manifest, registry)
        before = next((info for info in registry.modules() if info.id == name), None)
        is_same = before is not None and fingerprint(before.path) == manifest["pack"].get("weights")
        if before is not None and is_same and before.base == manifest["base"]:
            return before
        if not replace and (before is not None or (folder / name).exists()):
            label = name if before is None else before.label
            raise ModuleExistsError(
                say("Another module “{label}” with the id {name} is installed already.", label=label, name=name),
                say("Replace it only if you no longer need it."),
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with working_folder(folder) as working:
                new = working / name
                new.mkdir()
                pack.unpack(new)
                (new / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
                _check(new, pack)
                _put_in_place(new, folder / name, working / BEFORE)
        except OSError as error:
            raise PackError(
                say("“{name}” could not be installed: {reason}.", name=path.name, reason=error.strerror or str(error)),
                say("Make room, or check who may write into {folder}.", folder=folder),
            ) from error
    return read_module(folder / name)


def _manifest(pack: PackFile) -> dict[str, Any]:
    try:
        manifest = json.loads(pack.read(MANIFEST))
        json.dumps(manifest, allow_nan=False).encode()
        if not isinstance(manifest["pack"], dict) or not isinstance(manifest["training"], dict):
            raise TypeError
        form = integer(manifest["pack"]["format"], 0)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise pack.damaged() from error
    if form > FORMAT:
        raise PackError(
            say("The module comes from a newer version of Sinopia."), say("Update the program, then import it again.")
        )
    manifest.pop("segmenter", None)
    return dict(manifest)


def _id(manifest: Mapping[str, Any], pack: PackFile) -> str:
    name = manifest["pack"].get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name) or DEVICES.fullmatch(name) or name.endswith(_ENDINGS):
        raise pack.damaged()
    if name.casefold() in _RESERVED:
        raise pack.damaged()
    return name


def _base(manifest: Mapping[str, Any], registry: Installed) -> str:
    """Id of the installed base that the module was trained on. Raises ModuleMismatchError."""
    wanted = brief(manifest["training"].get("base_fingerprint", ""), _MOST_SHOWN)
    name = brief(manifest.get("base", ""), _MOST_SHOWN)
    found = {info.id: fingerprint(part(info.path, "unet")) for info in registry.bases()}
    matching = [base for base, mark in found.items() if mark == wanted]
    if matching:
        return name if name in matching else matching[0]
    label = brief(manifest.get("label", ""), _MOST_SHOWN)
    if name in found:
        raise ModuleMismatchError(
            say(
                "The module “{label}” was trained on another “{base}” ({wanted}) "
                "than the one installed here ({found}).",
                label=label,
                base=name,
                wanted=wanted,
                found=found[name],
            ),
            say("Install the base that it was made for, or train the module again on this one."),
        )
    raise ModuleMismatchError(
        say(
            "The module “{label}” was trained on the base “{base}”; here there is only {installed}.",
            label=label,
            base=name,
            installed=", ".join(f"“{base}”" for base in found) or "—",
        ),
        say("Install the base that it was made for first."),
    )


def _check(folder: Path, pack: PackFile) -> None:
    """Everything that the program reads of a module before it paints with it."""
    check_weights(folder)
    try:
        info = read_module(folder)
    except EngineError as error:
        raise pack.damaged() from error
    known = [choice.id for choice in MODALITIES]
    unknown = [name for name in info.modalities if name not in known]
    if unknown or not info.modalities:
        raise PackError(
            say(
                "The module hears “{name}”, which this version does not know.",
                name=brief(", ".join(unknown), _MOST_SHOWN),
            ),
            say("Update the program, or choose another module."),
        )


def _put_in_place(new: Path, target: Path, before: Path) -> None:
    """Give `new` the name `target`; what had it is moved to `before`, and back if that fails."""
    if target.exists():
        target.rename(before)
    try:
        new.rename(target)
    except OSError:
        if before.exists():
            before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)
