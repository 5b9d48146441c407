"""The prompt, with the words that the base knows offered while typing and in a menu."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QMenu, QPlainTextEdit, QWidget

from app.settings import table as s
from app.system.plain import add_entry, entry, plain

SETTLE_MS = 400
_LINES = 3


class PromptField(QPlainTextEdit):
    """Sets the prompt once typing pauses, on leaving the field, or on `commit`."""

    def __init__(
        self, settings: s.Settings, setting: s.Setting[str], lines: int = _LINES, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._setting = setting
        self._completer: QCompleter | None = None
        self.words_menu = QMenu(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.commit)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 14)
        self._show()
        self.textChanged.connect(self._settle.start)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)

    def offer_words(self, words: Mapping[str, tuple[str, ...]]) -> None:
        """Offer these: group -> words."""
        self.words_menu.clear()
        for submenu in self.words_menu.findChildren(QMenu):
            submenu.deleteLater()
        for group, members in words.items():
            submenu = self.words_menu.addMenu(entry(group.capitalize()))
            submenu.menuAction().setToolTip(plain(group.capitalize()))
            for word in members:
                add_entry(submenu, word).triggered.connect(lambda _checked=False, word=word: self.add_word(word))
        known = sorted({word for members in words.values() for word in members})
        if self._completer is not None:
            self._completer.deleteLater()
        self._completer = QCompleter(known, self) if known else None
        if self._completer is not None:
            self._completer.setWidget(self)
            self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self._completer.activated.connect(self.complete)

    def add_word(self, word: str) -> None:
        """Append one word, after a comma where text precedes it, and commit."""
        before = self.toPlainText().rstrip().rstrip(",")
        self.setPlainText(f"{before}, {word}" if before else word)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.commit()

    @Slot()
    def commit(self) -> None:
        """Set the prompt to what the field shows; one that only differs in its blanks is left as it was opened."""
        self._settle.stop()
        text = " ".join(self.toPlainText().split())
        if text != " ".join(self._settings.get(self._setting).split()):
            self._settings.set(self._setting, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return commits; other keys type, and offer what begins with the word so far."""
        popup = self._completer.popup() if self._completer is not None else None
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if popup is not None and popup.isVisible() and (is_return or event.key() == Qt.Key.Key_Tab):
            event.ignore()
            return
        if is_return:
            self.commit()
            return
        super().keyPressEvent(event)
        if self._completer is not None and popup is not None:
            word = self._word()
            self._completer.setCompletionPrefix(word)
            if event.text().strip() and len(word) >= 2 and self._completer.currentCompletion().lower() != word.lower():
                rect = self.cursorRect()
                rect.setWidth(180)
                self._completer.complete(rect)
            else:
                popup.hide()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits."""
        super().focusOutEvent(event)
        self.commit()

    def _word(self) -> str:
        return self.textCursor().block().text()[: self.textCursor().positionInBlock()].split(",")[-1].split(" ")[-1]

    def complete(self, word: str) -> None:
        """Put a whole word in place of what was typed of it."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._word()))
        cursor.insertText(word)
        self.setTextCursor(cursor)

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is self._setting:
            self._show()

    def _show(self) -> None:
        text = self._settings.get(self._setting)
        if " ".join(text.split()) != " ".join(self.toPlainText().split()):
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
