"""The table as QActions on one window."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.menus.action import Action, Menu, Place
from app.menus.desk import Desk
from app.menus.shortcuts import Shortcuts, shown_keys
from app.menus.table import ACTIONS, MENUS
from app.settings import table as s
from app.system.plain import plain
from app.system.translation import tr
from app.widgets.theme import Look


class Actions:
    """Every action of the table, checked and enabled as settings and session have it."""

    def __init__(self, window: QWidget, desk: Desk, look: Look) -> None:
        self._desk = desk
        self._settings = settings = desk.settings
        self._shortcuts = Shortcuts(settings)
        self._look = look
        self._made: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(tr(spec.text), window)
            action.setCheckable(spec.is_switch)
            action.triggered.connect(partial(self._run, spec))
            window.addAction(action)
            self._made[spec.id] = action
        self._disconnect = settings.changed.connect(self._on_setting)
        look.changed.connect(self.show_icons)
        self.show_icons()
        self._show_keys()
        self.refresh()

    def __getitem__(self, action_id: str) -> QAction:
        """The action with this id."""
        return self._made[action_id]

    def fill_menus(self, bar: QMenuBar, places: Mapping[str, QMenu] | None = None) -> None:
        """Put every menu of the table into the bar, and the menus of `places` where the table names them."""
        for menu in MENUS:
            self._fill(bar.addMenu(tr(menu.text)), menu, places or {})

    def refresh(self) -> None:
        """Show again what is on and what can be done."""
        for spec in ACTIONS:
            action = self._made[spec.id]
            if spec.checked is not None:
                setting, value = spec.checked
                action.setChecked(self._settings.get(setting) == value)
            if spec.is_on is not None:
                action.setChecked(spec.is_on(self._desk))
            if spec.enabled is not None:
                action.setEnabled(spec.enabled(self._desk))
            if spec.unable is not None:
                reason = spec.unable(self._desk)
                action.setEnabled(not reason)
                if reason and spec.checked == (s.TOOL, self._settings.get(s.TOOL)):
                    self._settings.reset(s.TOOL)  # what it is for has gone
                self._show_tip(spec, reason)

    def show_icons(self) -> None:
        """Draw the icons in the theme's colours."""
        for spec in ACTIONS:
            if spec.icon:
                self._made[spec.id].setIcon(self._look.icon(spec.icon))

    def _show_keys(self) -> None:
        for spec in ACTIONS:
            action, keys = self._made[spec.id], self._shortcuts.keys(spec.id)
            action.setShortcut(QKeySequence(keys))
            self._show_tip(spec, "" if spec.unable is None else spec.unable(self._desk))

    def _show_tip(self, spec: Action, reason: str) -> None:
        keys = self._shortcuts.keys(spec.id)
        named = f"{tr(spec.text)} ({shown_keys(keys)})" if keys else tr(spec.text)
        self._made[spec.id].setToolTip(plain("\n".join(text for text in (named, tr(spec.tip), tr(reason)) if text)))

    def _fill(self, menu: QMenu, spec: Menu, places: Mapping[str, QMenu]) -> None:
        menu.setToolTipsVisible(any(isinstance(entry, Action) and entry.unable for entry in spec.entries))
        for entry in spec.entries:
            if isinstance(entry, Action):
                menu.addAction(self._made[entry.id])
            elif isinstance(entry, Menu):
                self._fill(menu.addMenu(tr(entry.text)), entry, places)
            elif not isinstance(entry, Place):
                menu.addSeparator()
            elif entry.id in places:
                menu.addMenu(places[entry.id])

    def _run(self, spec: Action, _checked: bool = False) -> None:
        if spec.ends_stroke:
            self._desk.end_stroke()
        spec.do(self._desk)
        self.refresh()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.SHORTCUTS:
            self._show_keys()
        is_shown = any(spec.checked is not None and spec.checked[0] is setting for spec in ACTIONS)
        if is_shown or setting in (s.BASE, s.MODULE, s.BESIDE):
            self.refresh()
