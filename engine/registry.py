"""What can be chosen: bases, modules, samplers. Reads JSON only, so that panels can list it without torch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from engine.conditioning.sizes import ModuleSize, size_of
from engine.errors import EngineError, RequestError
from engine.types import GenerationRequest
from engine.weights import read_json
from engine.words import Words, say

log = logging.getLogger(__name__)

MANIFEST = "sinopia.json"
"""The file beside a base's or module's weights that says how the program shows it."""

SAMPLES = "samples.png"
"""The file beside a module's weights with what it painted when its training ended."""


@dataclass(frozen=True)
class Choice:
    """An id and how the user reads it."""

    id: str
    label: str


SAMPLERS = (
    Choice("dpm++", "DPM-Solver++"),
    Choice("unipc", "UniPC"),
    Choice("ddim", "DDIM"),
    Choice("euler-a", "Euler ancestral"),
)


@dataclass(frozen=True)
class ModalityChoice:
    """A kind of drawing that a module can hear: `layer` is its name within a sentence, `path` its "module:class"."""

    id: str
    label: Words
    layer: Words
    path: str


MODALITIES = (
    ModalityChoice("labels", say("Label map"), say("labels"), "engine.conditioning.label_maps:LabelMaps"),
    ModalityChoice("sketch", say("Sketch"), say("ink"), "engine.conditioning.sketch:Sketch"),
    ModalityChoice("colours", say("Colour strokes"), say("colours"), "engine.conditioning.colours:ColourStrokes"),
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

    @property
    def strength(self) -> float:
        """The one that it suggests."""
        return float(self.defaults.get("strength", GenerationRequest.strength))


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
        self.cache_dir = cache_dir

    def bases(self) -> tuple[BaseInfo, ...]:
        """All bases, in order of their folders."""
        return tuple(_readable(_base_info, _folders(self._bases_dirs, "model_index.json")))

    def modules(self, base_id: str | None = None) -> tuple[ModuleInfo, ...]:
        """All modules, or those trained on one base. Of two with the same id the one in the earlier folder counts."""
        found: dict[str, ModuleInfo] = {}
        for info in _readable(read_module, _folders(self._modules_dirs, "config.json")):
            found.setdefault(info.id, info)
        return tuple(info for info in found.values() if base_id is None or info.base == base_id)

    def base(self, name: str) -> BaseInfo:
        """The base with id `name`, or in the folder `name`. Raises RequestError."""
        for info in self.bases():
            if info.id == name:
                return info
        if self._is_folder(name, "unet/config.json"):
            return _base_info(Path(name))
        raise RequestError(say("There is no base “{name}”.", name=name), _known(self.bases()))

    def segmenter(self, base: str, modules: Iterable[str] = ()) -> SegmenterInfo | None:
        """What tells the classes in pictures of this base and modules: the first module's that brings it, else the
        base's. Raises RequestError.
        """
        own = (self.module(name).segmenter for name in modules)
        return next((each for each in own if each is not None), None) or self.base(base).segmenter

    def module(self, name: str) -> ModuleInfo:
        """The module with id `name`, or in the folder `name`. Raises RequestError."""
        for info in self.modules():
            if info.id == name:
                return info
        if self._is_folder(name, "config.json"):
            return read_module(Path(name))
        raise RequestError(say("There is no module “{name}”.", name=name), _known(self.modules()))

    def _is_folder(self, name: str, marker: str) -> bool:
        """Whether `name` may be a folder, and is one that holds `marker`."""
        try:
            return self._takes_folders and (Path(name) / marker).is_file()
        except (OSError, ValueError):  # the system refuses to look at such a name
            return False


def default_module(base: BaseInfo, modules: Sequence[ModuleInfo]) -> ModuleInfo | None:
    """What `base` paints with until another one is chosen: the module that it names, else the first of its own."""
    own = [info for info in modules if info.base == base.id]
    named = [info for info in own if info.id == base.default_module]
    return next(iter([*named, *own]), None)


def parse_classes(records: Sequence[Mapping[str, Any]]) -> tuple[ModuleClass, ...]:
    """Class records {id, name, rgb} -> classes in order of id, 0 (unlabelled) included. Raises ValueError."""
    classes = [ModuleClass(int(r["id"]), str(r["name"]), _rgb(r["rgb"])) for r in records]
    if all(entry.id != 0 for entry in classes):
        classes.append(ModuleClass(0, "unlabelled", (0, 0, 0)))
    classes.sort(key=lambda entry: entry.id)
    if [entry.id for entry in classes] != list(range(len(classes))) or len(classes) > 256:
        raise ValueError("ids must be 1, 2, 3, … without gaps, 255 at most")
    if len({entry.name.strip().casefold() for entry in classes}) < len(classes):
        raise ValueError("two classes have the same name")
    return tuple(classes)


def _rgb(values: Sequence[int]) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in values)
    if not all(0 <= value <= 255 for value in (red, green, blue)):
        raise ValueError("a colour must be three numbers from 0 to 255")
    return red, green, blue


