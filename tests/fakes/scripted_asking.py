"""Answers in place of the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.settings import table as s
from app.widgets.questions import PICTURES, Answer, Chosen
from canvas.label_maps.evidence import Evidence
from canvas.palette import Palette


@dataclass
class ScriptedAsking:
    """Gives the next answer or path of its lists, and records what was asked."""

    answers: list[Answer] = field(default_factory=list)
    paths: list[Path | None] = field(default_factory=list)
    sizes: list[tuple[int, int] | None] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    """Ids of formats to export in, one after the other; where there is none, what was chosen last."""
    mappings: list[dict[int, int] | None] = field(default_factory=list)
    readings: list[str | tuple[str, bool] | None] = field(default_factory=list)
    """Rules by their words, with whether they are for the whole folder."""
    classes: list[int | None] = field(default_factory=list)
    colours: list[tuple[int, int, int] | None] = field(default_factory=list)
    agrees: list[bool] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def unsaved(self, about_to: str) -> Answer:
        self.asked.append(about_to)
        return self.answers.pop(0)

    def open_path(self, title: str, folder: Path, kinds: Sequence[str] = PICTURES) -> Path | None:
        self.asked.append(title)
        return self.paths.pop(0)

    def open_folder(self, title: str, folder: Path) -> Path | None:
        self.asked.append(title)
        return self.paths.pop(0)

    def save_path(self, title: str, proposed: Path, kinds: Sequence[str] = PICTURES) -> Path | None:
        self.asked.append(title)
        return self.paths.pop(0)

    def size(
        self, title: str, proposed: tuple[int, int], offers: Sequence[tuple[int, int]], keep_proportions: bool
    ) -> tuple[int, int] | None:
        """The next size of the list, or what is proposed."""
        self.asked.append(title)
        return self.sizes.pop(0) if self.sizes else proposed

    def export(self, settings: s.Settings, painted: tuple[int, int] | None, drawing: tuple[int, int]) -> bool:
        if self.exports:
            settings.set(s.EXPORT_FORMAT, self.exports.pop(0))
        return True

    def may_pause_training(self) -> bool:
        self.asked.append("pause training")
        return self.agrees.pop(0)

    def may_discard_training(self, name: str) -> bool:
        self.asked.append(f"discard training {name}")
        return self.agrees.pop(0)

    def may_clear_cache(self, used_bytes: int) -> bool:
        self.asked.append(f"clear {used_bytes} bytes")
        return self.agrees.pop(0)

    def may_replace(self, text: str) -> bool:
        self.asked.append(text)
        return self.agrees.pop(0)

    def open_palette(self, folder: Path) -> Path | None:
        self.asked.append("open palette")
        return self.paths.pop(0)

    def save_palette(self, proposed: Path) -> Path | None:
        self.asked.append(f"save palette {proposed.name}")
        return self.paths.pop(0)

    def mapping(self, labels: NDArray[np.uint8], palette: Palette, other: Palette) -> dict[int, int] | None:
        self.asked.append(f"map {palette.name} to {other.name}")
        return self.mappings.pop(0)

    def reading(self, evidence: Evidence) -> Chosen | None:
        """The reading of the next word of the list."""
        self.asked.append(f"read {evidence.samples.name}")
        wanted = self.readings.pop(0)
        if wanted is None:
            return None
        word, for_folder = wanted if isinstance(wanted, tuple) else (wanted, False)
        found = {reading.rule.text(evidence.palette): reading for reading in evidence.readings}
        return Chosen(found[word], for_folder)

    def merge_target(self, palette: Palette, class_id: int) -> int | None:
        self.asked.append(f"merge {palette.name_of(class_id)}")
        return self.classes.pop(0)

    def may_remove(self, palette: Palette, class_id: int, share: float) -> bool:
        self.asked.append(f"remove {palette.name_of(class_id)} {share:.3f}")
        return self.agrees.pop(0)

    def colour(self, palette: Palette, class_id: int) -> tuple[int, int, int] | None:
        self.asked.append(f"colour {palette.name_of(class_id)}")
        return self.colours.pop(0)

    def paint_colour(self, now: tuple[int, int, int]) -> tuple[int, int, int] | None:
        self.asked.append(f"paint colour {now}")
        return self.colours.pop(0)

    def check(self, palette: Palette) -> bool:
        self.asked.append(f"check {palette.name}")
        return self.agrees.pop(0)
