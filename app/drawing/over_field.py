"""Which classes the tools paint over: all of them, or those that are ticked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from app.settings import table as s
from app.system.plain import add_entry, entry
from app.system.translation import shown_class, tr
from app.widgets.elided import ARROW, ElidedButton
from canvas.document import Document

_NAMES_SHOWN = 2


class OverField(ElidedButton):
    """A button that says what is painted over, with a menu of the classes; what is not ticked is preserved."""

    def __init__(self, settings: s.Settings, document: Document) -> None:
        super().__init__()
        self._settings = settings
        self._document = document
        self._menu = QMenu(self)
        self._actions: dict[int | None, QAction] = {}
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setProperty("kind", "plain")
        self.setToolTip(tr("Paint over everything, or only over the classes chosen here: the others are preserved"))
        self._disconnects = [
            settings.changed.connect(self._on_setting),
            document.palette_changed.connect(self._build),
        ]
        for disconnect in self._disconnects:
            self.destroyed.connect(disconnect)
        self._build()

    def action(self, class_id: int | None) -> QAction:
        """The entry of a class, or with None of everything."""
        return self._actions[class_id]

    def _build(self) -> None:
        self._menu.clear()
        self._actions = {}
        self._add(tr("Everything"), None)
        self._menu.addSeparator()
        for class_id in sorted(self._document.palette.ids):
            self._add(shown_class(self._document.palette, class_id), class_id)
        over = self._settings.get(s.PAINT_OVER)
        known = None if over is None else over & set(self._document.palette.ids)
        self._settings.set(s.PAINT_OVER, known or None)
        self._show()

    def _add(self, text: str, class_id: int | None) -> None:
        action = add_entry(self._menu, text)
        action.setCheckable(True)
        action.triggered.connect(lambda _checked=False: self._on_chosen(class_id))
        self._actions[class_id] = action

    def _on_chosen(self, class_id: int | None) -> None:
        if class_id is None:
            self._settings.set(s.PAINT_OVER, None)
        else:
            over = self._settings.get(s.PAINT_OVER) or frozenset()
            self._settings.set(s.PAINT_OVER, (over ^ {class_id}) or None)
        self._show()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.PAINT_OVER:
            self._show()

    def _show(self) -> None:
        over = self._settings.get(s.PAINT_OVER)
        for class_id, action in self._actions.items():
            action.setChecked(over is None if class_id is None else class_id in (over or ()))
        if over is None:
            text = tr("Paint over: everything")
        else:
            names = [shown_class(self._document.palette, class_id) for class_id in sorted(over)]
            shown, more = ", ".join(names[:_NAMES_SHOWN]), len(names) - _NAMES_SHOWN
            if more > 0:
                text = tr("Paint over: only {names} and {more} more", names=shown, more=more)
            else:
                text = tr("Paint over: only {names}", names=shown)
        self.setText(f"{entry(text)}{ARROW}")
