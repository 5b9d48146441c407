"""The bars of the window: the tools on the left, and above the sheets what the chosen tool can be set to."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QWidget

from app.drawing.colour_field import ColourField
from app.drawing.over_field import OverField
from app.drawing.tool_options import ToolOptions
from app.menus.bar import Actions
from app.settings import table as s
from app.system.translation import tr
from app.widgets.questions import Asking
from canvas.document import Document
from canvas.tools import LAYER_OF, TOOLS

_ICON_PX, _DENSE_ICON_PX = 20, 16


class ToolsBar(QToolBar):
    """Every tool and what is often at hand, at the left of the sheets; draws together where the window is low."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tools"), parent)
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self._roomy_px = 0
        """The height that all of it takes without drawing together."""
        self._spacing_px = 0
        for name in (*(f"tool_{tool_id}" for tool_id in TOOLS), "", "undo", "redo", "", "fit", "outlines", "ink"):
            if name:
                self.addAction(actions[name])
            else:
                self.addSeparator()
        self._after = actions["tool_line"]
        self._colours = [actions[f"tool_{tool_id}"] for tool_id, layer in LAYER_OF.items() if layer == "colours"]
        for action in self._colours:
            action.enabledChanged.connect(self._show_colours)
        self._show_colours()

    def _show_colours(self) -> None:
        """Tools that nothing which is installed would hear are in the menu, which says why, and not here."""
        for action in self._colours:
            if not action.isEnabled():
                self.removeAction(action)
            elif action not in self.actions():
                self.insertAction(self._after, action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Smaller icons without gaps where there is no room for all of them."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is None:
            return
        if self.iconSize().height() == _ICON_PX:
            self._roomy_px, self._spacing_px = self.sizeHint().height(), layout.spacing()
        is_dense = self.height() < self._roomy_px
        side = _DENSE_ICON_PX if is_dense else _ICON_PX
        if side != self.iconSize().height():
            self.setIconSize(QSize(side, side))
            layout.setSpacing(0 if is_dense else self._spacing_px)


def options_bar(actions: Actions, settings: s.Settings, document: Document, asking: Asking) -> ToolOptions:
    """What the chosen tool heeds, and the ways to see the sheets."""
    options = ToolOptions(
        settings,
        {
            "shape": [actions["shape_round"], actions["shape_square"]],
            "reach": [actions["fill_everywhere"]],
            "over": [OverField(settings, document)],
            "ink": [actions["moves_ink"]],
            "colour": [ColourField(settings, asking)],
            "pressure": [actions["pressure_size"], actions["pressure_opacity"]],
            "mirror": [actions["mirror_left_right"], actions["mirror_top_bottom"]],
        },
        [actions[f"view_{name}"] for name in ("side_by_side", "overlay", "drawing", "picture")],
    )
    options.setIconSize(QSize(_ICON_PX, _ICON_PX))
    return options
