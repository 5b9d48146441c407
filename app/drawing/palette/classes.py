"""What the person can do with the classes of the drawing: each is one step of the history. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from canvas.document import Document
from canvas.edits import PaletteEdit, PatchEdit
from canvas.history import History
from canvas.palette import UNLABELLED, Palette
from canvas.palette_editing import coloured, moved, renamed, with_class, with_key, without
from canvas.palette_mapping import mapped
from canvas.palette_recolouring import recoloured
from canvas.words import say


class Classes:
    """Edits of the drawing's palette. `commit` ends an unfinished stroke first. Raises PaletteError."""

    def __init__(self, document: Document, history: History, commit: Callable[[], None]) -> None:
        self._document = document
        self._history = history
        self._commit = commit

    @property
    def palette(self) -> Palette:
        """The drawing's palette."""
        return self._document.palette

    def share(self, class_id: int) -> float:
        """The share of the drawing's pixels that have this class, 0 to 1."""
        return float(np.count_nonzero(self._document.labels == class_id) / self._document.labels.size)

    def add(self, name: str) -> int:
        """One more class, in a colour unlike the others; returns its id."""
        palette, class_id = with_class(self.palette, name)
        self._perform(say("Add the class {name}", name=palette.name_of(class_id)), palette)
        return class_id

    def rename(self, class_id: int, name: str) -> None:
        """Give a class another name."""
        before = self.palette.name_of(class_id)
        if name.strip() != before:
            palette = renamed(self.palette, class_id, name)
            self._perform(say("Rename {before} to {name}", before=before, name=name.strip()), palette)

    def recolour(self, class_id: int, rgb: tuple[int, int, int]) -> None:
        """Give a class another colour."""
        palette = coloured(self.palette, class_id, rgb)
        self._perform(say("Recolour {name}", name=palette.name_of(class_id)), palette)

    def recolour_all(self) -> None:
        """Give all classes colours that people with and without a colour vision deficiency tell apart."""
        self._perform(say("Recolour the classes"), recoloured(self.palette))

    def give_key(self, class_id: int, key: int | None) -> None:
        """Put a class on a digit, or with None leave its digit to the order."""
        palette = with_key(self.palette, class_id, key)
        self._perform(say("Change the key of {name}", name=palette.name_of(class_id)), palette)

    def move(self, class_id: int, before: int | None) -> None:
        """Show a class before another one, or last."""
        palette = moved(self.palette, class_id, before)
        self._perform(say("Move {name} in the palette", name=palette.name_of(class_id)), palette)

    def step(self, class_id: int, down: bool) -> None:
        """Show a class one place further down or up."""
        ids = [each for each in self.palette.ids if each != UNLABELLED]
        place = ids.index(class_id) + (1 if down else -1)
        if 0 <= place < len(ids):
            others = [each for each in ids if each != class_id]
            self.move(class_id, others[place] if place < len(others) else None)

    def merge(self, class_id: int, into: int) -> None:
        """Make the pixels of a class those of another one, and take it out of the palette."""
        name, other = self.palette.name_of(class_id), self.palette.name_of(into)
        label = say("Merge {name} into {other}", name=name, other=other)
        self._perform(label, without(self.palette, class_id), {class_id: into})

    def remove(self, class_id: int) -> None:
        """Take a class out of the palette; its pixels become unlabelled."""
        label = say("Remove the class {name}", name=self.palette.name_of(class_id))
        self._perform(label, without(self.palette, class_id), {class_id: UNLABELLED})

    def replace(self, palette: Palette, targets: Mapping[int, int]) -> None:
        """Put another palette in place: each class becomes its target, and unlabelled where it has none."""
        every = dict.fromkeys(self.palette.ids, UNLABELLED) | dict(targets)
        self._perform(say("Choose the palette {name}", name=palette.name), palette, every)

    def rename_palette(self, name: str) -> None:
        """Give the palette another name."""
        if name.strip() and name.strip() != self.palette.name:
            self._perform(say("Rename the palette"), replace(self.palette, name=name.strip()))

    def _perform(self, label: str, palette: Palette, targets: Mapping[int, int] | None = None) -> None:
        self._commit()
        labels, patch = self._document.labels, None
        if targets is not None:
            every = {class_id: class_id for class_id in self.palette.ids} | dict(targets)
            patch = PatchEdit.replace_all(labels, mapped(labels, every))
        self._history.perform(label, PaletteEdit(self.palette, palette, patch))
