"""The menu of the palette and the menu of one class."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from app.drawing.palette.classes import Classes
from app.drawing.palette.palette_choice import PaletteChoice
from app.system.plain import add_entry, entry, plain
from app.system.translation import shown_class, tr
from canvas.palette import KEYS, UNLABELLED, Palette


def fill_palette_menu(menu: QMenu, palette: Palette, choice: PaletteChoice, rename: Callable[[], None]) -> None:
    """What can be done with the whole palette, as it is now."""
    menu.clear()
    menu.setToolTipsVisible(True)
    of_module = choice.shelf.of_module()
    for each in choice.shelf.bundled():
        action = add_entry(menu, tr("{name} ({count} classes)", name=each.name, count=len(each.entries) - 1))
        action.triggered.connect(partial(_choose, choice, each))
        action.setCheckable(True)
        action.setChecked(each.classes() == palette.classes() and each.name == palette.name)
        action.setToolTip(plain(each.source))
    menu.addSeparator()
    if of_module is not None:
        action = add_entry(menu, tr("Map to the classes of “{module}”…", module=of_module.name))
        action.triggered.connect(lambda _checked=False: choice.map_to_module())
        action.setEnabled(choice.can_map_to_module)
        menu.addSeparator()
    menu.addAction(tr("Import…"), choice.import_palette)
    menu.addAction(tr("Export…"), choice.export_palette)
    menu.addSeparator()
    menu.addAction(tr("Check colours…"), choice.check)
    menu.addAction(tr("Rename palette"), rename)


def _choose(choice: PaletteChoice, palette: Palette, _checked: bool = False) -> None:
    choice.choose(palette)


def class_menu(
    menu: QMenu, class_id: int, classes: Classes, choice: PaletteChoice, rename: Callable[[int], None]
) -> QMenu:
    """What can be done with one class, in `menu`."""
    palette = classes.palette
    attempt = choice.attempt
    if class_id == UNLABELLED:
        add_entry(menu, shown_class(palette, class_id)).setEnabled(False)
        return menu
    menu.addAction(tr("Rename"), lambda: rename(class_id))
    menu.addAction(tr("Recolour…"), lambda: choice.recolour(class_id))
    keys = menu.addMenu(tr("Key"))
    now = palette.keys()
    for digit in range(1, KEYS + 1):
        holder = now.get(digit)
        name = "" if holder is None else shown_class(palette, holder)
        action = keys.addAction(
            f"{digit}   {entry(name)}".rstrip(), partial(attempt, partial(classes.give_key, class_id, digit))
        )
        action.setCheckable(True)
        action.setChecked(holder == class_id)
        action.setToolTip(plain(name))
    keys.addSeparator()
    by_order = keys.addAction(tr("By order"), partial(attempt, partial(classes.give_key, class_id, None)))
    by_order.setEnabled(palette.entry(class_id).key is not None)
    menu.addSeparator()
    painted = [each for each in palette.ids if each != UNLABELLED]
    up = menu.addAction(tr("Move up"), partial(attempt, partial(classes.step, class_id, False)))
    up.setEnabled(class_id != painted[0])
    down = menu.addAction(tr("Move down"), partial(attempt, partial(classes.step, class_id, True)))
    down.setEnabled(class_id != painted[-1])
    menu.addSeparator()
    merge = menu.addAction(tr("Merge into…"), lambda: choice.merge(class_id))
    merge.setEnabled(len(painted) > 1)
    menu.addAction(tr("Remove"), lambda: choice.remove(class_id))
    return menu
