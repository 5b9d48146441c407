"""What can be chosen: bases, modules, samplers. Reads JSON only, so that panels can list it without torch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from engine.errors import EngineError, RequestError, WeightsError, brief
from engine.installed.kinds import (
    ADAPTERS,
    MANIFEST,
    MODALITIES,
    SAMPLES,
    BaseInfo,
    ModalityChoice,
    ModuleClass,
    ModuleInfo,
    SegmenterInfo,
)
from engine.installed.layout import (
    base_id,
    base_label,
    cell_px,
    diffusers_folder,
    is_base_like,
    native_cells,
    part,
)
from engine.installed.manifest import MOST_PX, defaults_of, label_of, parse_classes, sizes_of, text_of, words_of
from engine.installed.requirements import check_requirements
from engine.installed.samplers import SAMPLERS
from engine.installed.scan import LeftOut, Scan, scan
from engine.installed.sizes import size_of
from engine.installed.weights import read_json
from engine.json_numbers import integer
from engine.words import Words, say

__all__ = [
    "MANIFEST",
    "MODALITIES",
    "SAMPLERS",
    "SAMPLES",
    "BaseInfo",
    "Installed",
    "ModalityChoice",
    "ModuleClass",
    "ModuleInfo",
    "Registry",
    "SegmenterInfo",
    "default_module",
    "is_module_like",
    "parse_classes",
    "read_base",
    "read_module",
]

log = logging.getLogger(__name__)

_MOST_LICENCE = 200

_Info = TypeVar("_Info", BaseInfo, ModuleInfo)


class Installed(Protocol):
    """What lists bases and modules: the registry below, or a stand-in."""

    def bases(self) -> tuple[BaseInfo, ...]:
        """The installed bases. Raises EngineError."""
        ...

    def modules(self, base_id: str | None = None) -> tuple[ModuleInfo, ...]:
        """The installed modules, or those of one base. Raises EngineError."""
        ...


class Registry:
    """The bases and modules found in some folders; a folder counts if it looks like one, with or without manifest."""

    def __init__(
        self,
        bases_dirs: Sequence[Path],
        modules_dirs: Sequence[Path],
        cache_dir: Path,
        *,
        takes_folders: bool = True,
    ) -> None:
        """`cache_dir` is where the engine may keep what it computed once, such as fitted preview maps.

        Without `takes_folders` a base or module is named by its id alone, never by its folder.
        """
        self._bases_dirs, self._modules_dirs = tuple(bases_dirs), tuple(modules_dirs)
        self._takes_folders = takes_folders
        self._logged: set[LeftOut] = set()
        self.cache_dir = cache_dir

    def bases(self) -> tuple[BaseInfo, ...]:
        """All bases, in order of their folders. Of two with the same id the one in the earlier folder counts."""
        return self._told(scan(self._bases_dirs, read_base, is_base_like)).found

    def modules(self, base_id: str | None = None) -> tuple[ModuleInfo, ...]:
        """All modules, or those trained on one base. Of two with the same id the one in the earlier folder counts."""
        found = self._told(scan(self._modules_dirs, read_module, is_module_like)).found
        return tuple(info for info in found if base_id is None or info.base == base_id)

    def left_out(self) -> tuple[LeftOut, ...]:
        """What lies in the folders and looks like a base or module, but cannot be used, and why."""
        bases = scan(self._bases_dirs, read_base, is_base_like)
        return (*bases.left_out, *scan(self._modules_dirs, read_module, is_module_like).left_out)

    def base(self, name: str) -> BaseInfo:
        """The base with id `name`, or in the folder `name`. Raises EngineError, which says what is wrong with it."""
        return self._named(
            name,
            scan(self._bases_dirs, read_base, is_base_like),
            read_base if self._is_entry(name, is_base_like) else None,
            say("There is no base “{name}”.", name=brief(name, 100)),
        )

    def segmenter(self, base: str, modules: Iterable[str] = ()) -> SegmenterInfo | None:
        """What tells the classes in pictures of this base and modules: the first module's that brings it, else the
        base's. Raises RequestError.
        """
        own = (self.module(name).segmenter for name in modules)
        return next((each for each in own if each is not None), None) or self.base(base).segmenter

    def module(self, name: str) -> ModuleInfo:
        """The module with id `name`, or in the folder `name`. Raises EngineError, which says what is wrong with it."""
        return self._named(
            name,
            scan(self._modules_dirs, read_module, is_module_like),
            read_module if self._is_entry(name, is_module_like) else None,
            say("There is no module “{name}”.", name=brief(name, 100)),
        )

    def _named(self, name: str, scanned: Scan[_Info], read: Callable[[Path], _Info] | None, unknown: Words) -> _Info:
        for info in scanned.found:
            if info.id == name:
                return info
        for entry in scanned.left_out:
            if entry.name == name:
                raise RequestError(entry.text, entry.hint)
        if read is not None:
            return read(Path(name))
        raise RequestError(unknown, _known(scanned))

    def _is_entry(self, name: str, is_like: Callable[[Path], bool]) -> bool:
        """Whether `name` may be a path, and is one of something that looks like a base or module."""
        try:
            return self._takes_folders and Path(name).name not in ("", "..") and is_like(Path(name))
        except (OSError, ValueError):  # the system refuses to look at such a name
            return False

    def _told(self, scanned: Scan[_Info]) -> Scan[_Info]:
        for entry in scanned.left_out:
            if entry not in self._logged:
                self._logged.add(entry)
                log.warning("%s is left out: %s", entry.name, entry.text)
        return scanned


def default_module(base: BaseInfo, modules: Sequence[ModuleInfo]) -> ModuleInfo | None:
    """What `base` paints with until another one is chosen: the module that it names, else the first of its own."""
    own = [info for info in modules if info.base == base.id]
    named = [info for info in own if info.id == base.default_module]
    return next(iter([*named, *own]), None)


def is_module_like(path: Path) -> bool:
    """Whether something in a folder of modules is meant to be one."""
    return (path / "config.json").is_file()


def read_base(path: Path) -> BaseInfo:
    """The base in a folder, as its files say. Raises EngineError."""
    with _told_by(path, base_id(path)):
        folder = diffusers_folder(path)
        check_requirements(folder)
        return _base_info(folder)


def _base_info(path: Path) -> BaseInfo:
    manifest = read_json(path / MANIFEST) if (path / MANIFEST).is_file() else {}
    name, step_px = base_id(path), _cell_px(path)
    network = read_json(part(path, "unet") / "config.json")
    size = integer(manifest.get("default_size", native_cells(network, name) * step_px), 1, MOST_PX)
    return BaseInfo(
        id=name,
        label=label_of(manifest, base_label(path)),
        path=path,
        sizes=sizes_of(manifest, size),
        default_size=size,
        words=words_of(manifest),
        defaults=defaults_of(manifest),
        segmenter=_segmenter_info(path, manifest.get("segmenter")),
        step_px=step_px,
        default_module=text_of(manifest, "default_module"),
    )


def _segmenter_info(folder: Path, record: Any) -> SegmenterInfo | None:
    if record is None:
        return None
    try:
        return SegmenterInfo(folder / Path(record["file"]).name, tuple(str(name) for name in record["classes"]))
    except (KeyError, TypeError) as error:
        log.warning("%s: its segmenter is left out: %r", folder.name, error)
        return None


def _cell_px(path: Path) -> int:
    """The side in pixels of a latent cell, as the configs of a diffusers folder say it; 1 without an autoencoder."""
    for name in ("vae", "vqvae"):
        if (path / name / "config.json").is_file():
            return cell_px(read_json(path / name / "config.json"))
    return 1


def read_module(path: Path) -> ModuleInfo:
    """The module in a folder, as its files say. Raises EngineError."""
    with _told_by(path, path.name):
        return _module_info(path)


@contextmanager
def _told_by(path: Path, name: str) -> Iterator[None]:
    """Whatever is odd in what a folder says of itself is one sentence. Raises EngineError."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError) as error:
        raise WeightsError(
            say("What {name} says of itself cannot be read ({error}).", name=name, error=brief(error)),
            say("Copy its folder again, {manifest} included.", manifest=MANIFEST),
        ) from error


