"""The files that were opened and saved last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from app.settings import table as s
from app.system.plain import add_entry, plain
from app.system.translation import tr


class RecentMenu(QMenu):
    """Lists the recent files, newest first, and calls `open_path` with the one that is chosen."""

    def __init__(self, settings: s.Settings, open_path: Callable[[Path], None], parent: QWidget | None = None) -> None:
        super().__init__(tr("Open recent"), parent)
        self._settings = settings
        self._open_path = open_path
        self.setToolTipsVisible(True)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.refresh()

    def refresh(self) -> None:
        """List the files as they are now."""
        self.clear()
        paths = [Path(name) for name in self._settings.get(s.RECENT_FILES)]
        twins = Counter(path.name for path in paths)
        for path in paths:
            text = path.name if twins[path.name] == 1 else f"{path.name} — {path.parent.name}"
            action = add_entry(self, text)
            action.setToolTip(plain(str(path)))
            action.triggered.connect(partial(self._choose, path))
        if paths:
            self.addSeparator()
            self.addAction(tr("Clear list")).triggered.connect(self._clear_list)
        self.setEnabled(bool(paths))

    def _choose(self, path: Path, _checked: bool = False) -> None:
        self._open_path(path)

    def _clear_list(self) -> None:
        self._settings.set(s.RECENT_FILES, ())

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.RECENT_FILES:
            self.refresh()