def _folders(parents: Sequence[Path], marker: str) -> list[Path]:
    return [
        path for parent in parents if parent.is_dir() for path in sorted(parent.iterdir()) if (path / marker).is_file()
    ]


def _base_info(path: Path) -> BaseInfo:
    manifest = read_json(path / MANIFEST) if (path / MANIFEST).is_file() else {}
    size = int(manifest.get("default_size", _native_size(path)))
    return BaseInfo(
        id=path.name,
        label=str(manifest.get("label", path.name)),
        path=path,
        sizes=tuple(int(side) for side in manifest.get("sizes", (size,))),
        default_size=size,
        words={str(group): tuple(words) for group, words in manifest.get("words", {}).items()},
        defaults=dict(manifest.get("defaults", {})),
        segmenter=_segmenter_info(path, manifest.get("segmenter")),
        step_px=_cell_px(path),
        default_module=str(manifest.get("default_module", "")),
    )


def _segmenter_info(folder: Path, record: Any) -> SegmenterInfo | None:
    if record is None:
        return None
    try:
        return SegmenterInfo(folder / Path(record["file"]).name, tuple(str(name) for name in record["classes"]))
    except (KeyError, TypeError) as error:
        log.warning("%s: its segmenter is left out: %r", folder.name, error)
        return None


def _native_size(path: Path) -> int:
    """The side in pixels that the configs of a diffusers folder say the base was trained at."""
    return int(read_json(path / "unet" / "config.json").get("sample_size") or 64) * _cell_px(path)


def _cell_px(path: Path) -> int:
    """The side in pixels of a latent cell, as the configs of a diffusers folder say it; 1 without an autoencoder."""
    for part in ("vae", "vqvae"):
        if (path / part / "config.json").is_file():
            config = read_json(path / part / "config.json")
            widths = config.get("block_out_channels") or config.get("encoder_block_out_channels") or [0]
            return int(2 ** (len(widths) - 1))
    return 1


def read_module(path: Path) -> ModuleInfo:
    """The module in a folder, as its files say. Raises EngineError."""
    try:
        return _module_info(path)
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise EngineError(
            say("What {name} says of itself cannot be read ({error}).", name=path.name, error=error),
            say("Copy its folder again, sinopia.json included."),
        ) from error


def _module_info(path: Path) -> ModuleInfo:
    config = read_json(path / "config.json")
    manifest = read_json(path / MANIFEST) if (path / MANIFEST).is_file() else {}
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
        label=str(manifest.get("label", path.name)),
        path=path,
        base=str(manifest.get("base", "")),
        modalities=modalities,
        classes=classes,
        defaults=dict(manifest.get("defaults", {})),
        segmenter=_segmenter_info(path, manifest.get("segmenter")),
        size=size_of(config),
    )


_Info = TypeVar("_Info", BaseInfo, ModuleInfo)


def _readable(read: Callable[[Path], _Info], folders: Iterable[Path]) -> Iterator[_Info]:
    """What can be read; one broken folder must not hide the others, and says why when it is asked for by its path."""
    for folder in folders:
        try:
            yield read(folder)
        except EngineError as error:
            log.warning("%s is left out: %s", folder.name, error)


def _known(found: tuple[_Info, ...]) -> str:
    if not found:
        return say("None is installed.")
    return say("Known here: {names}.", names=", ".join(info.id for info in found))
