"""The flow of the program: the drawing and the settings change, a request goes to the engine, a picture comes back."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.drawing.reference import Reference
from app.drawing.settings_history import SettingsHistory
from app.formats.compare import same_drawing, same_picture
from app.formats.images.photo import Photo, PlacedPhoto
from app.formats.provenance import with_agreement
from app.installed.heard_layers import Hearing
from app.painting.live_scheduler import Act, LiveScheduler, shown_step
from app.painting.progress import LiveState, Progress
from app.painting.request_builder import build_request, restore_settings
from app.painting.run_notices import RunNotices
from app.painting.runs import Runs
from app.settings import table as s
from app.system.notices import Notices
from canvas.document import Document
from canvas.history import History
from canvas.layers import LayerName
from canvas.palette import Palette
from canvas.raster import BBox
from canvas.words import say
from engine.request.stages import draft
from engine.request.types import (
    Cancelled,
    Failed,
    Finished,
    GenerationRequest,
    Ink,
    Judged,
    LabelMap,
    Loading,
    RunId,
    StepPreview,
)
from engine.serving.thread import EngineController

_MB = 2**20


class Session(QObject):
    """Joins drawing, settings and engine. Lives in the GUI thread; owns no widget.

    Live paints a *draft* first, the first stage of the picture, and finishes it when the hand rests; Generate finishes
    at once. `picture_changed` carries (H, W, 3) uint8 RGB, or None for no picture. What is shown stays until something
    better is there: a whole picture, or a late preview of a drawing that was not seen yet.
    """

    picture_changed = Signal(object)
    step_previewed = Signal(object)
    """StepPreview, of a run for the open drawing"""
    picture_finished = Signal(object)
    """Finished: a picture, not a draft"""
    draft_finished = Signal(object)
    """Finished"""
    picture_judged = Signal(object)
    """Judged: after each picture and draft, unless another one is shown meanwhile"""
    run_started = Signal(object)
    """RunId: a run was handed to the engine, for whatever reason"""
    run_failed = Signal()
    cancelled_by_person = Signal()
    progressed = Signal(object)
    """Progress"""
    live_state_changed = Signal(object)
    """LiveState"""
    replaced = Signal()
    """Another drawing was opened."""

    def __init__(
        self,
        document: Document,
        history: History,
        settings: s.Settings,
        engine: EngineController,
        notices: Notices,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
        hearing: Hearing | None = None,
    ) -> None:
        """Without `hearing` every layer of the drawing counts."""
        super().__init__(parent)
        self._hearing, self._says = hearing, RunNotices(notices, hearing)
        self._edited: set[LayerName] = set()
        """Layers of the edit that is under way."""
        self.document = document
        self.history = history
        self.settings = settings
        self.notices = notices
        self.reference = Reference(self)
        self._engine = engine
        history.budget_bytes = settings.get(s.UNDO_BUDGET_MB) * _MB
        self.settings_history = SettingsHistory(settings, document, history, clock)
        self._live = LiveScheduler(clock)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._consider)
        self._settled = QTimer(self)
        """Gathers settings that change together, such as a base and what it suggests, into one edit."""
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._on_settings_settled)
        self._run: RunId | None = None
        self._runs = Runs()
        self._is_replacing = False
        self._request: GenerationRequest | None = None
        """What the last run paints."""
        self._is_draft = False
        """Whether the last whole picture is one."""
        self._has_other_seed = False
        """Whether the last run was asked for with another seed than the one that is set."""
        self._finished: Finished | None = None
        self._state = LiveState.OFF
        self._is_started = False
        self._is_stopped_by_person = False
        self._has_failed = False
        self._disconnects = [
            document.layer_changed.connect(lambda layer, _bbox: self._edited.add(layer)),
            document.changed.connect(self._on_edited),
            history.changed.connect(self.end_stroke),
            settings.changed.connect(self._on_setting),
            document.resized.connect(self._on_resized),
            self.settings_history.disconnect,
        ]
        engine.loading.connect(self._on_loading)
        engine.previewed.connect(self._on_previewed)
        engine.finished.connect(self._on_finished)
        engine.cancelled.connect(self._on_cancelled)
        engine.failed.connect(self._on_failed)
        engine.judged.connect(self._on_judged)

    @property
    def finished(self) -> Finished | None:
        """The last whole picture or draft, with the request that made it."""
        return self._finished

    @property
    def is_draft(self) -> bool:
        """Whether it is only a draft."""
        return self._is_draft

    @property
    def is_painting(self) -> bool:
        """Whether a run is under way or waits for the engine."""
        return self._run is not None

    @property
    def paints_draft(self) -> bool:
        """Whether the run under way paints a draft."""
        return self._runs.is_draft(self._run)

    def is_asked_for(self, run: RunId) -> bool:
        """Whether the person asked for this run; Live starts the others."""
        return self._runs.is_asked(run)

    @property
    def is_replacing(self) -> bool:
        """Whether another drawing and its settings are being put in place."""
        return self._is_replacing

    @property
    def live_state(self) -> LiveState:
        """What Live is doing."""
        return self._state

    @property
    def picture_shows_drawing(self) -> bool:
        """Whether the last whole picture is no draft, and was painted from the drawing as it is now."""
        finished = None if self._is_draft else self._finished
        return finished is not None and same_drawing(finished.request, self.request())

    @property
    def picture_shows_settings(self) -> bool:
        """Whether it was painted under the settings as they are now, or with a seed that was asked for beside them.

        On which device, and how precisely, is no matter.
        """
        if self._finished is None:
            return False
        painted, wanted = self._finished.request, self.request()
        seed = painted.seed if self._has_other_seed else wanted.seed
        wanted = dataclasses.replace(wanted, seed=seed, device=painted.device, precision=painted.precision)
        return same_picture(painted, wanted)

    def _smallest(self, request: GenerationRequest) -> GenerationRequest:
        return dataclasses.replace(self._draft_of(request) or request, steps=1)

    def palette_of(self, finished: Finished) -> Palette:
        """The palette that the drawing had when this picture of it was asked for."""
        return self._runs.palette_of(finished, self.document.palette)

    @property
    def placed_photo(self) -> PlacedPhoto | None:
        """The photo that the drawing is traced from, as it is looked at now."""
        return self.reference.placed(self.settings)

    def request(self) -> GenerationRequest:
        """The request for the drawing and settings as they are now."""
        return build_request(self.document.snapshot(), self.settings)

    def _draft_of(self, request: GenerationRequest) -> GenerationRequest | None:
        """What paints the draft of it; None where it is painted at full size at once."""
        small = draft(request, self.settings.get(s.SIZE_STEP_PX))
        return None if (small.width, small.height) == (request.width, request.height) else small

    @Slot()
    def start(self) -> None:
        """Start the engine and paint what is open. Call once, when the window is on screen."""
        if not self._is_started:
            self._is_started = True
            self._engine.start()
            if self._finished is None:
                self.generate()
                return
            if not self._is_current():
                self._live.edited()
            self._consider()
            if self._engine.is_free:
                self._engine.try_out(self._smallest(self.request()))  # so that the first stroke waits for no model

    def show_first(self, finished: Finished) -> None:
        """Show a picture that comes with the drawing; call before `start`."""
        self._finished, self._is_draft = finished, False
        self._runs.opened(finished, self.document.palette)
        self.picture_changed.emit(finished.image)

    def stop(self) -> bool:
        """End the engine's thread; returns whether it ended in time."""
        self._timer.stop()
        self._settled.stop()
        for disconnect in self._disconnects:
            disconnect()
        return self._engine.stop()

    @Slot()
    def generate(self, seed: int | None = None) -> RunId:
        """Paint the drawing and settings as they are now, or with another seed; what runs is cancelled."""
        self._has_failed = False
        request = self.request()
        run = self._submit(request if seed is None else dataclasses.replace(request, seed=seed))
        self._has_other_seed = seed is not None
        self._runs.asked(run)
        return run

    def adopt(self, finished: Finished, judged: Judged) -> None:
        """Show an earlier picture of the drawing as it is, and set its seed."""
        self.settings.set(s.SEED, finished.request.seed)
        self._has_other_seed = False
        self._finished, self._is_draft = finished, False
        self.picture_changed.emit(finished.image)
        self.picture_finished.emit(finished)
        self.picture_judged.emit(judged)

    def outdate(self) -> None:
        """What paints has changed without another name: Live paints the drawing anew."""
        self._has_failed = self._is_stopped_by_person = False
        self._live.edited()
        self._consider()

    @Slot()
    def cancel(self) -> None:
        """End what runs; Live waits for the next edit."""
        self._is_stopped_by_person = self._is_stopped_by_person or self.is_painting or self._live.is_pending
        self._live.forget()
        self._timer.stop()
        self._engine.cancel()
        self.cancelled_by_person.emit()
        self._tell_state()

    def replace(
        self,
        labels: LabelMap,
        palette: Palette,
        recipe: GenerationRequest | None = None,
        finished: Finished | None = None,
        ink: Ink | None = None,
        photo: Photo | None = None,
    ) -> None:
        """Open another drawing, with settings of `recipe`, picture `finished` and `photo` to trace from, if given.

        Without `ink` its paper is blank.

        Raises CanvasError or ValueError if the drawing or a setting cannot be, and then changes nothing.
        """
        if recipe is not None:
            restore_settings(recipe, s.Settings())
        self.cancel()
        revision, self._is_replacing = self.document.revision, True
        try:
            self.document.load(labels, palette, ink)
        finally:
            self._is_replacing = False
            if self.document.revision != revision:
                with self.settings_history.apart():
                    self._take_over(palette, recipe, finished, photo)

    def _take_over(
        self, palette: Palette, recipe: GenerationRequest | None, finished: Finished | None, photo: Photo | None
    ) -> None:
        """Another drawing is in place: its settings, its picture and its photo come along."""
        if recipe is not None:
            self._is_replacing = True
            try:
                restore_settings(recipe, self.settings)
            finally:
                self._is_replacing = False
        self._settled.stop()
        self._run = None
        self._runs.forget()
        self._live.run_ended()
        small = self._draft_of(self.request())
        self._finished = finished
        self._is_draft = finished is not None and small is not None and same_picture(finished.request, small)
        if finished is not None:
            self._runs.opened(finished, palette)
        self.reference.show(photo)
        self._is_stopped_by_person = self._has_failed = False
        self.progressed.emit(Progress())
        self.picture_changed.emit(None if finished is None else finished.image)
        self.replaced.emit()
        if not self._is_current():
            self._live.edited()
        self._consider()

    @Slot()
    def end_stroke(self) -> None:
        """The pen is up, or something else made an entry in the history."""
        if not self.history.in_stroke:
            self._live.pen_up()
            self._consider()

    def _on_edited(self, _bbox: BBox) -> None:
        edited, self._edited = self._edited, set()
        if not self._is_replacing and self._says.is_unheard(edited):
            return
        if self.history.in_stroke:
            self._live.pen_down()
        elif not self._is_replacing and self._is_current():
            return  # other colours, or an order of classes, make no other picture
        if not self._is_replacing:
            self._is_stopped_by_person = False
            self._live.edited()
            self._consider()

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.UNDO_BUDGET_MB:
            self.history.budget_bytes = self.settings.get(setting) * _MB
        if setting in (s.BASE, s.MODULE, s.BESIDE):
            self._says.others_hear()
        if self._is_replacing:
            return
        if setting is s.SEED:
            self._has_other_seed = False
        if setting is s.SIZE_PX:
            self.settings.reset(s.EXACT_SIZE)
        if setting in (s.DEVICE, s.PRECISION):
            self.outdate()
        if setting.recipe or setting is s.LIVE:
            self._settled.start(0)

    def _on_resized(self) -> None:
        """Another shape of the drawing is another shape of the picture."""
        if not self._is_replacing:
            self.settings.reset(s.EXACT_SIZE)

    @Slot()
    def _on_settings_settled(self) -> None:
        self._has_failed = self._is_stopped_by_person = False
        if not self._is_current():
            self._live.edited()
        self._consider()

    def _is_current(self) -> bool:
        painted = self._request if self.is_painting else None if self._finished is None else self._finished.request
        if painted is None:
            return False
        wanted = self.request()
        if self._has_other_seed:
            wanted = dataclasses.replace(wanted, seed=painted.seed)
        if self.paints_draft if self.is_painting else self._is_draft:
            wanted = self._draft_of(wanted) or wanted
        return same_picture(painted, wanted, None if self._hearing is None else self._hearing.heard)

    @Slot()
    def _consider(self) -> None:
        self._timer.stop()
        if self._is_started and self.settings.get(s.LIVE) and not self._has_failed:
            decision = self._live.decide(self.settings.get(s.STEPS))
            if decision.act is Act.FINISH:
                self._submit(self.request())
            elif decision.act is not Act.NOTHING:
                request = self.request()
                small = self._draft_of(request)
                self._submit(small or request, is_draft=small is not None)
            elif decision.ask_again_s is not None:
                self._timer.start(max(1, round(decision.ask_again_s * 1000)))
        self._tell_state()

    def _submit(self, request: GenerationRequest, *, is_draft: bool = False) -> RunId:
        self._timer.stop()
        self._is_stopped_by_person = self._has_other_seed = False
        self._request = request
        run = self._run = self._engine.submit(self._request, self.document.revision)
        self._runs.started(run, self.document.palette, self._finished, is_draft=is_draft)
        self._live.run_started(finishes=not is_draft and self._draft_of(request) is not None)
        if self._finished is None:
            self.progressed.emit(Progress(say("Getting ready to paint")))
        self._tell_state()
        self.run_started.emit(run)
        return run

    @Slot(object)
    def _on_loading(self, event: Loading) -> None:
        if event.run == self._run:
            self.progressed.emit(Progress(event.what))

    @Slot(object)
    def _on_previewed(self, event: StepPreview) -> None:
        if self._is_void(event.run):
            return
        if event.image is not None and self._is_worth_showing(event):
            self.picture_changed.emit(event.image)
        self.step_previewed.emit(event)
        if event.run == self._run:
            stage = say("painting") if event.stage == 1 else say("refining")
            what = say("drafting") if self._runs.is_draft(event.run) else stage
            self.progressed.emit(Progress(what, event.step, event.steps, event.seconds_left))
            self._live.step_done(event.step)
            self._consider()

    def _is_worth_showing(self, event: StepPreview) -> bool:
        """Whether a preview says more than what is on the sheet: a late one, of a picture that was not seen yet and
        that is not there in a moment anyway."""
        shown, request = self._finished, self._request
        if event.stage > 1 or event.step < shown_step(event.steps):
            return False
        if shown is None or request is None:
            return True
        if self._live.is_soon_whole(event.steps):
            return False
        return not any(
            same_picture(shown.request, one) for one in (request, self._draft_of(request)) if one is not None
        )

    @Slot(object)
    def _on_finished(self, event: Finished) -> None:
        if self._is_void(event.run):
            return
        is_draft = self._runs.is_draft(event.run)
        self._finished, self._is_draft = event, is_draft
        self._has_failed = False
        self._says.finished(event.notes)
        self.picture_changed.emit(event.image)
        self._end(event.run, is_rough=is_draft)
        (self.draft_finished if is_draft else self.picture_finished).emit(event)

    @Slot(object)
    def _on_judged(self, event: Judged) -> None:
        if self._finished is None or self._finished.run != event.run:
            return
        self._says.judged(event)
        if event.agreement is not None:
            self._finished = with_agreement(self._finished, event.agreement)
        self.picture_judged.emit(event)

    @Slot(object)
    def _on_cancelled(self, event: Cancelled) -> None:
        if event.run == self._run and self._finished is not None:
            self.picture_changed.emit(self._finished.image)
        self._end(event.run)

    @Slot(object)
    def _on_failed(self, event: Failed) -> None:
        """A run that was replaced may fail unheard: the newer one tells whether the cause is still there."""
        if event.run != self._run:
            return
        self._has_failed = True
        self._says.failed(event)
        if self._finished is not None:
            self.picture_changed.emit(self._finished.image)
        self._end(event.run)
        self.run_failed.emit()

    def _is_void(self, run: RunId) -> bool:
        return self._run is None or self._runs.is_void(run)

    def _end(self, run: RunId, *, is_rough: bool = False) -> None:
        if run == self._run:
            self._run = None
            self._live.run_ended(is_rough=is_rough)
            self.progressed.emit(Progress())
            self._consider()

    def _tell_state(self) -> None:
        state = self._state_now()
        if state is not self._state:
            self._state = state
            self.live_state_changed.emit(state)

    def _state_now(self) -> LiveState:
        if not self.settings.get(s.LIVE):
            return LiveState.OFF
        if self._has_failed and not self.is_painting:
            return LiveState.PAUSED
        if self._is_stopped_by_person:
            return LiveState.STOPPED
        if self.is_painting:
            return LiveState.PAINTING
        return LiveState.WAITING if self._live.is_pending else LiveState.UP_TO_DATE
