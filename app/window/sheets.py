"""The two sheets: drawing and picture beside each other, one over the other, or one alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import QSplitter, QWidget

from app.painting.progress import Progress
from app.painting.session import Session
from app.settings import table as s
from app.system.translation import tr
from app.window.picture_sheet import PictureView
from canvas.colour_stroke import Colour
from canvas.qt.canvas_widget import CanvasWidget
from canvas.qt.images import rgb_image, rgba_image
from canvas.raster import Shape

_AS_SHOWN = QKeySequence.SequenceFormat.NativeText
VIEW_MODES = ("side by side", "overlay", "drawing", "picture")
_FOLLOWED: tuple[s.Setting[Any], ...] = (
    s.TOOL,
    s.CURRENT_CLASS,
    s.BRUSH_SIZE_PX,
    s.PAINT_COLOUR,
    s.INK_OPACITY,
    s.PRESSURE_SIZES,
    s.STEADY_PX,
    s.MOVES_INK,
    s.FILL_EVERYWHERE,
    s.PAINT_OVER,
    s.MIRROR_LEFT_RIGHT,
    s.HIDDEN_CLASSES,
    s.VIEW_MODE,
)
_PHOTO_LOOK = (s.REFERENCE_SHOWN, s.REFERENCE_OVER, s.REFERENCE_UNDER_OPACITY, s.REFERENCE_OVER_OPACITY)
_SHAPES: dict[str, Shape] = {"round": "round", "square": "square"}


class Sheets(QSplitter):
    """Keeps both sheets in step with session and settings; they share pan and zoom."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._settings = session.settings
        self._session = session
        self._generate: QAction | None = None
        self._progress = Progress()
        self._image: QImage | None = None
        self._differs: NDArray[np.bool_] | None = None
        self.canvas = CanvasWidget()
        self.picture = PictureView()
        self.canvas.setAccessibleName(tr("Drawing"))
        self.picture.setAccessibleName(tr("Picture"))
        self.setChildrenCollapsible(False)
        self.setHandleWidth(2)
        for sheet in (self.canvas, self.picture):
            sheet.setMinimumSize(160, 160)
            self.addWidget(sheet)
        self.setSizes([1000, 1000])
        self.canvas.set_document(session.document, session.history)
        self.picture.set_document_size(session.document.size)
        self.canvas.view_changed.connect(self.picture.set_viewport)
        self.picture.view_changed.connect(self.canvas.set_viewport)
        self.canvas.class_picked.connect(self._on_picked)
        self.canvas.colour_picked.connect(self._on_colour_picked)
        self.canvas.brush_size_changed.connect(self._on_brush_size)
        self.canvas.stroke_committed.connect(session.end_stroke)
        self.canvas.stroke_aborted.connect(session.end_stroke)
        session.picture_changed.connect(self.show_picture)
        session.progressed.connect(self.show_progress)
        session.work.reference.changed.connect(self.show_photo)
        self.show_progress(Progress())
        self._disconnects = [
            self._settings.changed.connect(self._on_setting),
            session.document.loaded.connect(self._on_loaded),
            session.document.resized.connect(self._on_loaded),
        ]
        for setting in _FOLLOWED:
            self._on_setting(setting)

    @Slot(object)
    def show_picture(self, picture: NDArray[np.uint8] | None) -> None:
        """Show (H, W, 3) RGB, or no picture."""
        self._image = None if picture is None else rgb_image(picture)
        self.picture.set_image(self._image)
        self._show_overlay()

    @Slot()
    def show_photo(self) -> None:
        """Show the photo to trace from, if there is one and it is to be seen."""
        photo = self._session.work.reference.photo
        self.canvas.set_photo(None if photo is None else rgba_image(photo.pixels))
        self._show_photo_look()

    def show_differences(self, differs: NDArray[np.bool_] | None) -> None:
        """Hatch where (H, W) says that the picture differs from the drawing, if that is to be seen."""
        self._differs = differs
        shown = differs if self._settings.get(s.DIFFERENCES_SHOWN) else None
        for sheet in (self.canvas, self.picture):
            sheet.set_hatched(shown)

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """While there is no picture yet, say what goes on instead."""
        self._progress = progress
        keys = "" if self._generate is None else self._generate.shortcut().toString(_AS_SHOWN)
        if progress.what:
            text = f"{tr(progress.what)} …"
        elif keys:
            text = tr("The picture appears here. {keys} paints it.", keys=keys)
        else:
            text = tr("The picture appears here.")
        self.picture.set_invitation(text)

    def invite_to(self, generate: QAction) -> None:
        """Name the keys of this action where there is no picture yet, whatever they become."""
        self._generate = generate
        generate.changed.connect(self._invite)
        self._invite()

    @Slot()
    def _invite(self) -> None:
        self.show_progress(self._progress)

    @Slot(int)
    def leave_free(self, inset_px: int) -> None:
        """Fit the drawing above so many pixels from now on; what is shown stays where it is."""
        for sheet in (self.canvas, self.picture):
            sheet.set_inset(inset_px)

    def fit(self) -> None:
        """Show the whole drawing."""
        self._leading.fit()

    def zoom_100(self) -> None:
        """One screen pixel for one of the drawing's."""
        self._leading.zoom_100()

    def rotate(self, degrees: float) -> None:
        """Turn the view clockwise; 0 turns it upright."""
        self._leading.rotate_by(degrees)

    def mirror(self) -> None:
        """Exchange left and right in the view."""
        self._leading.mirror()

    def commit(self) -> None:
        """End an unfinished stroke."""
        self.canvas.commit_active_tool()

    def abort(self) -> None:
        """Take an unfinished stroke back."""
        self.canvas.abort_active_tool()

    @property
    def _leading(self) -> CanvasWidget | PictureView:
        return self.picture if self._settings.get(s.VIEW_MODE) == "picture" else self.canvas

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        get = self._settings.get
        if setting is s.TOOL:
            self.canvas.set_tool(get(s.TOOL))
        elif setting is s.CURRENT_CLASS:
            self.canvas.set_class(get(s.CURRENT_CLASS))
        elif setting in (s.BRUSH_SIZE_PX, s.BRUSH_SHAPE):
            self.canvas.set_brush(get(s.BRUSH_SIZE_PX) / 2, _SHAPES[get(s.BRUSH_SHAPE)])
        elif setting is s.PAINT_COLOUR:
            self.canvas.set_colour(get(s.PAINT_COLOUR))
        elif setting is s.INK_OPACITY:
            self.canvas.set_ink_opacity(get(s.INK_OPACITY) / 100)
        elif setting in (s.PRESSURE_SIZES, s.PRESSURE_FADES):
            self.canvas.set_pressure(get(s.PRESSURE_SIZES), get(s.PRESSURE_FADES))
        elif setting is s.STEADY_PX:
            self.canvas.set_string(get(s.STEADY_PX))
        elif setting is s.MOVES_INK:
            self.canvas.set_moves_ink(get(s.MOVES_INK))
        elif setting is s.INK_SHOWN:
            self.canvas.set_ink_shown(get(s.INK_SHOWN))
        elif setting is s.COLOURS_SHOWN:
            self.canvas.set_colours_shown(get(s.COLOURS_SHOWN))
        elif setting is s.FILL_EVERYWHERE:
            self.canvas.set_fill_reach(get(s.FILL_EVERYWHERE))
        elif setting is s.PAINT_OVER:
            self.canvas.set_paint_over(get(s.PAINT_OVER))
        elif setting in (s.MIRROR_LEFT_RIGHT, s.MIRROR_TOP_BOTTOM):
            self.canvas.set_mirror(get(s.MIRROR_LEFT_RIGHT), get(s.MIRROR_TOP_BOTTOM))
        elif setting is s.HIDDEN_CLASSES:
            hidden: frozenset[int] = get(s.HIDDEN_CLASSES)
            self.canvas.set_hidden(hidden)
        elif setting is s.OUTLINES_ONLY:
            self.canvas.set_outlines_only(get(s.OUTLINES_ONLY))
        elif setting in _PHOTO_LOOK:
            self._show_photo_look()
        elif setting is s.DIFFERENCES_SHOWN:
            self.show_differences(self._differs)
        elif setting is s.OVERLAY_OPACITY:
            self._show_overlay()
        elif setting is s.VIEW_MODE:
            mode = get(s.VIEW_MODE)
            self.canvas.setVisible(mode != "picture")
            self.picture.setVisible(mode in ("side by side", "picture"))
            self._show_overlay()

    def _show_photo_look(self) -> None:
        get = self._settings.get
        is_over = get(s.REFERENCE_OVER)
        opacity = get(s.REFERENCE_OVER_OPACITY if is_over else s.REFERENCE_UNDER_OPACITY)
        self.canvas.set_photo_look(opacity if get(s.REFERENCE_SHOWN) else 0.0, is_over)

    def _show_overlay(self) -> None:
        is_over = self._settings.get(s.VIEW_MODE) == "overlay"
        self.canvas.set_overlay(self._image if is_over else None, self._settings.get(s.OVERLAY_OPACITY))

    def _on_picked(self, class_id: int) -> None:
        self._settings.set(s.CURRENT_CLASS, class_id)

    def _on_colour_picked(self, colour: Colour) -> None:
        self._settings.set(s.PAINT_COLOUR, colour)

    def _on_brush_size(self, radius_px: float) -> None:
        self._settings.set(s.BRUSH_SIZE_PX, min(max(round(2 * radius_px), 1), 1000))

    def _on_loaded(self) -> None:
        size = self._session.document.size
        if size != self.picture.viewport.document_size:
            self.picture.set_document_size(size)
