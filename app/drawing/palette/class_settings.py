"""Keeps what is set for classes with their classes when the palette changes. No Qt."""

from __future__ import annotations

from typing import Any

from app.settings import table as s
from canvas.document import Document
from canvas.palette import UNLABELLED, Palette


class ClassSettings:
    """Current, hidden and recent classes, strengths, and what is painted over follow each class by its id and name.

    A class whose id is kept keeps what is set; one that got another id is found by its name; the others lose it.
    """

    def __init__(self, document: Document, settings: s.Settings) -> None:
        self._document = document
        self._settings = settings
        self._palette = document.palette
        self._disconnects = [
            document.palette_changed.connect(self._follow),
            settings.changed.connect(self._on_setting),
        ]

    def disconnect(self) -> None:
        """Follow no longer."""
        for disconnect in self._disconnects:
            disconnect()

    def _follow(self) -> None:
        before, self._palette = self._palette, self._document.palette
        targets = _followed(before, self._palette)
        settings = self._settings
        settings.set(s.HIDDEN_CLASSES, frozenset(_present(settings.get(s.HIDDEN_CLASSES), targets)))
        settings.set(s.RECENT_CLASSES, tuple(_present(settings.get(s.RECENT_CLASSES), targets)))
        weights = settings.get(s.CLASS_WEIGHTS).items()
        settings.set(s.CLASS_WEIGHTS, {targets[each]: weight for each, weight in weights if each in targets})
        over = settings.get(s.PAINT_OVER)
        if over is not None:
            settings.set(s.PAINT_OVER, frozenset(_present(over, targets)) or None)
        settings.set(s.CURRENT_CLASS, targets.get(settings.get(s.CURRENT_CLASS), self._first()))

    def _first(self) -> int:
        return next((class_id for class_id in self._palette.ids if class_id != UNLABELLED), UNLABELLED)

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.CURRENT_CLASS:
            current = self._settings.get(s.CURRENT_CLASS)
            others = tuple(each for each in self._settings.get(s.RECENT_CLASSES) if each != current)
            if current != UNLABELLED:
                self._settings.set(s.RECENT_CLASSES, (current, *others)[: s.RECENT_CLASSES_KEPT])


def _present(ids: frozenset[int] | tuple[int, ...], targets: dict[int, int]) -> list[int]:
    return [targets[class_id] for class_id in ids if class_id in targets]


def _followed(before: Palette, after: Palette) -> dict[int, int]:
    """Old id -> new id: where the name is now, else where the id is, if its new name is not an old one."""
    targets = {}
    for entry in before.entries:
        same = after.find_name(entry.name)
        if same is not None:
            targets[entry.class_id] = same.class_id
        elif entry.class_id in after.ids and before.find_name(after.name_of(entry.class_id)) is None:
            targets[entry.class_id] = entry.class_id
    return targets
