"""Everything that can be done, as one table with a file for each menu, and as QActions on a window.

A new entry goes into the file of its menu; what it does goes into the class of the same menu in `app.commands`.
Nothing here decides anything.
"""

from app.actions.spec import ActionSpec, MenuSpec
from app.actions.table import ACTIONS, MENUS
from app.actions.window_actions import Actions

__all__ = ["ACTIONS", "MENUS", "ActionSpec", "Actions", "MenuSpec"]
