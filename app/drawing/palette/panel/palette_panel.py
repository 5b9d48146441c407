"""The classes of the drawing: choose, hide, weigh, edit, and choose another palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.drawing.palette.classes import Classes
from app.drawing.palette.palette_choice import PaletteChoice
from app.drawing.palette.panel.class_list import ClassList
from app.drawing.palette.panel.menus import class_menu, fill_palette_menu
from app.drawing.palette.panel.recent_row import RecentRow
from app.drawing.palette.panel.row_painter import ROW_HEIGHT_PX
from app.settings import table as s
from app.system.plain import entry, plain
from app.system.translation import tr
from app.widgets.elided import ARROW, ElidedButton
from app.widgets.theme import Look
from canvas.document import Document
from canvas.palette import PaletteEntry
from canvas.palette_editing import unused_name
from engine.request.types import Agreement

_FEW = 12
"""Up to so many classes are found at a glance: no search, no recent ones."""
_ROWS_AT_LEAST = 8


class PalettePanel(QWidget):
    """Search and recent classes where there are many, and the list; `head` goes into the title bar."""

    class_pointed = Signal(int)
    """Class id of the row under the pointer, or NO_CLASS."""

    def __init__(
        self,
        document: Document,
        settings: s.Settings,
        look: Look,
        classes: Classes,
        choice: PaletteChoice,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._look = look
        self._classes = classes
        self._choice = choice
        self.list = ClassList(document, settings, look)
        self.recent = RecentRow(document, settings, look)
        self.search = self._make_search()
        self.chooser, self.palette_menu = self._make_chooser()
        self.name_editor = self._make_name_editor()
        self.add = self._make_add()
        self.head = QWidget()
        """The palette's name with its menu and the button for one more class, for the panel's title bar."""
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addStretch(1)
        head.addWidget(self.chooser)
        head.addWidget(self.name_editor, 1)
        head.addWidget(self.add)
        below = QHBoxLayout()
        below.setContentsMargins(8, 0, 8, 4)
        below.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(below)
        layout.addWidget(self.recent)
        layout.addWidget(self.list, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.list.class_pointed.connect(self.class_pointed)
        self.list.recolour_asked.connect(choice.recolour)
        self.list.remove_asked.connect(choice.remove)
        self.list.step_asked.connect(lambda class_id, down: choice.attempt(lambda: classes.step(class_id, down)))
        self.list.menu_asked.connect(self._open_menu)
        self.list.rows.rename_asked.connect(
            lambda class_id, name: choice.attempt(lambda: classes.rename(class_id, name))
        )
        self.list.rows.move_asked.connect(
            lambda class_id, before: choice.attempt(lambda: classes.move(class_id, before)),
            Qt.ConnectionType.QueuedConnection,
        )
        self._disconnects = [document.palette_changed.connect(self._show)]
        look.changed.connect(self._show)
        self._show()

    def menu_of(self, class_id: int) -> QMenu:
        """The menu of a class, not yet open."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return class_menu(menu, class_id, self._classes, self._choice, self.list.rename)

    def show_agreement(self, agreement: Agreement | None) -> None:
        """Show in each row how far the picture agrees with the drawing, or nowhere."""
        self.list.rows.show_agreements({} if agreement is None else agreement.classes)

    def show_strengths(self, *, shown: bool) -> None:
        """Show a strength for each class, or none where no module hears labels."""
        self.list.rows.show_strengths(shown=shown)

    def show_heard(self, is_heard: Callable[[PaletteEntry], bool]) -> None:
        """Mark the classes that no module knows that paints."""
        self.list.rows.show_heard(is_heard)

    def add_class(self) -> None:
        """One more class, whose name can be typed at once."""
        self.search.clear()
        name = unused_name(self._classes.palette, tr("New class"))
        added: list[int] = []
        if self._choice.attempt(lambda: added.append(self._classes.add(name))):
            self._settings.set(s.CURRENT_CLASS, added[0])
            self.list.show_class(added[0])
            self.list.setFocus()
            self.list.rename(added[0])

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText(tr("Search classes"))
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self.list.search)
        search.returnPressed.connect(self._choose_found)
        return search

    def _make_chooser(self) -> tuple[QToolButton, QMenu]:
        chooser = ElidedButton()
        chooser.setObjectName("paletteChooser")
        chooser.setAutoRaise(True)
        chooser.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        chooser.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(chooser)
        menu.aboutToShow.connect(
            lambda: fill_palette_menu(menu, self._classes.palette, self._choice, self._rename_palette)
        )
        chooser.setMenu(menu)
        return chooser, menu

    def _make_name_editor(self) -> QLineEdit:
        editor = QLineEdit()
        editor.setVisible(False)
        editor.editingFinished.connect(self._palette_renamed)
        return editor

    def _make_add(self) -> QToolButton:
        add = QToolButton()
        add.setAutoRaise(True)
        add.setIconSize(QSize(16, 16))
        add.setToolTip(tr("Add a class"))
        add.setAccessibleName(tr("Add a class"))
        add.clicked.connect(self.add_class)
        return add

    def _show(self) -> None:
        palette = self._document.palette
        count = len(palette.entries)
        self.chooser.setText(f"{entry(palette.name)}{ARROW}")
        self.chooser.setToolTip(plain("\n".join(text for text in (palette.name, palette.source) if text)))
        self.add.setIcon(self._look.icon("add"))
        has_many = count > _FEW
        if not has_many:
            self.search.clear()
        self.search.setVisible(has_many)
        self.recent.setVisible(has_many)
        self.list.setMinimumHeight(ROW_HEIGHT_PX * min(count, _ROWS_AT_LEAST))

    def _choose_found(self) -> None:
        found = self.list.first_shown()
        if found is not None:
            self._settings.set(s.CURRENT_CLASS, found)

    def _open_menu(self, class_id: int, where: QPoint) -> None:
        self.menu_of(class_id).popup(where)

    def _rename_palette(self) -> None:
        self.name_editor.setText(self._classes.palette.name)
        self.chooser.hide()
        self.name_editor.show()
        self.name_editor.setFocus()
        self.name_editor.selectAll()

    def _palette_renamed(self) -> None:
        if self.name_editor.isHidden():
            return
        self.name_editor.hide()
        self.chooser.show()
        self._choice.attempt(lambda: self._classes.rename_palette(self.name_editor.text()))
