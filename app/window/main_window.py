"""The window: where sheets, panels, bars and menus lie. Decides nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDrag, QDragEnterEvent, QDropEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from app.drawing.history_panel import HistoryPanel
from app.drawing.palette.panel.palette_panel import PalettePanel
from app.drawing.reference_bar import ReferenceBar
from app.files.recent_menu import RecentMenu
from app.gallery.panel import GalleryPanel
from app.installed.choices import Choices
from app.menus.bar import Actions
from app.menus.desk import Desk
from app.menus.file_menu import RECENT
from app.painting.session import Session
from app.photo.photo_bar import PhotoBar
from app.picture.panel import PicturePanel
from app.picture.run_panel import RunPanel
from app.picture.step_scrubber import StepScrubber
from app.settings import table as s
from app.system.translation import tr
from app.training.panel import TrainingPanel
from app.widgets.questions import Asking
from app.widgets.theme import Look
from app.window.bars import Bars
from app.window.dialogs import Dialogs
from app.window.docks import Docks, first_size
from app.window.notice_bar import NoticeBar
from app.window.sheets import Sheets
from app.window.side_windows import SideWindows
from app.window.status_line import StatusLine
from app.window.tools_bar import ToolsBar, options_bar
from canvas.palette_mapping import other_names
from canvas.words import say


class MainWindow(QMainWindow):
    """`first_painted` comes once, after the window's first pixels; `closed` after the person closed it.

    It is made in two steps: the services need its sheets and docks, and `lay_out` needs the services.
    """

    first_painted = Signal()
    closed = Signal()
    desk: Desk

    def __init__(self, session: Session, choices: Choices, look: Look, asking: Asking | None = None) -> None:
        """What the services work with; `asking` answers the program's questions, dialogs where none is given."""
        super().__init__()
        self._was_painted = False
        self._may_close = False
        self._look = look
        self.asking: Asking = asking or Dialogs(self)
        self.sheets = Sheets(session)
        self.docks = Docks(self, session.settings, look)
        self.side_windows = SideWindows(self, session, look)
        self.picture_panel = PicturePanel(session.settings, choices, look, session.document)

    def lay_out(self, desk: Desk) -> None:
        """Put everything around the sheets that shows what the services have to show, and connect the two."""
        self.desk = desk
        session, settings, look = desk.session, desk.settings, self._look
        self.actions_ = Actions(self, desk, look)
        self.sheets.invite_to(self.actions_["generate"])
        self.recent_menu = RecentMenu(settings, desk.after_stroke(desk.files.open_path), self)
        self.notice_bar = NoticeBar(session.notices, look, self.actions_.__getitem__)
        self.palette_panel = PalettePanel(desk.document, settings, look, desk.classes, desk.palettes)
        self.run_panel = RunPanel(session, self.actions_["generate"], self.actions_["cancel"], self.actions_["live"])
        self.history_panel = HistoryPanel(desk.history, look, desk.after_stroke(self._go_to))
        self.training_panel = TrainingPanel(desk.trainings, settings, desk.installed, look)
        self.gallery_panel = GalleryPanel(
            desk.gallery,
            settings,
            look,
            desk.after_stroke(desk.files.recall),
            desk.comparisons.compare,
            desk.training_set.add_kept,
        )
        self.reference_bar = ReferenceBar(
            session.work.reference, settings, self.actions_["reference"], self.actions_["remove_reference"]
        )
        self.photo_bar = PhotoBar(desk.photo, look)
        self.status = StatusLine(session, desk.installed)
        self.step_scrubber = StepScrubber(desk.run_steps)
        self.status.put_before_pointed(self.step_scrubber)
        self._place_bars()
        self._place_panels()
        self._connect()
        self._show_strengths()
        self._show_title()

    def _place_bars(self) -> None:
        self.setMinimumSize(960, 600)
        self.resize(first_size(self.screen().availableSize()))
        self.setAcceptDrops(True)
        self.actions_.fill_menus(self.menuBar(), {RECENT.id: self.recent_menu})
        options = options_bar(self.actions_, self.desk.settings, self.desk.document, self.asking)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, options)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, ToolsBar(self.actions_))
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sheets)
        self.bars = Bars(centre)
        self.bars.height_changed.connect(self.sheets.leave_free)
        for bar in (self.photo_bar, self.notice_bar, self.reference_bar):
            self.bars.add(bar)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)

    def _place_panels(self) -> None:
        self.docks.add("palette", tr("Palette"), self.palette_panel, tools=self.palette_panel.head, height_px=300)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.picture_panel, 1)
        below.addWidget(self.run_panel)
        self.docks.add("picture", tr("Picture"), lower, height_px=360)
        left = Qt.DockWidgetArea.LeftDockWidgetArea
        self.docks.add("history", tr("History"), self.history_panel, left, is_shown=False)
        self.docks.add("training", tr("Training"), self.training_panel, left, is_shown=False, tabbed_with="history")
        bottom, head = Qt.DockWidgetArea.BottomDockWidgetArea, self.gallery_panel.head
        self.docks.add("gallery", tr("Gallery"), self.gallery_panel, bottom, tools=head)
        self.docks.restore()
        self.picture_panel.seed.dice.setDefaultAction(self.actions_["seed"])
        self.picture_panel.hand_on.setDefaultAction(self.actions_["export_module"])
        self.sheets.canvas.setFocus()

    def put_above(self, bar: QWidget) -> None:
        """Float a bar over the sheets, above those that are there."""
        self.bars.add(bar, 0)

    def _connect(self) -> None:
        desk, session, refresh = self.desk, self.desk.session, self.actions_.refresh
        self.picture_panel.hand_on.dragged.connect(self._drag_module_out)
        self.palette_panel.class_pointed.connect(self.sheets.canvas.set_highlight)
        self.sheets.canvas.class_hovered.connect(self.status.show_class)
        self.sheets.canvas.view_changed.connect(lambda viewport: self.status.show_zoom(viewport.scale))
        desk.run_steps.shown.connect(self.sheets.show_picture)
        desk.agreement.changed.connect(self._show_agreement)
        best_of = desk.best_of
        best_of.changed.connect(lambda: self.status.show_best_of(best_of.number, best_of.count, best_of.best))
        say_so = self.status.say
        best_of.said.connect(say_so)
        desk.files.said.connect(say_so)
        desk.clipboard.said.connect(say_so)
        desk.photo.said.connect(say_so)
        desk.packs.said.connect(say_so)
        desk.training_set.said.connect(say_so)
        desk.gallery.said.connect(say_so)
        desk.files.changed.connect(self._show_title)
        desk.training_set.said.connect(self.training_panel.form.count)
        desk.packs.installed.connect(self.list_installed)
        for changed in (desk.files.changed, self.docks.changed, desk.photo.changed, session.work.reference.changed):
            changed.connect(refresh)
        session.live_state_changed.connect(refresh)
        session.progressed.connect(refresh)
        session.replaced.connect(self.picture_panel.refresh)
        self.destroyed.connect(desk.settings.changed.connect(self._on_setting))

    def _go_to(self, position: int) -> None:
        """Undo or redo until `position` entries are done; the stroke that was ended may have cut the list."""
        history = self.desk.history
        history.go_to(min(position, len(history.labels)))

    @Slot()
    def list_installed(self) -> None:
        """Show what can be chosen now, and what it hears."""
        self.desk.hearing.forget()
        self._show_strengths()
        self.picture_panel.refresh()
        self.training_panel.form.list_choices()
        self.actions_.refresh()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.BASE, s.MODULE, s.BESIDE):
            self._show_strengths()

    @Slot()
    def _show_strengths(self) -> None:
        hearing = self.desk.hearing
        self.palette_panel.show_strengths(shown=hearing.hears("labels"))
        self.palette_panel.show_heard(lambda entry: hearing.hears_class(entry.name, other_names(entry)))

    def _show_agreement(self) -> None:
        agreement = self.desk.agreement.current
        self.status.show_agreement(agreement)
        self.palette_panel.show_agreement(agreement)
        self.sheets.show_differences(None if agreement is None else agreement.differs)

    def _show_title(self) -> None:
        path = self.desk.files.path
        name = path.name if path else tr("Untitled")
        self.setWindowTitle(f"{name.replace('[*]', '[*][*]')}[*] — Sinopia")
        self.setWindowModified(self.desk.files.has_unsaved_work)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before unsaved work goes or a training is paused; a save that has to paint first closes it afterwards."""
        self.desk.end_stroke()
        saved = self._may_close or self.desk.files.may_discard(say("closing"), self._close_saved)
        if saved and (not self.desk.trainings.is_running or self.asking.may_pause_training()):
            event.accept()
            self.docks.keep()
            self.hide()
            self.closed.emit()
        else:
            event.ignore()

    def leave(self) -> None:
        """End the stroke in hand, and go from the screen without a question."""
        self.desk.end_stroke()
        self.docks.keep()
        self.hide()

    def _close_saved(self) -> None:
        self._may_close = True
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        """The drawing is fitted above the bars that are there from the beginning."""
        super().showEvent(event)
        if not self._was_painted:
            self.sheets.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window is on screen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.first_painted.emit()

    @Slot()
    def _drag_module_out(self) -> None:
        carried = self.desk.packs.carried()
        if carried is not None:
            drag = QDrag(self.picture_panel.hand_on)
            drag.setMimeData(carried)
            drag.exec(Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take projects, pictures, label maps and photos, but not what is dragged out of here."""
        if event.source() is None and self.desk.drop.accepts(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it."""
        if self.desk.drop.accepts(event.mimeData()):
            event.acceptProposedAction()
            self.desk.end_stroke()
            self.desk.drop.drop(event.mimeData())