def _module_info(path: Path) -> ModuleInfo:
    config = read_json(path / "config.json")
    manifest = read_json(path / MANIFEST) if (path / MANIFEST).is_file() else {}
    kind = text_of(manifest, "kind") or ADAPTERS[0].id
    if kind not in [each.id for each in ADAPTERS]:
        raise WeightsError(
            say(
                "The module {name} is a “{kind}”, which this version does not know.",
                name=path.name,
                kind=kind[:40],
            ),
            say("Update the program, or choose another module."),
        )
    modalities = tuple(str(name) for name in config.get("modalities", ("labels",)))
    try:
        classes = parse_classes(manifest["classes"] if "labels" in modalities else ())
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(
            say("The module {name} does not say its classes ({error}).", name=path.name, error=error),
            say("Copy its folder again, sinopia.json included."),
        ) from error
    return ModuleInfo(
        id=path.name,
        label=label_of(manifest, path.name),
        path=path,
        base=text_of(manifest, "base"),
        modalities=modalities,
        classes=classes,
        defaults=defaults_of(manifest),
        segmenter=_segmenter_info(path, manifest.get("segmenter")),
        size=size_of(config),
        kind=kind,
        licence=brief(text_of(manifest, "licence"), _MOST_LICENCE),
    )


def _known(scanned: Scan[_Info]) -> str:
    if scanned.found:
        return say("Known here: {names}.", names=", ".join(info.id for info in scanned.found))
    if scanned.left_out:
        first = scanned.left_out[0]
        return say("None can be used: {name} is left out. {reason}", name=first.name, reason=first.text)
    return say("None is installed.")
