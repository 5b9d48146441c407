"""How far the picture on the sheet agrees with the drawing, for as long as the drawing is the one that was compared."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.painting.session import Session
from canvas.layers import LayerName
from engine.request.types import Agreement, Finished, GenerationRequest, Judged


class AgreementWatch(QObject):
    """`current` is None until a picture was compared, and once the labels are no longer those. GUI thread."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = session.document
        self._session = session
        self._judged: Agreement | None = None
        self._request: GenerationRequest | None = None
        """What made the picture that was compared."""
        self.current: Agreement | None = None
        session.picture_finished.connect(self._on_finished)
        session.picture_judged.connect(self._on_judged)
        session.replaced.connect(self._forget)
        self._disconnects = [
            session.document.layer_changed.connect(self._on_layer_changed),
            session.document.palette_changed.connect(self._compare),
            session.history.changed.connect(self._compare),
        ]

    @Slot(object)
    def _on_finished(self, _finished: Finished) -> None:
        self._forget()

    @Slot(object)
    def _on_judged(self, event: Judged) -> None:
        finished = self._session.finished
        if finished is not None and event.agreement is not None:
            self._judged, self._request = event.agreement, finished.request
            self._compare()

    @Slot()
    def _forget(self) -> None:
        self._judged = self._request = None
        self._show(None)

    def _on_layer_changed(self, layer: LayerName, _bbox: Any) -> None:
        if layer == "labels":
            self._show(None)

    def _compare(self) -> None:
        """Whole strokes only: while one is painted, the labels are others anyway."""
        request = self._request
        if request is None or self._session.history.in_stroke:
            return
        is_same = self._document.palette.classes() == request.classes and np.array_equal(
            self._document.labels, request.labels
        )
        self._show(self._judged if is_same else None)

    def _show(self, agreement: Agreement | None) -> None:
        if agreement is not self.current:
            self.current = agreement
            self.changed.emit()
