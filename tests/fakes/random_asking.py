"""Random answers in place of the person, to every question that the program can ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from app.widgets.questions import Answer, Asking, Chosen
from canvas.label_maps.evidence import Evidence
from canvas.palette import Palette

_PALETTES = (".json", ".csv", ".gpl")
_SIDES = (1, 7, 64, 96, 200, 333, 512, 700, 1024)


class RandomAsking:
    """Answers each method of `Asking` with something of the type that it returns, so that new questions need no line.

    Files to open are among `files` or do not exist; files to save go into `folder`, or where nothing can be written.
    """

    def __init__(self, rng: np.random.Generator, folder: Path, files: Sequence[Path]) -> None:
        self.rng = rng
        self.folder = folder
        self.files = list(files)
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or not hasattr(Asking, name):
            raise AttributeError(name)
        kind = get_type_hints(getattr(Asking, name))["return"]

        def answer(*args: Any, **named: Any) -> Any:
            self.asked.append(name)
            kinds = (
                _PALETTES
                if "palette" in name
                else next(
                    (
                        each
                        for each in (*args, *named.values())
                        if isinstance(each, tuple) and str(each[0]).startswith(".")
                    ),
                    (".png",),
                )
            )
            return self._of(kind, name, kinds)

        return answer

    def mapping(self, labels: NDArray[np.uint8], palette: Palette, other: Palette) -> dict[int, int] | None:
        """A class of the other palette for each, or None."""
        if self.rng.random() < 0.2:
            return None
        return {class_id: int(self.rng.choice(other.ids)) for class_id in np.unique(labels).tolist()}

    def reading(self, evidence: Evidence) -> Chosen | None:
        """One of the readings, or None."""
        if not evidence.readings or self.rng.random() < 0.2:
            return None
        chosen = evidence.readings[int(self.rng.integers(len(evidence.readings)))]
        return Chosen(chosen, bool(self.rng.random() < 0.3))

    def merge_target(self, palette: Palette, class_id: int) -> int | None:
        """Some other class, or None."""
        others = [each for each in palette.ids if each != class_id]
        return int(self.rng.choice(others)) if others and self.rng.random() < 0.9 else None

    def _of(self, kind: Any, name: str, kinds: Sequence[str]) -> Any:
        if get_origin(kind) in (Union, UnionType):
            options = [each for each in get_args(kind) if each is not type(None)]
            if self.rng.random() < 0.15:
                return None
            return self._of(options[int(self.rng.integers(len(options)))], name, kinds)
        if kind is Answer and self.rng.random() < 0.9:
            return Answer.CANCEL  # so that there is something to undo
        if isinstance(kind, type) and issubclass(kind, Enum):
            return list(kind)[int(self.rng.integers(len(kind)))]
        if kind is Path:
            return self._file(kinds) if "save" not in name else self._target(kinds)
        if kind == tuple[int, int, int]:
            return tuple(int(part) for part in self.rng.integers(0, 256, 3))
        if kind == tuple[int, int]:
            return tuple(_SIDES[int(self.rng.integers(len(_SIDES)))] for _ in range(2))
        if kind is bool:
            return bool(self.rng.random() < 0.7)
        if kind is str:
            return f"name {int(self.rng.integers(100))}"
        if kind is type(None):
            return None
        raise NotImplementedError(f"a random answer to {name}, which returns {kind}")

    def _file(self, kinds: Sequence[str]) -> Path:
        fitting = [path for path in self.files if path.suffix in kinds and path.exists()]
        if not fitting or self.rng.random() < 0.05:
            return self.folder / f"missing{kinds[0]}"
        return fitting[int(self.rng.integers(len(fitting)))]

    def _target(self, kinds: Sequence[str]) -> Path:
        suffix = kinds[int(self.rng.integers(len(kinds)))]
        if self.rng.random() < 0.1:
            return self.folder / "no such folder" / f"a{suffix}"
        path = self.folder / f"{'abcde'[int(self.rng.integers(5))]}{suffix}"
        if path not in self.files:
            self.files.append(path)
        return path
