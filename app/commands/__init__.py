"""What the person can do: every menu entry, button and key ends in a method here, in the class of its menu.

Nothing here decides about pictures or pixels, and nothing knows widgets. GUI thread.
"""

from app.commands.commands import Commands
from app.commands.view_commands import VIEW_MODES, View

__all__ = ["VIEW_MODES", "Commands", "View"]
