"""Label maps that are spread over masks, one file a class: "0042_hair.png", "0042_nose.png" (CelebAMask-HQ)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from canvas.errors import LabelMapError
from canvas.label_maps.reading import read
from canvas.label_maps.rule import Rule, Way
from canvas.label_maps.samples import Samples, occurring, read_samples
from canvas.palette import UNLABELLED, Palette
from canvas.words import say


def part_of(path: Path, palette: Palette) -> tuple[str, int] | None:
    """(name of the picture, class id) of a file that is called PICTURE_CLASS; None for every other name."""
    stem = path.stem
    for at in (at for at, letter in enumerate(stem) if letter == "_" and at):
        entry = palette.find_name(stem[at + 1 :]) or palette.find_name(stem[at + 1 :].replace("_", " "))
        if entry is not None and entry.class_id != UNLABELLED:
            return stem[:at], entry.class_id
    return None


def pictures(paths: Iterable[Path], palette: Palette) -> dict[Path, dict[int, Path]]:
    """Where two files or more are parts of one picture: the first of them -> class id -> file, by ascending id."""
    found: dict[tuple[Path, str], dict[int, Path]] = {}
    for path in sorted(paths):
        part = part_of(path, palette)
        if part is not None:
            found.setdefault((path.parent, part[0]), {}).setdefault(part[1], path)
    return {min(parts.values()): dict(sorted(parts.items())) for parts in found.values() if len(parts) > 1}


def parts_beside(path: Path, palette: Palette) -> dict[int, Path]:
    """Class id -> file, of the masks of the same picture in the folder of `path`, itself included; else empty."""
    part = part_of(path, palette)
    if part is None:
        return {}
    try:
        beside = [other for other in path.parent.iterdir() if other.suffix.lower() == path.suffix.lower()]
    except OSError:
        return {}
    mine = [other for other in beside if (part_of(other, palette) or ("",))[0] == part[0]]
    return next(iter(pictures(mine, palette).values()), {})


def is_mask(samples: Samples) -> bool:
    """Whether there are two values at most, one of them 0."""
    numbers = samples.numbers
    values = [] if numbers is None else occurring(numbers)
    return 0 < len(values) <= 2 and values[0] == 0


def read_parts(parts: Mapping[int, Path], palette: Palette) -> NDArray[np.uint8]:
    """(H, W) class ids of masks; where two overlap, the later class lies above, as the data set composes them.

    Raises LabelMapError where one is no mask, or of another size.
    """
    labels: NDArray[np.uint8] | None = None
    for class_id, path in parts.items():
        samples = read_samples(path)
        reading = read(samples, palette, Rule(Way.MASK, class_id)) if is_mask(samples) else None
        if reading is None or (labels is not None and labels.shape != reading.ids.shape):
            raise LabelMapError(
                say('"{name}" is no mask of the size of the others.', name=path.name),
                say("The masks of one picture have two values, one of them 0, and one size."),
            )
        labels = reading.ids if labels is None else np.where(reading.ids, reading.ids, labels)
    if labels is None:
        raise ValueError("there is no mask")
    return labels
