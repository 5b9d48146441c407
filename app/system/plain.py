"""Names as text: Qt takes a name with an angle bracket for rich text, which reads files, and "&" for a key."""

from __future__ import annotations

from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QLabel, QMenu, QMessageBox, QWidget

from canvas.words import shown

_MOST_IN_TIP, _MOST_IN_ENTRY = 2000, 80


def plain(text: str) -> str:
    """`text` for a tool tip, which knows no plain text: what Qt may take for rich text is escaped."""
    text = text if len(text) <= _MOST_IN_TIP else f"{text[: _MOST_IN_TIP - 1]}…"
    return Qt.convertFromPlainText(text) if "<" in text or "&lt;" in text else text


def entry(text: str) -> str:
    """A name for a menu or button, which take "&" for a key and a tab for a shortcut: one line, as it is read."""
    return shown(text, _MOST_IN_ENTRY).replace("&", "&&")


def add_entry(menu: QMenu, text: str) -> QAction:
    """An entry of a menu that is called by a name; its tool tip is the whole of it."""
    action = menu.addAction(entry(text))
    action.setToolTip(plain(text))
    return action


class Label(QLabel):
    """A label whose text is plain text."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def question(parent: QWidget | None, title: str, text: str, hint: str = "") -> QMessageBox:
    """A box that asks in plain text; the caller adds its buttons."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(plain(hint))
    return box
