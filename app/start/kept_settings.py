"""Writes the settings to their file, soon after one has changed and at the end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from app.settings import table as s
from app.system.notices import Notices
from canvas.errors import CanvasError

_DELAY_MS = 1000


class KeptSettings(QObject):
    """GUI thread. A file that cannot be written is a notice, which goes once it can."""

    def __init__(self, settings: s.Settings, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._notices = notices
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DELAY_MS)
        self._soon.timeout.connect(self._save)
        self._disconnect = settings.changed.connect(self._on_setting)

    @property
    def is_waiting(self) -> bool:
        """Whether something is about to be written."""
        return self._soon.isActive()

    def stop(self) -> None:
        """Write them now, and no more."""
        self._disconnect()
        self._soon.stop()
        self._save()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting.kept:
            self._soon.start()

    @Slot()
    def _save(self) -> None:
        try:
            self._settings.save()
        except CanvasError as error:
            self._notices.report(error, "settings")
        else:
            self._notices.succeeded("settings")
