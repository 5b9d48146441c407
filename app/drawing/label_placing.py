"""Puts a label map from elsewhere into the drawing. No Qt."""

from __future__ import annotations

from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from engine.request.types import LabelMap


def put_labels(document: Document, history: History, label: str, labels: LabelMap) -> None:
    """Take over the ids as one entry of the history; the other layers go along where the drawing becomes another size.

    Raises CanvasError for a size that a drawing cannot have.
    """
    if labels.shape == document.labels.shape:
        history.perform(label, PatchEdit.replace_all(document.labels, labels))
    else:
        height, width = labels.shape
        history.replace(label, document.layers.resized((height, width)).replaced("labels", labels))
