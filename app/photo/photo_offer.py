"""A photo that was dropped, pasted or opened, and what the person makes of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.drawing.palette.imported_labels import in_classes_of
from app.drawing.palette.read_as import LabelMapReader, LeftError
from app.drawing.placed_labels import put_ink, put_labels
from app.formats.images.photo import Photo, on_white, photo_of, read_photo
from app.installed.choices import Choices
from app.installed.segmented import palette_for
from app.painting.session import Session
from app.photo.becomes import Becomes, OfferStage
from app.photo.looked_at import Looked, looked_at
from app.photo.reference_photo import ReferencePhoto
from app.settings import table as s
from app.settings.recent_files import RecentFiles
from app.system.background import Background, Ticket
from app.system.notices import Level, Notice
from app.widgets.questions import PHOTOS, Asking
from canvas.errors import CanvasError
from canvas.layers import Layers
from canvas.paths import read_bytes
from canvas.words import Words, say
from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.installed.registry import SegmenterInfo

_ENTRIES = {
    Becomes.LABELS: say("Label map from photo"),
    Becomes.SKETCH: say("Sketch from photo"),
    Becomes.BOTH: say("Drawing from photo"),
}


class PhotoOffer(QObject):
    """Holds one photo until the person has said what becomes of it. GUI thread; the work is done in another."""

    changed = Signal()
    said = Signal(object)
    """A passing remark for the status bar."""
    _progressed = Signal(object, float)

    def __init__(
        self,
        session: Session,
        choices: Choices,
        reference: ReferencePhoto,
        asking: Asking,
        commit: Callable[[], None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        """`commit` ends an unfinished stroke."""
        super().__init__(parent)
        self._session, self._choices, self._reference = session, choices, reference
        self._asking, self._commit = asking, commit
        self._recent = RecentFiles(session.settings)
        self._maps = LabelMapReader(session.settings, asking, self._tell)
        self._take_map: Callable[[], None] | None = None
        """Opens the image as the label map that it plainly is."""
        self._background = Background(session.notices, "photo", self)
        self._token = CancelToken()
        self._ticket: Ticket | None = None
        """Of the work that counts."""
        self._becomes = Becomes.LABELS
        self._looked: Looked | None = None
        """What the image is, once it was read."""
        self.stage = OfferStage.NONE
        self.name = ""
        self.part_done = 0.0
        self._progressed.connect(self._on_progressed)
        session.replaced.connect(self.cancel)

    @property
    def photo(self) -> Photo | None:
        """The image, once it was read."""
        return None if self._looked is None else self._looked.photo

    @property
    def can_be_label_map(self) -> bool:
        """Whether the image can be read as one, as it is."""
        return self._looked is not None and self._looked.can_be_label_map

    @property
    def is_label_map(self) -> bool:
        """Whether the image is plainly one, in the palette's exact colours."""
        return self._looked is not None and self._looked.is_label_map

    @property
    def is_lines(self) -> bool:
        """Whether the image is nothing but drawn lines."""
        return self._looked is not None and self._looked.ink is not None

    @property
    def can_segment(self) -> bool:
        """Whether something here tells the classes in a photo."""
        return self._choices.segmenter() is not None

    @property
    def suggested(self) -> Becomes:
        """What the modules that paint make most of."""
        try:
            modules = self._choices.painting()
        except EngineError:
            modules = ()
        if self.is_lines and not self.is_label_map:
            return Becomes.INK
        heard = {modality for module in modules for modality in module.modalities}
        if self.is_label_map or not modules:
            heard = {"labels"}
        elif self._looked is not None and self._looked.is_two_tone:
            return Becomes.SKETCH
        if "sketch" in heard:
            return Becomes.BOTH if "labels" in heard and self.can_segment else Becomes.SKETCH
        return Becomes.LABELS if self.is_label_map or self.can_segment else Becomes.REFERENCE

    def open(self) -> None:
        """Offer a photo that the person chooses."""
        path = self._asking.open_path(say("Open a photo"), self._recent.folder, PHOTOS)
        if path is not None:
            self.offer_path(path)

    def offer_path(self, path: Path, take_map: Callable[[Path], None] | None = None) -> None:
        """Offer an image from a file; `take_map`, where given, has it instead if it is plainly a label map."""
        palette = self._session.document.palette
        take = None if take_map is None else lambda: take_map(path)
        self._offer(path.name, lambda: looked_at(read_photo(path), path.name, read_bytes(path), palette), take)

    def offer_bytes(self, data: bytes, name: str) -> None:
        """Offer an image from memory; `name` is what is shown of it."""
        palette = self._session.document.palette
        self._offer(name, lambda: looked_at(photo_of(data, name), name, data, palette), None)

    def choose(self, becomes: Becomes) -> None:
        """Make this of the photo."""
        if self.stage is not OfferStage.ASKING or self.photo is None:
            return
        if becomes is Becomes.REFERENCE:
            self._reference.show(self.photo)
            self._close()
        elif becomes is Becomes.MAP or (becomes is Becomes.LABELS and self.is_label_map):
            self._put_map()
        elif becomes is Becomes.INK or (becomes is Becomes.SKETCH and self._looked is not None and self._looked.is_ink):
            self._put_ink()
        else:
            segmenter = None if becomes is Becomes.SKETCH else self._choices.segmenter()
            if becomes is not Becomes.SKETCH and segmenter is None:
                return
            self._becomes = becomes
            self._draw(self.photo, segmenter, inked=becomes is not Becomes.LABELS)

    @Slot()
    def cancel(self) -> None:
        """Leave the drawing as it is; while it is drawn, the question stands again."""
        if self.stage is OfferStage.DRAWING:
            self._give_up()
            self._enter(OfferStage.ASKING)

    @Slot()
    def close(self) -> None:
        """Make nothing of the photo."""
        if self.stage is not OfferStage.NONE:
            self._close()

    def stop(self) -> None:
        """End what is under way: the window has gone."""
        self._give_up()
        self._background.stop(drop_waiting=True)

    def _put_map(self) -> None:
        """The image as the label map that it is; where it can be read in several ways, the person says how."""
        evidence = None if self._looked is None else self._looked.evidence
        if evidence is None:
            return
        try:
            labels = self._maps.answered(evidence, anew=not self.is_label_map)
        except LeftError:
            return
        except CanvasError as error:
            self._session.notices.report(error)
            return
        self._close()
        self._commit()
        put_labels(self._session.document, self._session.history, say("Label map from image"), labels)

    def _put_ink(self) -> None:
        """The lines as they are; the labels stay where they have their size."""
        ink = None if self._looked is None else self._looked.ink
        if ink is None:
            return
        name = self.name
        self._close()
        self._commit()
        put_ink(self._session.document, self._session.history, say("Ink from image"), ink)
        self.said.emit(say("The ink is that of {name} now", name=name))

    def _tell(self, note: Words) -> None:
        self._session.notices.post(Notice(Level.INFO, note))

    def _offer(self, name: str, read: Callable[[], Looked], take_map: Callable[[], None] | None) -> None:
        self._give_up()
        self.name, self._looked, self._take_map = name, None, take_map
        self._enter(OfferStage.READING)
        self._run(read, self._on_looked)

    def _draw(self, photo: Photo, segmenter: SegmenterInfo | None, *, inked: bool) -> None:
        self._give_up()
        self._enter(OfferStage.DRAWING)
        token = self._token = CancelToken()

        def work() -> Any:
            return import_module("engine.painting.photo_drawing").drawing_of_photo(
                on_white(photo.pixels),
                segmenter,
                inked=inked,
                cancel=token,
                on_progress=lambda part: self._progressed.emit(token, part),
            )

        self._run(work, lambda drawing: self._place(drawing, segmenter))

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._ticket = self._background.run(work, then, self._session.notices.report, self._fail)

    def _give_up(self) -> None:
        """Whatever is under way no longer counts."""
        self._token.cancel()
        if self._ticket is not None:
            self._ticket.cancel()

    def _enter(self, stage: OfferStage) -> None:
        self.stage, self.part_done = stage, 0.0
        self.changed.emit()

    def _close(self) -> None:
        self._give_up()
        self._looked = self._take_map = None
        self._enter(OfferStage.NONE)

    @Slot(object, float)
    def _on_progressed(self, token: CancelToken, part: float) -> None:
        if token is self._token and not token.is_cancelled:
            self.part_done = part
            self.changed.emit()

    def _on_looked(self, looked: Looked) -> None:
        self._looked = looked
        take_map = self._take_map
        if take_map is not None and self.is_label_map:
            self._close()
            take_map()
        else:
            self._enter(OfferStage.ASKING)

    def _fail(self) -> None:
        if self.stage is OfferStage.DRAWING:
            self._enter(OfferStage.ASKING)
        else:
            self._close()

    def _place(self, drawing: Any, segmenter: SegmenterInfo | None) -> None:
        """The drawing becomes what the photo shows, as one entry of the history."""
        self._commit()
        document = self._session.document
        labels = drawing.labels
        if labels is not None and segmenter is not None:
            own = palette_for(self._choices.registry, self._session.settings.get(s.BASE), segmenter.classes)
            labels = in_classes_of(document.palette, labels, own, self._asking)
            if labels is None:
                self._enter(OfferStage.ASKING)
                return
        layers = Layers.blank((drawing.ink if labels is None else labels).shape)
        if labels is not None:
            layers = layers.replaced("labels", labels)
        if drawing.ink is not None:
            layers = layers.replaced("ink", drawing.ink)
        name = self.name
        self._close()
        self._session.history.replace(_ENTRIES[self._becomes], layers)
        self.said.emit(say("The drawing is made from {name} now", name=name))
