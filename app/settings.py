"""Everything the person can set: one typed table, one store. No Qt."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from canvas.atomic import write_atomically
from canvas.events import Event
from engine.types import MAX_SEED

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One thing that can be set. `read` turns a JSON value into T or raises ValueError or TypeError."""

    id: str
    default: T
    read: Callable[[Any], T]
    recipe: bool = False
    """Whether it decides the picture: such a setting wakes Live and is part of a saved picture."""
    kept: bool = True
    """Whether it outlives the window."""


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        number = float(value)
        if not low <= number <= high:
            raise ValueError(f"{number} is not between {low} and {high}")
        return number

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if int(value) != value or not low <= value <= high:
            raise ValueError(f"{value} is not a whole number between {low} and {high}")
        return int(value)

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _one_of(*ids: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in ids:
            raise ValueError(f"{value!r} is none of {', '.join(ids)}")
        return cast(str, value)

    return read


def _window(value: Any) -> tuple[float, float]:
    start, end = (_number(0.0, 1.0)(part) for part in value)
    if start > end:
        raise ValueError(f"The window starts at {start} and ends at {end}")
    return start, end


def _size(value: Any) -> tuple[int, int]:
    width, height = (_whole(1, 8192)(part) for part in value)
    return width, height


def _weights(value: Any) -> Mapping[int, float]:
    read = _number(0.0, 100.0)
    return {_whole(0, 255)(int(key)): read(weight) for key, weight in dict(value).items()}


def _optional_ids(value: Any) -> frozenset[int] | None:
    return None if value is None else _ids(value)


def _brushes(value: Any) -> Mapping[str, tuple[int, str]]:
    read_size, read_shape = _whole(1, 1000), _one_of("round", "square")
    return {_text(tool): (read_size(size_px), read_shape(shape)) for tool, (size_px, shape) in dict(value).items()}


def _ids(value: Any) -> frozenset[int]:
    return frozenset(_whole(0, 255)(number) for number in value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(part) for part in value)


BASE = Setting("base", "", _text, recipe=True)
MODULE = Setting("module", "", _text, recipe=True)
"""Id of a module; "" paints with the base alone."""
PROMPT = Setting("prompt", "", _text, recipe=True)
NEGATIVE_PROMPT = Setting("negative_prompt", "", _text, recipe=True)
SEED = Setting("seed", 0, _whole(0, MAX_SEED), recipe=True)
PICTURE_SIZE = Setting("picture_size", (128, 128), _size, recipe=True)
"""Width and height in pixels."""
STEPS = Setting("steps", 20, _whole(1, 1000), recipe=True)
GUIDANCE = Setting("guidance", 2.0, _number(0.0, 100.0), recipe=True)
STRENGTH = Setting("strength", 2.0, _number(0.0, 100.0), recipe=True)
WINDOW = Setting[tuple[float, float]]("window", (0.0, 1.0), _window, recipe=True)
RESCALE = Setting("rescale", 0.0, _number(0.0, 1.0), recipe=True)
SAMPLER = Setting("sampler", "dpm++", _text, recipe=True)
CLASS_WEIGHTS = Setting[Mapping[int, float]]("class_weights", {}, _weights, recipe=True)
"""Class id -> strength relative to the others, 0 to 2 in the window; absent means 1."""
DEVICE = Setting("device", "auto", _text, recipe=True)
PRECISION = Setting("precision", "auto", _text, recipe=True)

LIVE = Setting("live", True, _flag)
CURRENT_CLASS = Setting("current_class", 1, _whole(0, 255), kept=False)
HIDDEN_CLASSES = Setting[frozenset[int]]("hidden_classes", frozenset(), _ids, kept=False)
TOOL = Setting("tool", "brush", _text, kept=False)
BRUSH_SIZE_PX = Setting("brush_size_px", 64, _whole(1, 1000))
BRUSH_SHAPE = Setting("brush_shape", "round", _one_of("round", "square"))
BRUSHES = Setting[Mapping[str, tuple[int, str]]]("brushes", {}, _brushes)
"""Tool id -> the size and shape that the tool had last."""
PAINT_OVER = Setting[frozenset[int] | None]("paint_over", None, _optional_ids, kept=False)
"""The classes that are painted over; None for all."""
MIRROR_LEFT_RIGHT = Setting("mirror_left_right", False, _flag, kept=False)
MIRROR_TOP_BOTTOM = Setting("mirror_top_bottom", False, _flag, kept=False)
FILL_EVERYWHERE = Setting("fill_everywhere", False, _flag)
"""Whether a fill takes every pixel of a class rather than one region."""
VIEW_MODE = Setting("view_mode", "side by side", _one_of("side by side", "overlay", "drawing", "picture"))
OUTLINES_ONLY = Setting("outlines_only", False, _flag, kept=False)
OVERLAY_OPACITY = Setting("overlay_opacity", 0.6, _number(0.0, 1.0))
LAST_FOLDER = Setting("last_folder", "", _text)
RECENT_FILES = Setting[tuple[str, ...]]("recent_files", (), _texts)
"""Files that were opened or saved, the newest first."""
GALLERY_SHOWN = Setting("gallery_shown", True, _flag)
GALLERY_QUOTA_MB = Setting("gallery_quota_mb", 2048, _whole(1, 10**7))
"""Room that the gallery may take before that is said; nothing is deleted by itself."""
WELCOMED = Setting("welcomed", False, _flag)
"""Whether the first stroke was made on this machine, so that the first-start line has done its work."""

SETTINGS: tuple[Setting[Any], ...] = (
    BASE,
    MODULE,
    PROMPT,
    NEGATIVE_PROMPT,
    SEED,
    PICTURE_SIZE,
    STEPS,
    GUIDANCE,
    STRENGTH,
    WINDOW,
    RESCALE,
    SAMPLER,
    CLASS_WEIGHTS,
    DEVICE,
    PRECISION,
    LIVE,
    CURRENT_CLASS,
    HIDDEN_CLASSES,
    TOOL,
    BRUSH_SIZE_PX,
    BRUSH_SHAPE,
    BRUSHES,
    PAINT_OVER,
    MIRROR_LEFT_RIGHT,
    MIRROR_TOP_BOTTOM,
    FILL_EVERYWHERE,
    VIEW_MODE,
    OUTLINES_ONLY,
    OVERLAY_OPACITY,
    LAST_FOLDER,
    RECENT_FILES,
    GALLERY_SHOWN,
    GALLERY_QUOTA_MB,
    WELCOMED,
)
RECIPE: tuple[Setting[Any], ...] = tuple(setting for setting in SETTINGS if setting.recipe)


class Settings:
    """Typed values with a changed event. A value is what was set, else what was suggested, else the table's default.

    Suggestions come from the chosen base and module; they are never stored, so that a better default of a later
    release reaches everybody who did not choose otherwise.
    """

    def __init__(self, path: Path | None = None) -> None:
        """`path` is the file that `load` and `save` use; None keeps everything in memory."""
        self._path = path
        self._set: dict[str, Any] = {}
        self._suggested: dict[str, Any] = {}
        self.changed: Event[Setting[Any]] = Event()

    def get(self, setting: Setting[T]) -> T:
        """The value in force."""
        value = self._set.get(setting.id, self._suggested.get(setting.id, setting.default))
        return cast(T, value)

    def set(self, setting: Setting[T], value: T) -> None:
        """Set a value; raises ValueError or TypeError if it is out of range, and then changes nothing."""
        read = setting.read(value)
        before = self.get(setting)
        self._set[setting.id] = read
        self._tell(setting, before)

    def suggest(self, setting: Setting[T], value: T) -> None:
        """Offer a default that holds wherever nothing was set."""
        read = setting.read(value)
        before = self.get(setting)
        self._suggested[setting.id] = read
        self._tell(setting, before)

    def reset(self, setting: Setting[Any]) -> None:
        """Return to the suggestion or the default."""
        before = self.get(setting)
        self._set.pop(setting.id, None)
        self._tell(setting, before)

    def is_set(self, setting: Setting[Any]) -> bool:
        """Whether the person, or a stored file, decided the value."""
        return setting.id in self._set

    def load(self) -> str | None:
        """Read the file. What cannot be read is left at its default; the sentence returned says what was left out."""
        if self._path is None or not self._path.exists():
            return None
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            items = dict(stored)
        except (OSError, ValueError, TypeError) as error:
            log.warning("Settings could not be read: %s", error)
            return f"The settings in {self._path} cannot be read, so this session starts with the defaults."
        wrong: list[str] = []
        for setting in SETTINGS:
            if setting.kept and setting.id in items:
                try:
                    self._set[setting.id] = setting.read(items[setting.id])
                except (ValueError, TypeError) as error:
                    log.warning("Setting %s: %s", setting.id, error)
                    wrong.append(setting.id)
        return f"These settings cannot be read and keep their defaults: {', '.join(wrong)}." if wrong else None

    def save(self) -> None:
        """Write what was set, and nothing else, atomically. Raises CanvasError."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        kept = {s.id: _plain(self._set[s.id]) for s in SETTINGS if s.kept and s.id in self._set}
        write_atomically(self._path, (json.dumps(kept, indent=2, sort_keys=True) + "\n").encode())

    def _tell(self, setting: Setting[Any], before: Any) -> None:
        if self.get(setting) != before:
            self.changed.emit(setting)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {str(key): inner for key, inner in value.items()}
    return value
