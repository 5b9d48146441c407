"""The modules that paint along with the chosen one, each with its own strength."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.installed.choices import Choices, modules_that_paint
from app.settings import table as s
from app.system.plain import Label, add_entry, plain
from app.system.translation import tr
from app.widgets.fields.number_slider import NumberSlider
from app.widgets.fields.plain_box import HEIGHT_PX
from app.widgets.theme import Look
from engine.errors import EngineError
from engine.installed.registry import ModuleInfo


class BesideField(QWidget):
    """A row for each of them, under one another. `add` is a button with a menu, to be laid out elsewhere."""

    def __init__(self, settings: s.Settings, choices: Choices, look: Look) -> None:
        super().__init__()
        self._settings, self._choices, self._look = settings, choices, look
        self.rows: dict[str, BesideRow] = {}
        self._installed: dict[str, ModuleInfo] = {}
        self.add = QToolButton()
        self.add.setAutoRaise(True)
        self.add.setFixedSize(HEIGHT_PX, HEIGHT_PX)
        self.add.setIconSize(QSize(16, 16))
        self.add.setToolTip(tr("Paint with another module, too; their effects add up"))
        self.add.setAccessibleName(tr("Paint with another module, too"))
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.add.setMenu(self.menu)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        look.changed.connect(self._dress)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.destroyed.connect(self._disconnect)
        self.refresh()
        self._dress()

    @Slot()
    def refresh(self) -> None:
        """List again what is installed for the base."""
        try:
            self._installed = {info.id: info for info in self._choices.modules()}
        except EngineError:
            self._installed = {}
        self._show()

    def _show(self) -> None:
        """Show what paints along now, and whether there is another module to add."""
        chosen = self._settings.get(s.BESIDE) if self._settings.get(s.MODULE) else {}
        for name in [name for name in self.rows if name not in chosen]:
            row = self.rows.pop(name)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for name, strength in chosen.items():
            if name not in self.rows:
                label = self._installed[name].label if name in self._installed else name
                row = self.rows[name] = BesideRow(label, self._look)
                row.strength.moved.connect(partial(self._set, name))
                row.remove.clicked.connect(partial(self._remove, name))
                self._column.addWidget(row)
            self.rows[name].strength.show_number(strength)
        self.add.setEnabled(bool(self._addable()))

    def _addable(self) -> list[ModuleInfo]:
        """None where the base paints alone: the first module is the chosen one."""
        chosen = modules_that_paint(self._settings)
        return [info for name, info in self._installed.items() if chosen and name not in chosen]

    @Slot()
    def _fill_menu(self) -> None:
        self.menu.clear()
        for info in self._addable():
            add_entry(self.menu, info.label).triggered.connect(partial(self._choices.add, info))

    def _set(self, name: str, strength: float) -> None:
        beside = self._settings.get(s.BESIDE)
        self._settings.set(s.BESIDE, {**beside, name: strength})

    def _remove(self, name: str) -> None:
        beside = self._settings.get(s.BESIDE)
        self._settings.set(s.BESIDE, {each: strength for each, strength in beside.items() if each != name})

    @Slot()
    def _dress(self) -> None:
        self.add.setIcon(self._look.icon("add"))

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.BASE:
            self.refresh()
        elif setting in (s.BESIDE, s.MODULE):
            self._show()


class BesideRow(QWidget):
    """One module: its name, how strongly it acts, and a button that lets it go."""

    def __init__(self, label: str, look: Look) -> None:
        super().__init__()
        self._label, self._look = label, look
        self.name = Label()
        self.name.setToolTip(plain(label))
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.remove = QToolButton()
        self.remove.setAutoRaise(True)
        self.remove.setFixedSize(HEIGHT_PX, HEIGHT_PX)
        self.remove.setIconSize(QSize(16, 16))
        without = tr("Paint without “{module}”", module=label)
        self.remove.setToolTip(plain(without))
        self.remove.setAccessibleName(without)
        self.strength = NumberSlider(0, 6, 0.1, most=100)
        follows = tr("How strictly the picture follows what “{module}” hears", module=label)
        self.strength.setToolTip(plain(follows))
        self.strength.setAccessibleName(follows)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.name, 1)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.strength)
        look.changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the name to the room that there is."""
        super().resizeEvent(event)
        self.name.setText(self.name.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, self._room()))

    def _room(self) -> int:
        return max(0, self.width() - HEIGHT_PX - 4)

    @Slot()
    def _dress(self) -> None:
        self.remove.setIcon(self._look.icon("close"))
