"""One way to read the samples of a label map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from canvas.label_maps.rule import Rule, Way
from canvas.label_maps.samples import Samples, Stored, distinct, packed
from canvas.palette import UNLABELLED, Palette
from canvas.palette_colours import lab

IGNORED = frozenset({254, 255, 65535, -1, -9999, -32768})
"""Numbers for what nobody has labelled, where the palette has no such class: of data sets (VOC, COCO-Stuff), of GIS."""
CITYSCAPES = 1000
"""Its instance ids are a class id times this and a count, or the class id alone where nothing is counted."""
_OCCURS = 0.001
"""Share of the pixels from which a class counts as being in the file."""
_SAME_AFTER_LOSS = 12
"""How far a channel of a lossy file may be from the colour that was saved, away from edges."""


@dataclass(frozen=True, eq=False)
class Reading:
    """(H, W) uint8 class ids of `samples` under `rule`.

    `lacking` are the numbers, or the colours 0xRRGGBB, that say no class of the palette, the most frequent first;
    `lost` is the share of the pixels that have them, 0 to 1. They are unlabelled here, or of the nearest class.
    """

    rule: Rule
    ids: NDArray[np.uint8]
    lacking: NDArray[np.integer]
    lost: float

    @cached_property
    def shown(self) -> tuple[int, ...]:
        """The classes that it shows, unlabelled included, in ascending order."""
        return tuple(np.unique(self.ids).tolist())


def read(samples: Samples, palette: Palette, rule: Rule) -> Reading | None:
    """The samples under a rule; None where it cannot be applied (numbers of an image in many colours)."""
    if rule.way is Way.EXCHANGED:
        return _by_colour(_exchanged(samples), palette, rule)
    if rule.way in (Way.COLOURS, Way.NEAREST):
        return _by_colour(samples, palette, rule)
    numbers = samples.numbers
    return None if numbers is None else _by_number(samples, numbers, palette, rule)


def class_of_colour(palette: Palette) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """The palette's colours 0xRRGGBB, now and before, in ascending order, and the class id of each."""
    of_colour = palette.class_of_colour()
    ids = np.array(list(of_colour.values()), np.uint8)
    keys = packed(np.array(list(of_colour), np.uint8))
    order = np.argsort(keys)
    return keys[order], ids[order]


