"""The whole table: the menus in their order, and what is in no menu."""

from __future__ import annotations

from app.menus.action import Action, Menu
from app.menus.drawing_menu import CLASS_KEYS, DRAWING_MENU
from app.menus.edit_menu import EDIT_MENU
from app.menus.file_menu import FILE_MENU
from app.menus.module_menu import MODULE_MENU
from app.menus.picture_menu import PICTURE_MENU
from app.menus.view_menu import VIEW_MENU
from app.menus.window_menu import HELP_MENU, SHOW_PANELS, WINDOW_MENU

MENUS: tuple[Menu, ...] = (
    FILE_MENU,
    EDIT_MENU,
    VIEW_MENU,
    DRAWING_MENU,
    PICTURE_MENU,
    MODULE_MENU,
    WINDOW_MENU,
    HELP_MENU,
)
ACTIONS: tuple[Action, ...] = (*(action for menu in MENUS for action in menu.actions()), *CLASS_KEYS, *SHOW_PANELS)
