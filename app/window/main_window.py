"""The window: where sheets, panels, bars and menus lie. Decides nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDrag, QDragEnterEvent, QDropEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from app.compare.comparing import Comparing
from app.compare.module_steps import ModuleSteps
from app.drawing.history_panel import HistoryPanel
from app.drawing.over_field import OverField
from app.drawing.palette.choosing import PaletteChoosing
from app.drawing.palette.editing import Classes
from app.drawing.palette.panel.palette_panel import PalettePanel
from app.drawing.reference_bar import ReferenceBar
from app.drawing.tool_options import ToolOptions
from app.files.clipboard import Clipboard
from app.files.drop import Dropping
from app.files.export import Exporting
from app.files.open_and_save import Filing
from app.files.recent_menu import RecentMenu
from app.files.resizing import Sizing
from app.help.bug_report import Reporting
from app.installed.choices import Choices
from app.installed.heard_layers import Hearing
from app.installed.palettes import PaletteShelf
from app.library.module_packs import ModulePacks
from app.menus.commands.commands import Commands
from app.menus.file_menu import RECENT
from app.menus.window_actions import Actions
from app.painting.agreement_watch import Agreeing
from app.painting.run_steps import RunSteps
from app.painting.session import Session
from app.photo.photo_bar import PhotoBar
from app.photo.photo_offer import PhotoOffer
from app.photo.tracing import Tracing
from app.picture.panel import PicturePanel
from app.picture.run_panel import RunPanel
from app.picture.step_scrubber import StepScrubber
from app.settings import table as s
from app.settings.recent_files import RecentFiles
from app.system.translation import tr
from app.training.collected_pictures import Collecting
from app.training.panel import TrainingPanel
from app.training.training import TRAINING, Trainings
from app.widgets.questions import Asking
from app.widgets.theme import Look
from app.window.bars import Bars
from app.window.dialogs import Dialogs
from app.window.docks import Docks, first_size
from app.window.notice_bar import NoticeBar
from app.window.sheets import Sheets
from app.window.side_windows import SideWindows
from app.window.status_line import StatusLine
from app.window.tools_bar import ToolsBar
from canvas.document import Document
from canvas.tools import TOOLS
from canvas.words import say


class MainWindow(QMainWindow):
    """`first_painted` comes once, after the window's first pixels; `closed` after the person closed it."""

    first_painted = Signal()
    closed = Signal()

    def __init__(
        self, session: Session, choices: Choices, hearing: Hearing, look: Look, asking: Asking | None = None
    ) -> None:
        super().__init__()
        self._was_painted = False
        self._may_close = False
        settings, notices = session.settings, session.notices
        self._hearing = hearing
        self._asking = asking = asking or Dialogs(self)
        self.filing = Filing(session, notices, asking, self)
        self.sheets = Sheets(session)
        tracing = Tracing(session, notices, asking)
        self.photo_offer = PhotoOffer(session, choices, tracing, asking, self.sheets.commit, self)
        self.clipboard = Clipboard(session, self.photo_offer, notices, asking, self)
        self.packs = ModulePacks(session, choices, notices, asking, self)
        self.comparing = Comparing(session, notices, self)
        self.collecting = Collecting(session, notices, self)
        self.trainings = Trainings(settings, choices, self.collecting, self.packs, notices, asking, self)
        sizing = Sizing(session, self.filing, asking)
        self.docks = Docks(self, settings, look)
        self.module_steps = ModuleSteps(session, self)
        self.side_windows = SideWindows(self, session.document, settings, look, notices, self.module_steps)
        self.exporting = Exporting(session, self.filing, asking)
        classes = Classes(session.document, session.history, self.sheets.commit)
        choosing = PaletteChoosing(
            session.document, classes, PaletteShelf(choices), notices, asking, RecentFiles(settings)
        )
        self.dropping = Dropping(session, self.filing, self.photo_offer, self.packs, choosing)
        self.clipboard.open_files = self.dropping.open_paths
        self.clipboard.import_map = self.filing.import_path
        self.commands = Commands(
            session,
            hearing,
            self.filing,
            self.exporting,
            self.clipboard,
            tracing,
            self.photo_offer,
            self.comparing,
            self.collecting,
            sizing,
            choosing,
            self.packs,
            self.sheets,
            self.docks,
            self.side_windows,
            Reporting(session).copy,
            self,
        )
        self.actions_ = Actions(self, self.sheets, self.commands, settings, look)
        self.sheets.invite_to(self.actions_["generate"])
        self.recent_menu = RecentMenu(settings, self.commands.file.open_recent, self)
        self.notice_bar = NoticeBar(notices, look, self.actions_.__getitem__)
        self.palette_panel = PalettePanel(session.document, settings, look, classes, choosing)
        self.picture_panel = PicturePanel(settings, choices, look, session.document)
        self.run_panel = RunPanel(session, self.actions_["generate"], self.actions_["cancel"], self.actions_["live"])
        self.history_panel = HistoryPanel(session.history, look, self.commands.edit.go_to)
        self.training_panel = TrainingPanel(self.trainings, self.collecting, settings, choices, look)
        self.reference_bar = ReferenceBar(
            session.work.reference, settings, self.actions_["reference"], self.actions_["remove_reference"]
        )
        self.photo_bar = PhotoBar(self.photo_offer, look)
        self.status = StatusLine(session, choices)
        self.agreeing = Agreeing(session, self)
        self.run_steps = RunSteps(session, self)
        self.run_steps.shown.connect(self.sheets.show_picture)
        self.step_scrubber = StepScrubber(self.run_steps)
        self.status.put_before_pointed(self.step_scrubber)
        self._lay_out(settings, session.document)
        self._connect(session)
        self._show_title()

    def _lay_out(self, settings: s.Settings, document: Document) -> None:
        self.setMinimumSize(960, 600)
        self.resize(first_size(self.screen().availableSize()))
        self.setAcceptDrops(True)
        self.actions_.fill_menus(self.menuBar(), {RECENT.id: self.recent_menu})
        actions = self.actions_
        options = ToolOptions(
            settings,
            {
                "shape": [actions["shape_round"], actions["shape_square"]],
                "reach": [actions["fill_everywhere"]],
                "over": [OverField(settings, document)],
                "ink": [actions["moves_ink"]],
                "pressure": [actions["pressure_size"], actions["pressure_opacity"]],
                "mirror": [actions["mirror_left_right"], actions["mirror_top_bottom"]],
            },
            [actions[f"view_{name}"] for name in ("side_by_side", "overlay", "drawing", "picture")],
        )
        options.setIconSize(QSize(20, 20))
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, options)
        tools = ToolsBar()
        for name in (*(f"tool_{tool_id}" for tool_id in TOOLS), "", "undo", "redo", "", "fit", "outlines", "ink"):
            if name:
                tools.addAction(actions[name])
            else:
                tools.addSeparator()
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, tools)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sheets)
        self.bars = Bars(centre)
        self.bars.height_changed.connect(self.sheets.leave_free)
        for bar in (self.photo_bar, self.notice_bar, self.reference_bar):
            self.bars.add(bar)
        self.setCentralWidget(centre)
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
        self.docks.add(TRAINING, tr("Training"), self.training_panel, left, is_shown=False, tabbed_with="history")
        self.setStatusBar(self.status)
        self.picture_panel.seed.dice.setDefaultAction(actions["seed"])
        self.picture_panel.hand_on.setDefaultAction(actions["export_module"])
        self.sheets.canvas.setFocus()

    def put_above(self, bar: QWidget) -> None:
        """Float a bar over the sheets, above those that are there."""
        self.bars.add(bar, 0)

    def _connect(self, session: Session) -> None:
        self.commands.committing.connect(self.picture_panel.commit)
        self.picture_panel.hand_on.dragged.connect(self._drag_module_out)
        self.palette_panel.class_pointed.connect(self.sheets.canvas.set_highlight)
        self.sheets.canvas.class_hovered.connect(self.status.show_class)
        self.sheets.canvas.view_changed.connect(lambda viewport: self.status.show_zoom(viewport.scale))
        self.commands.quitting.connect(self.close)
        self.agreeing.changed.connect(self._show_agreement)
        best_of = self.commands.best_of
        best_of.changed.connect(lambda: self.status.show_best_of(best_of.number, best_of.count, best_of.best))
        best_of.said.connect(self.status.say)
        self.filing.changed.connect(self._show_title)
        self.filing.changed.connect(self.actions_.refresh)
        self.filing.said.connect(self.status.say)
        self.docks.changed.connect(self.actions_.refresh)
        self.clipboard.said.connect(self.status.say)
        self.photo_offer.said.connect(self.status.say)
        self.photo_offer.changed.connect(self.actions_.refresh)
        self.packs.said.connect(self.status.say)
        self.collecting.said.connect(self.status.say)
        self.collecting.said.connect(self.training_panel.count)
        self.packs.installed.connect(self.list_installed)
        session.work.reference.changed.connect(self.actions_.refresh)
        session.live_state_changed.connect(self.actions_.refresh)
        session.progressed.connect(self.actions_.refresh)
        session.replaced.connect(self.picture_panel.refresh)
        self.first_painted.connect(self.filing.begin)
        self.first_painted.connect(session.start, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(session.settings.changed.connect(self._on_setting))
        self._show_strengths()

    @Slot()
    def list_installed(self) -> None:
        """Show what can be chosen now, and what it hears."""
        self._hearing.forget()
        self._show_strengths()
        self.picture_panel.refresh()
        self.training_panel.list_choices()
        self.actions_.refresh()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.BASE, s.MODULE, s.BESIDE):
            self._show_strengths()

    @Slot()
    def _show_strengths(self) -> None:
        self.palette_panel.show_strengths(shown=self._hearing.hears("labels"))

    def _show_agreement(self) -> None:
        agreement = self.agreeing.current
        self.status.show_agreement(agreement)
        self.palette_panel.show_agreement(agreement)
        self.sheets.show_differences(None if agreement is None else agreement.differs)

    def _show_title(self) -> None:
        name = self.filing.path.name if self.filing.path else tr("Untitled")
        self.setWindowTitle(f"{name.replace('[*]', '[*][*]')}[*] — Sinopia")
        self.setWindowModified(self.filing.has_unsaved_work)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before unsaved work goes or a training is paused; a save that has to paint first closes it afterwards."""
        self.commands.commit()
        saved = self._may_close or self.filing.may_discard(say("closing"), self._close_saved)
        if saved and (not self.trainings.is_running or self._asking.may_pause_training()):
            event.accept()
            self.docks.keep()
            self.hide()
            self.closed.emit()
        else:
            event.ignore()

    def leave(self) -> None:
        """End the stroke in hand, and go from the screen without a question."""
        self.commands.commit()
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
        carried = self.packs.carried()
        if carried is not None:
            drag = QDrag(self.picture_panel.hand_on)
            drag.setMimeData(carried)
            drag.exec(Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take projects, pictures, label maps and photos, but not what is dragged out of here."""
        if event.source() is None and self.dropping.accepts(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it."""
        if self.dropping.accepts(event.mimeData()):
            event.acceptProposedAction()
            self.commands.commit()
            self.dropping.drop(event.mimeData())
