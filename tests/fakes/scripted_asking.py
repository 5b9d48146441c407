"""Answers in place of the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app import settings as s
from app.dialogs.asking import PICTURES, Answer, Pasted


@dataclass
class ScriptedAsking:
    """Gives the next answer or path of its lists, and records what was asked."""

    answers: list[Answer] = field(default_factory=list)
    paths: list[Path | None] = field(default_factory=list)
    sizes: list[tuple[int, int] | None] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    """Ids of formats to export in, one after the other; where there is none, what was chosen last."""
    pasted: list[Pasted | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def unsaved(self, about_to: str) -> Answer:
        self.asked.append(about_to)
        return self.answers.pop(0)

    def open_path(self, title: str, folder: Path, kinds: Sequence[str] = PICTURES) -> Path | None:
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

    def paste_as(self) -> Pasted | None:
        self.asked.append("paste as")
        return self.pasted.pop(0)
