"""What the program can ask the person: whoever answers stands elsewhere, dialogs or a script in tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.formats.images.photo import SUFFIXES
from app.settings.table import Settings
from canvas.label_maps.evidence import Evidence
from canvas.label_maps.reading import Reading
from canvas.palette import Palette

PROJECT, PICTURE = ".ora", ".png"
"""Suffixes of the files that the person chooses."""
PICTURES: tuple[str, ...] = (PICTURE,)
PHOTOS = SUFFIXES
MAPS: tuple[str, ...] = tuple(dict.fromkeys((PICTURE, *SUFFIXES)))
"""Of images that a label map can be read from."""
OPENED: tuple[str, ...] = (PROJECT, *MAPS)
"""Of everything that opens as a drawing."""


@dataclass(frozen=True)
class Chosen:
    """A reading that the person chose, and whether the other files of the folder are read alike."""

    reading: Reading
    for_folder: bool = False


class PaletteAsking(Protocol):
    """Whom the program asks about palettes: `PaletteDialogs`, or a script in tests."""

    def open_palette(self, folder: Path) -> Path | None:
        """A palette file to read, or None."""
        ...

    def save_palette(self, proposed: Path) -> Path | None:
        """Where to write a palette, or None; the suffix is one of the formats'."""
        ...

    def mapping(self, labels: NDArray[np.uint8], palette: Palette, other: Palette) -> dict[int, int] | None:
        """Which class of `other` each painted class becomes, UNLABELLED for none; None to leave all as it is."""
        ...

    def reading(self, evidence: Evidence) -> Chosen | None:
        """One of the readings of a label map that can be read in more ways than one; None to leave it."""
        ...

    def merge_target(self, palette: Palette, class_id: int) -> int | None:
        """The class into which a class is merged, or None."""
        ...

    def may_remove(self, palette: Palette, class_id: int, share: float) -> bool:
        """Whether a class with this share of the pixels may go."""
        ...

    def colour(self, palette: Palette, class_id: int) -> tuple[int, int, int] | None:
        """Another colour for a class, or None."""
        ...

    def check(self, palette: Palette) -> bool:
        """Show which classes look alike; whether they are to be recoloured."""
        ...


class Answer(Enum):
    """What to do with work that would be lost."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Asking(PaletteAsking, Protocol):
    """Whom the program asks: `Dialogs`, or a script in tests."""

    def unsaved(self, about_to: str) -> Answer:
        """Ask before work is discarded; `about_to` is such as "closing"."""
        ...

    def open_path(self, title: str, folder: Path, kinds: Sequence[str] = PICTURES) -> Path | None:
        """A file of one of these kinds to read, or None."""
        ...

    def open_folder(self, title: str, folder: Path) -> Path | None:
        """A folder to read from, or None."""
        ...

    def save_path(self, title: str, proposed: Path, kinds: Sequence[str] = PICTURES) -> Path | None:
        """Where to write a file, or None; its suffix is one of `kinds`."""
        ...

    def export(self, settings: Settings, painted: tuple[int, int] | None, drawing: tuple[int, int]) -> bool:
        """Have the settings of exports chosen; whether to export. Sizes of picture and drawing are (width, height)."""
        ...

    def may_pause_training(self) -> bool:
        """Whether to close although a training runs, which is paused then."""
        ...

    def may_discard_training(self, name: str) -> bool:
        """Whether a training and all that it has learnt may go."""
        ...

    def may_clear_cache(self, used_bytes: int) -> bool:
        """Whether what the base said, which trainings learn from, may be deleted."""
        ...

    def may_replace(self, text: str) -> bool:
        """Whether an installed module, or a file, may go for another one; `text` says which."""
        ...

    def paint_colour(self, now: tuple[int, int, int]) -> tuple[int, int, int] | None:
        """Another colour to paint with, or None."""
        ...

    def size(
        self, title: str, proposed: tuple[int, int], offers: Sequence[tuple[int, int]], keep_proportions: bool
    ) -> tuple[int, int] | None:
        """A size (width, height) for a drawing, or None."""
        ...
