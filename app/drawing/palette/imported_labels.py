"""Label maps from elsewhere in the classes of the open drawing."""

from __future__ import annotations

from pathlib import Path

from app.drawing.palette.read_as import LabelMapReader
from app.widgets.questions import PaletteAsking
from canvas.label_png import read_label_png
from canvas.palette import UNLABELLED, Palette
from canvas.palette_mapping import mapped, matches, shares
from canvas.palette_png import palette_of_png
from engine.request.types import LabelMap


def labels_in(
    path: Path, palette: Palette, asking: PaletteAsking, reader: LabelMapReader | None = None, *, anew: bool = False
) -> LabelMap | None:
    """The label map in the ids of `palette`; None if the person rather leaves it unmapped.

    How a file is read that leaves it open is asked by `reader`, and always if `anew`. Where the file brings classes of
    its own they are matched by name; what some painted one becomes is asked if no class is like it. Raises
    LeftError, LabelMapError.
    """
    own = palette_of_png(path) or palette
    labels = read_label_png(path, own) if reader is None else reader.read(path, own, anew=anew)
    return in_classes_of(palette, labels, own, asking)


def in_classes_of(palette: Palette, labels: LabelMap, own: Palette, asking: PaletteAsking) -> LabelMap | None:
    """A label map of the classes `own` in the ids of `palette`; None if the person rather leaves it.

    Classes are matched by name; what some painted one becomes is asked if no class is like it.
    """
    if own.classes() == palette.classes():
        return labels
    targets = {match.class_id: match.target for match in matches(own, palette)}
    if any(targets[class_id] == UNLABELLED for class_id in shares(labels)):
        chosen = asking.mapping(labels, own, palette)
        if chosen is None:
            return None
        targets |= chosen
    return mapped(labels, targets)
