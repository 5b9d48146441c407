"""What is open: the drawing with its history, the settings that belong to it, and the photo that it is traced from."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.drawing.reference import Reference
from app.drawing.settings_history import SettingsHistory
from app.formats.images.photo import Photo, PlacedPhoto
from app.settings import table as s
from app.settings.setting import plain
from canvas.document import Document, DocumentSnapshot
from canvas.history import History
from canvas.layers import LayerName
from canvas.palette import Palette
from canvas.raster import BBox
from engine.request.types import Colours, Ink, LabelMap

_MB = 2**20


@dataclass(frozen=True, eq=False)
class WorkSnapshot:
    """Everything that a project holds and a person changes: the drawing, its settings, the photo to trace from.

    The picture is none of it: it follows from the others, and the gallery keeps every one.
    """

    drawing: DocumentSnapshot
    recipe: Mapping[str, Any]
    """Id of a setting of the drawing -> its value, as JSON has it."""
    photo: Photo | None


class OpenWork(QObject):
    """One work at a time, and another one in its place. Knows no engine. GUI thread."""

    edited = Signal(object)
    """frozenset[LayerName]: layers of the drawing changed, or only its classes; not while another work comes."""
    replacing = Signal()
    """Another work is about to come."""
    replaced = Signal()
    """Another work is open, with its settings and its photo."""

    def __init__(
        self,
        document: Document,
        history: History,
        settings: s.Settings,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """`clock` tells seconds."""
        super().__init__(parent)
        self.document, self.history, self.settings = document, history, settings
        self.reference = Reference(self)
        history.budget_bytes = settings.get(s.UNDO_BUDGET_MB) * _MB
        self.settings_history = SettingsHistory(settings, document, history, clock)
        self._layers: set[LayerName] = set()
        """Of the edit that is under way."""
        self._is_replacing = False
        self._disconnects = [
            document.layer_changed.connect(lambda layer, _bbox: self._layers.add(layer)),
            document.changed.connect(self._on_changed),
            document.resized.connect(self._on_resized),
            settings.changed.connect(self._on_setting),
            self.settings_history.disconnect,
        ]

    @property
    def palette(self) -> Palette:
        """The classes of the drawing, as they are now."""
        return self.document.palette

    @property
    def is_replacing(self) -> bool:
        """Whether another drawing and its settings are being put in place."""
        return self._is_replacing

    @property
    def placed_photo(self) -> PlacedPhoto | None:
        """The photo that the drawing is traced from, as it is looked at now."""
        return self.reference.placed(self.settings)

    def snapshot(self) -> WorkSnapshot:
        """The work as it is now."""
        return WorkSnapshot(self.document.snapshot(), self._recipe(), self.reference.photo)

    def is_as(self, snapshot: WorkSnapshot, *, with_settings: bool = True, with_photo: bool = True) -> bool:
        """Whether the drawing, and with it the settings and the photo where they count, is as it was."""
        return (
            (not with_photo or self.reference.photo is snapshot.photo)
            and (not with_settings or self.has_settings_of(snapshot))
            and self.document.is_as(snapshot.drawing)
        )

    def has_settings_of(self, snapshot: WorkSnapshot, *, with_seed: bool = False) -> bool:
        """Whether the settings are as they were; of a drawing that is empty its seed is no matter, unless asked for."""
        recipe = self._recipe()
        if not with_seed and self.document.layers.is_blank:
            recipe[s.SEED.id] = snapshot.recipe[s.SEED.id]
        return recipe == snapshot.recipe

    def place(
        self,
        labels: LabelMap,
        palette: Palette,
        ink: Ink | None = None,
        photo: Photo | None = None,
        put_settings: Callable[[s.Settings], None] | None = None,
        colours: Colours | None = None,
    ) -> None:
        """Open another drawing with a `photo` to trace from; `put_settings` sets what comes along.

        Without `ink` and `colours` these layers are blank. Nobody's change: no step of the history undoes it.

        Raises CanvasError or ValueError if the drawing or a setting cannot be, and then changes nothing.
        """
        if put_settings is not None:
            put_settings(s.Settings())
        self.replacing.emit()
        revision, self._is_replacing = self.document.revision, True
        try:
            self.document.load(labels, palette, ink, colours)
        finally:
            self._is_replacing = False
            self._layers.clear()
            if self.document.revision != revision:
                with self.settings_history.apart():
                    self._take_over(photo, put_settings)

    def close(self) -> None:
        """Follow no change any longer."""
        for disconnect in self._disconnects:
            disconnect()

    def _take_over(self, photo: Photo | None, put_settings: Callable[[s.Settings], None] | None) -> None:
        if put_settings is not None:
            self._is_replacing = True
            try:
                put_settings(self.settings)
            finally:
                self._is_replacing = False
        self.reference.show(photo)
        self.replaced.emit()

    def _recipe(self) -> dict[str, Any]:
        """The settings that belong to the drawing; strengths that change nothing are left out."""
        recipe = {setting.id: plain(self.settings.get(setting)) for setting in s.WORK}
        known = {str(class_id) for class_id in self.palette.ids}
        weights = recipe[s.CLASS_WEIGHTS.id].items()
        recipe[s.CLASS_WEIGHTS.id] = {key: weight for key, weight in weights if weight != 1.0 and key in known}
        return recipe

    def _on_changed(self, _bbox: BBox) -> None:
        layers = frozenset(self._layers)
        self._layers.clear()
        if not self._is_replacing:
            self.edited.emit(layers)

    def _on_resized(self) -> None:
        """Another shape of the drawing is another shape of the picture."""
        if not self._is_replacing:
            self.settings.reset(s.EXACT_SIZE)

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.UNDO_BUDGET_MB:
            self.history.budget_bytes = self.settings.get(setting) * _MB
        if setting is s.SIZE_PX and not self._is_replacing:
            self.settings.reset(s.EXACT_SIZE)
