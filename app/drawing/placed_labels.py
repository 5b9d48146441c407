"""Puts a label map or ink from elsewhere into the drawing. No Qt."""

from __future__ import annotations

from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.layers import Layers
from engine.request.types import Ink, LabelMap


def put_labels(document: Document, history: History, label: str, labels: LabelMap) -> None:
    """Take over the ids as one entry of the history; the other layers go along where the drawing becomes another size.

    Raises CanvasError for a size that a drawing cannot have.
    """
    if labels.shape == document.labels.shape:
        history.perform(label, PatchEdit.replace_all(document.labels, labels))
    else:
        height, width = labels.shape
        history.replace(label, document.layers.resized((height, width)).replaced("labels", labels))


def put_ink(document: Document, history: History, label: str, ink: Ink) -> None:
    """Let the drawing have this (H, W) ink as one entry; of another size, it is the whole drawing."""
    if ink.shape == document.size:
        history.perform(label, PatchEdit.replace_all(document.ink, ink, "ink"))
    else:
        history.replace(label, Layers.made((ink.shape[0], ink.shape[1]), {"ink": ink}))
