"""The flow of the program: the drawing and the settings change, a request goes to the engine, a picture comes back."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.drawing.open_work import OpenWork
from app.formats.compare import same_drawing, same_picture
from app.formats.images.photo import Photo
from app.installed.heard_layers import Hearing
from app.painting.live import Live
from app.painting.live_scheduler import LiveScheduler
from app.painting.picture_runs import PictureRuns
from app.painting.progress import LiveState, RunState
from app.painting.request_builder import build_request, restore_settings
from app.painting.run_notices import RunNotices
from app.painting.runs import Run, draft_of
from app.settings import table as s
from app.system.notices import Notices
from canvas.document import Document
from canvas.history import History
from canvas.layers import LayerName
from canvas.palette import Palette
from engine.request.types import Colours, Finished, GenerationRequest, Ink, Judged, LabelMap, RunId
from engine.serving.thread import EngineController


class Session(QObject):
    """Says when the open work is painted. Lives in the GUI thread; owns no widget.

    Live paints a *draft* first, the first stage of the picture, and finishes it when the hand rests; Generate finishes
    at once. What the runs tell is heard here, too: the signals of `PictureRuns`, and `live_state_changed`.
    """

    run_started = Signal(object)
    """RunId: a run was handed to the engine, for whatever reason"""
    cancelled_by_person = Signal()
    replaced = Signal()
    """Another drawing is open, and its picture is shown."""

    def __init__(
        self,
        work: OpenWork,
        engine: EngineController,
        notices: Notices,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
        hearing: Hearing | None = None,
    ) -> None:
        """Without `hearing` every layer of the drawing counts."""
        super().__init__(parent)
        self.work, self.notices = work, notices
        self._engine, self._hearing = engine, hearing
        self._says = RunNotices(notices, hearing)
        self._settled = QTimer(self)
        """Gathers settings that change together, such as a base and what it suggests, into one edit."""
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._catch_up)
        self._opened: Finished | None = None
        """The picture of a work that is being opened."""
        self._disconnects = [
            work.history.changed.connect(self.end_stroke),
            work.settings.changed.connect(self._on_setting),
        ]
        work.edited.connect(self._on_edited)
        work.replacing.connect(self.cancel)
        work.replaced.connect(self._on_replaced)
        scheduler = LiveScheduler(clock)
        runs = self._runs = PictureRuns(engine, self._says, scheduler.is_soon_whole, self)
        live = self._live = Live(scheduler, work.settings, runs, self)
        live.due.connect(self._on_due)
        self.live_state_changed = live.state_changed
        self.picture_changed, self.picture_judged = runs.picture_changed, runs.picture_judged
        self.picture_finished, self.draft_finished = runs.picture_finished, runs.draft_finished
        self.step_previewed, self.progressed, self.run_failed = runs.step_previewed, runs.progressed, runs.failed

    @property
    def document(self) -> Document:
        """The drawing of the open work."""
        return self.work.document

    @property
    def history(self) -> History:
        """Of the open work."""
        return self.work.history

    @property
    def settings(self) -> s.Settings:
        """What is set, for the open work and beside it."""
        return self.work.settings

    @property
    def finished(self) -> Finished | None:
        """The last whole picture or draft, with the request that made it."""
        return None if self._runs.shown is None else self._runs.shown.finished

    @property
    def is_draft(self) -> bool:
        """Whether it is only a draft."""
        return self._runs.shown is not None and self._runs.shown.run.is_draft

    @property
    def is_painting(self) -> bool:
        """Whether a run is under way, waits for the engine or is still being stopped."""
        return self._runs.current is not None

    @property
    def state(self) -> RunState:
        """What becomes of the open work now."""
        return self._live.state

    @property
    def live_state(self) -> LiveState:
        """What Live is doing."""
        return self._live.told

    @property
    def picture_shows_drawing(self) -> bool:
        """Whether the last whole picture is no draft, and was painted from the drawing as it is now."""
        shown = self._runs.shown
        return shown is not None and not shown.run.is_draft and same_drawing(shown.run.request, self.request())

    @property
    def picture_shows_settings(self) -> bool:
        """Whether it was painted under the settings as they are now, or with a seed that was asked for beside them."""
        shown = self._runs.shown
        return shown is not None and same_picture(shown.run.request, shown.run.as_asked(self.request()))

    def is_asked_for(self, run: RunId) -> bool:
        """Whether the person asked for this run; Live starts the others."""
        known = self._runs.of(run)
        return known is not None and known.is_asked

    def palette_of(self, finished: Finished) -> Palette:
        """The palette that the drawing had when this picture of it was asked for."""
        run = self._runs.of(finished.run)
        return self.work.palette if run is None else run.palette

    def request(self) -> GenerationRequest:
        """The request for the drawing and settings as they are now."""
        return build_request(self.document.snapshot(), self.settings)

    @Slot()
    def start(self) -> None:
        """Start the engine and paint what is open. Call once, when the window is on screen."""
        if self._live.has_begun:
            return
        self._live.begin()
        self._engine.start()
        if self._runs.shown is None:
            self.generate()
            return
        self._catch_up()
        if self._engine.is_free:  # so that the first stroke waits for no model
            request = self.request()
            self._engine.try_out(dataclasses.replace(self._draft_of(request) or request, steps=1))

    def show_first(self, finished: Finished) -> None:
        """Show a picture that comes with the drawing; call before `start`."""
        self._runs.show(finished, self._run(finished.run, finished.request, set_seed=finished.request.seed))

    def stop(self) -> bool:
        """End the engine's thread; returns whether it ended in time."""
        self._live.stop()
        self._settled.stop()
        for disconnect in self._disconnects:
            disconnect()
        self.work.close()
        return self._engine.stop()

    @Slot()
    def generate(self, seed: int | None = None) -> RunId:
        """Paint the drawing and settings as they are now, or with another seed; what runs is cancelled."""
        request = self.request()
        return self._submit(request if seed is None else dataclasses.replace(request, seed=seed), is_asked=True)

    def adopt(self, finished: Finished, judged: Judged) -> None:
        """Show an earlier picture of the drawing as it is, and set its seed."""
        seed = finished.request.seed
        self.settings.set(s.SEED, seed)
        run = self._runs.of(finished.run) or self._run(finished.run, finished.request, set_seed=seed)
        self._runs.show(finished, dataclasses.replace(run, set_seed=seed))
        self.picture_finished.emit(finished)
        self.picture_judged.emit(judged)

    def outdate(self) -> None:
        """What paints has changed without another name: Live paints the drawing anew."""
        self._live.go_on(is_current=False)

    @Slot()
    def cancel(self) -> None:
        """End what runs; Live waits for the next edit."""
        self._live.cancel()
        self._engine.cancel()
        self.cancelled_by_person.emit()

    def replace(
        self,
        labels: LabelMap,
        palette: Palette,
        recipe: GenerationRequest | None = None,
        finished: Finished | None = None,
        ink: Ink | None = None,
        photo: Photo | None = None,
        colours: Colours | None = None,
    ) -> None:
        """Open another drawing, with settings of `recipe`, picture `finished` and `photo` to trace from, if given.

        Raises CanvasError or ValueError as `OpenWork.place` does.
        """
        self._opened = finished
        try:
            put = None if recipe is None else lambda settings: restore_settings(recipe, settings)
            self.work.place(labels, palette, ink, photo, put, colours)
        finally:
            self._opened = None

    @Slot()
    def end_stroke(self) -> None:
        """The pen is up, or something else made an entry in the history."""
        if not self.history.in_stroke:
            self._live.pen_up()

    @Slot()
    def _on_replaced(self) -> None:
        """Another work is in place: the runs for the one before are void."""
        self._settled.stop()
        self._runs.forget()
        self._live.forget()
        finished = self._opened
        if finished is None:
            self.picture_changed.emit(None)
        else:
            small, seed = self._draft_of(self.request()), finished.request.seed
            is_draft = small is not None and same_picture(finished.request, small)
            self._runs.show(finished, self._run(finished.run, finished.request, set_seed=seed, is_draft=is_draft))
        self.replaced.emit()
        self._catch_up()

    @Slot(object)
    def _on_edited(self, layers: frozenset[LayerName]) -> None:
        if self._says.is_unheard(layers):
            return
        if self.history.in_stroke:
            self._live.pen_down()
        elif self._is_current():
            return  # other colours, or an order of classes, make no other picture
        self._live.edited()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.BASE, s.MODULE, s.BESIDE):
            self._says.others_hear()
        if self.work.is_replacing:
            return
        if setting in (s.DEVICE, s.PRECISION):
            self.outdate()
        if setting.recipe or setting is s.LIVE:
            self._settled.start(0)

    @Slot()
    def _catch_up(self) -> None:
        self._live.go_on(is_current=self._is_current())

    def _is_current(self) -> bool:
        """Whether what runs, or else what is shown, is the picture of the drawing and settings as they are now."""
        run = self._runs.current or (None if self._runs.shown is None else self._runs.shown.run)
        if run is None:
            return False
        wanted = run.counterpart(self.request(), self.settings.get(s.SIZE_STEP_PX))
        return same_picture(run.request, wanted, None if self._hearing is None else self._hearing.heard)

    def _draft_of(self, request: GenerationRequest) -> GenerationRequest | None:
        return draft_of(request, self.settings.get(s.SIZE_STEP_PX))

    @Slot(bool)
    def _on_due(self, is_whole: bool) -> None:
        request = self.request()
        small = None if is_whole else self._draft_of(request)
        self._submit(small or request, is_draft=small is not None)

    def _submit(self, request: GenerationRequest, *, is_draft: bool = False, is_asked: bool = False) -> RunId:
        seed = self.settings.get(s.SEED)
        number = self._engine.submit(request, self.document.revision)
        run = self._run(number, request, set_seed=seed, is_draft=is_draft, is_asked=is_asked)
        self._runs.started(run)
        self._live.started(run)
        self.run_started.emit(run.id)
        return run.id

    def _run(
        self, run: RunId, request: GenerationRequest, *, set_seed: int, is_draft: bool = False, is_asked: bool = False
    ) -> Run:
        small = None if is_draft else self._draft_of(request)
        return Run(run, request, self.work.palette, set_seed, is_draft, small, is_asked)