def matched(colours: NDArray[np.uint32], palette: Palette) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The class id of each exact colour 0xRRGGBB, UNLABELLED where there is none, and whether there is one."""
    keys, ids = class_of_colour(palette)
    place = np.minimum(np.searchsorted(keys, colours), len(keys) - 1)
    known = keys[place] == colours
    return np.where(known, ids[place], UNLABELLED).astype(np.uint8), known


def _by_colour(samples: Samples, palette: Palette, rule: Rule) -> Reading:
    """Every distinct colour is judged once; the pixels follow by table."""
    colours = samples.colours
    used = distinct(colours if samples.clear is None else colours[~samples.clear])
    counts = _counts(samples, colours, used)
    ids, known = matched(used, palette)
    if rule.way is Way.NEAREST:
        ids = _nearest(used, counts, ids, known, palette, samples.is_lossy)
    if samples.stored is Stored.COLOURS:
        of_colour = np.zeros(1 << 24, np.uint8)
        of_colour[used] = ids
        pixels = of_colour[colours]
    else:
        table = samples.table
        levels = packed(table) if table is not None else np.arange(256, dtype=np.uint32) * np.uint32(0x010101)
        place = np.minimum(np.searchsorted(used, levels), max(len(used) - 1, 0))
        of_value = ids[place] if len(used) else np.zeros(256, np.uint8)
        pixels = of_value[np.minimum(samples.values, 255)]
    lacking = used[~known]
    lost = int(counts[~known].sum())
    if samples.half is not None:
        lost += int((samples.half & np.isin(colours, used[known])).sum())
    pixels = _without_clear(pixels, samples)
    order = np.argsort(-counts[~known], kind="stable")
    return Reading(rule, pixels, lacking[order], lost / max(1, pixels.size))


def _exchanged(samples: Samples) -> Samples:
    """The colours of the samples with red and blue exchanged."""
    colours = samples.colours
    exchanged = (colours & 0xFF) << 16 | colours & 0xFF00 | colours >> 16
    return replace(samples, stored=Stored.COLOURS, values=exchanged, table=None, table_size=0)


def _counts(samples: Samples, colours: NDArray[np.uint32], used: NDArray[np.uint32]) -> NDArray[np.int64]:
    """How many pixels have each of the colours `used`."""
    if not len(used):
        return np.zeros(0, np.int64)
    seen = colours if samples.clear is None else colours[~samples.clear]
    return np.bincount(seen.reshape(-1), minlength=1 << 24)[used].astype(np.int64)


def _nearest(
    used: NDArray[np.uint32],
    counts: NDArray[np.int64],
    ids: NDArray[np.uint8],
    known: NDArray[np.bool_],
    palette: Palette,
    is_lossy: bool,
) -> NDArray[np.uint8]:
    """The nearest class of each colour in CIELAB, among those that are in the file: an edge is of one of its sides."""
    rgb = _unpacked(used)
    entries = np.array(palette.ids, np.uint8)
    own = palette.colour_table()[entries]
    if is_lossy:
        near = np.abs(rgb[:, None].astype(np.int16) - own[None]).max(-1) <= _SAME_AFTER_LOSS
        weight = (near * counts[:, None]).sum(0)
    else:
        weight = np.array([counts[known & (ids == entry)].sum() for entry in entries])
    occurs = weight >= _OCCURS * max(1, int(counts.sum()))
    candidates = entries[occurs] if occurs.any() else entries
    theirs, mine = lab(palette.colour_table()[candidates]), lab(rgb)
    nearest = np.empty(len(used), np.intp)
    for start in range(0, len(used), 4096):
        part = mine[start : start + 4096, None] - theirs[None]
        nearest[start : start + 4096] = (part**2).sum(-1).argmin(-1)
    return np.where(known & ~np.bool_(is_lossy), ids, candidates[nearest]).astype(np.uint8)


def _by_number(samples: Samples, numbers: NDArray[np.generic], palette: Palette, rule: Rule) -> Reading:
    values, inverse, counts = _used(numbers)
    targets, known = _targets(values, palette, rule)
    pixels = targets[inverse].reshape(numbers.shape)
    if rule.way is not Way.OPAQUE:
        pixels = _without_clear(pixels, samples)
    order = np.argsort(-counts[~known], kind="stable")
    return Reading(rule, pixels, values[~known][order], float(counts[~known].sum()) / max(1, pixels.size))


def _used(numbers: NDArray[np.generic]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(distinct numbers, the place of each pixel's among them, how many pixels have each)."""
    if numbers.dtype == np.uint8:
        counts = np.bincount(numbers.reshape(-1), minlength=256)
        values = np.flatnonzero(counts)
        place = np.zeros(256, np.int64)
        place[values] = np.arange(len(values))
        return values, place[numbers.reshape(-1).astype(np.intp)], counts[values]
    values, inverse, counts = np.unique(numbers.astype(np.int64).reshape(-1), return_inverse=True, return_counts=True)
    return values, inverse.reshape(-1), counts


def _targets(values: NDArray[np.int64], palette: Palette, rule: Rule) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The class id of each number, and whether it says one; numbers to be ignored say none."""
    ids = np.zeros(len(values), np.uint8)
    known = np.zeros(len(values), np.bool_)
    classes = sorted(class_id for class_id in palette.ids if class_id != UNLABELLED)
    for place, value in enumerate(values.tolist()):
        target = _target(value, classes, rule)
        if target == UNLABELLED or target in classes:
            ids[place], known[place] = target, True
    return ids, known


def _target(value: int, classes: list[int], rule: Rule) -> int:
    """The class id that a number says; -1 for none."""
    if rule.way is Way.MASK:
        return rule.value if value else UNLABELLED
    if rule.way is Way.HIGH:
        return value if value < rule.value == CITYSCAPES else value // rule.value
    if rule.way is Way.FROM_ZERO:
        return classes[value] if 0 <= value < len(classes) else -1
    if rule.way is Way.FROM_ONE:
        return UNLABELLED if value == 0 else classes[value - 1] if 1 <= value <= len(classes) else -1
    return value


def _without_clear(pixels: NDArray[np.uint8], samples: Samples) -> NDArray[np.uint8]:
    if samples.clear is None:
        return pixels
    return np.where(samples.clear, UNLABELLED, pixels).astype(np.uint8)


def _unpacked(colours: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.stack([colours >> 16, colours >> 8 & 0xFF, colours & 0xFF], -1).astype(np.uint8)
