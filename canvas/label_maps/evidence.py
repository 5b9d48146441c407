"""What a file itself makes plain about how it is read, and what is to be asked where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from canvas.errors import LabelMapError
from canvas.label_maps.lacking import changes_colours, lacks_colours, lacks_numbers
from canvas.label_maps.reading import IGNORED, Reading, matched, read
from canvas.label_maps.rule import Rule, Way
from canvas.label_maps.samples import Samples, Stored, distinct, occurring, packed
from canvas.palette import UNLABELLED, Palette
from canvas.words import Words, listed, say

_MOSTLY = 0.5
"""Share of pixels in exact colours from which the nearest class is offered for the rest."""
_FEW_COLOURS = 64
"""A lossless image that has no more may be a drawing in colours of its own."""
_IDS_HINT = say("Choose the palette that the map was made with, or add these classes to it.")
_COLOURS_HINT = say("Save the map without smoothing, in the exact colours of the palette, or as an indexed PNG.")


@dataclass(frozen=True, eq=False)
class Evidence:
    """All sensible readings of a file, the likeliest first; it may be no label map, and then there can be none.

    `evident` is the one that the file makes plain, None where it is a question; `reason` is then why, in a sentence,
    and `hint` what to do without an answer. `notes` are sentences on what the evident reading left out or took for
    granted. `is_plain_map` says that the file can be nothing but a label map: not a photo, not a sketch.
    """

    samples: Samples
    palette: Palette
    readings: tuple[Reading, ...]
    evident: Reading | None
    notes: tuple[Words, ...]
    reason: str
    hint: str
    is_plain_map: bool

    @property
    def is_picture(self) -> bool:
        """Whether it can only be a picture: many colours, and no way to read them."""
        return not self.readings and len(distinct(self.samples.colours)) > _FEW_COLOURS

    @property
    def is_two_tone(self) -> bool:
        """Whether there are two values and no more, as in line art."""
        return len(distinct(self.samples.colours)) == 2


class UnclearLabelMapError(LabelMapError):
    """A label map can be read in more ways than one, or in none; `evidence` has them."""

    def __init__(self, evidence: Evidence, hint: str = "") -> None:
        super().__init__(evidence.reason, hint or evidence.hint)
        self.evidence = evidence


def weigh(samples: Samples, palette: Palette) -> Evidence:
    """Read the samples in every sensible way, and judge which one is plain."""
    if samples.stored is Stored.COLOURS:
        return _of_colours(samples, palette)
    if samples.stored is Stored.INDICES:
        return _of_indices(samples, palette)
    return _of_numbers(samples, palette)


def evident_ids(samples: Samples, palette: Palette) -> NDArray[np.uint8]:
    """(H, W) class ids of a file that makes plain how it is read. Raises UnclearLabelMapError, LabelMapError."""
    evidence = weigh(samples, palette)
    if evidence.evident is None:
        raise UnclearLabelMapError(evidence)
    return evidence.evident.ids


def _of_colours(samples: Samples, palette: Palette) -> Evidence:
    exact = _by(samples, palette, Way.COLOURS)
    if not exact.lost and not samples.is_lossy:
        return _plain(samples, palette, (exact,), is_plain_map=_has_hue(palette, exact))
    if samples.numbers is not None and not samples.is_lossy:
        of_numbers = _of_numbers(samples, palette)
        if of_numbers.readings and (exact.lost > _MOSTLY or len(exact.shown) == 1):
            return of_numbers
    few = not samples.is_lossy and len(exact.lacking) <= len(palette.ids)
    others = [each for each in ([_by(samples, palette, Way.EXCHANGED)] if few else []) if not each.lost]
    near = _near(samples, palette, exact)
    return _question(samples, palette, [*others, *near], lacks_colours(samples, palette, exact))


def _of_indices(samples: Samples, palette: Palette) -> Evidence:
    by_colour = _by(samples, palette, Way.COLOURS)
    if not by_colour.lost and _stores_all(samples):
        return _plain(samples, palette, (by_colour,), is_plain_map=_has_hue(palette, by_colour))
    grey = _as_grey(samples)
    if grey is not None and not _by(grey, palette, Way.NUMBERS).lost:
        return _of_numbers(grey, palette)
    by_number = _numbered(samples, palette)
    if not by_number:
        near = _near(samples, palette, by_colour)
        of_numbers = lacks_numbers(samples, palette, _by(samples, palette, Way.NUMBERS))
        return _question(samples, palette, near, of_numbers, _IDS_HINT)
    best = by_number[0]
    if best.rule.way is Way.NUMBERS and not best.lost and not _contradicts(samples, palette):
        return _plain(samples, palette, tuple(by_number), is_plain_map=False)
    near = [reading for reading in _near(samples, palette, by_colour) if by_colour.lost <= _MOSTLY]
    reason = say('"{name}" says other classes by its colours than by its numbers.', name=samples.name)
    if best.lost or best.rule.way is not Way.NUMBERS:
        reason = lacks_numbers(samples, palette, _by(samples, palette, Way.NUMBERS))
    return _question(samples, palette, [*near, *by_number], reason, _IDS_HINT)


def _of_numbers(samples: Samples, palette: Palette) -> Evidence:
    plain = _by(samples, palette, Way.NUMBERS)
    readings = _numbered(samples, palette)
    if samples.half is not None:
        reason = say('"{name}" has half-transparent grey pixels.', name=samples.name)
        return _question(samples, palette, [], reason, say("Save it as an indexed PNG."))
    if samples.is_lossy:
        may_be = readings if not _lost_for_good(plain) and _looks_drawn(samples) else []
        return _question(samples, palette, may_be, changes_colours(samples))
    if not plain.lost and not _clears_a_class(samples):
        return _plain(samples, palette, tuple(readings), is_plain_map=_looks_drawn(samples))
    if _clears_a_class(samples):
        reason = say('"{name}" has a class that is transparent.', name=samples.name)
        return _question(samples, palette, readings, reason, _IDS_HINT)
    if IGNORED.issuperset(plain.lacking.tolist()) and len(_others(samples, plain)) > 1:
        note = say(
            "“{name}” has the number {number}, which is unlabelled here.",
            name=samples.name,
            number=listed([str(number) for number in sorted(plain.lacking.tolist())]),
        )
        return _plain(samples, palette, tuple(readings), note, is_plain_map=_looks_drawn(samples))
    return _question(samples, palette, readings, lacks_numbers(samples, palette, plain), _IDS_HINT)


def _plain(
    samples: Samples, palette: Palette, readings: tuple[Reading, ...], *notes: Words, is_plain_map: bool
) -> Evidence:
    if samples.is_thinned:
        height, width = samples.values.shape
        notes += (
            say(
                "“{name}” was made smaller, from {wide} x {high} to {width} x {height} pixels, without mixing classes.",
                name=samples.name,
                wide=samples.file_size[0],
                high=samples.file_size[1],
                width=width,
                height=height,
            ),
        )
    return Evidence(samples, palette, readings, readings[0], notes, "", "", is_plain_map)


def _question(
    samples: Samples, palette: Palette, readings: list[Reading], reason: Words, hint: Words = _COLOURS_HINT
) -> Evidence:
    return Evidence(samples, palette, tuple(readings), None, (), reason, hint, is_plain_map=False)


def _by(samples: Samples, palette: Palette, way: Way) -> Reading:
    reading = read(samples, palette, Rule(way))
    if reading is None:
        raise ValueError(f"{samples.name} holds no numbers")
    return reading


def _near(samples: Samples, palette: Palette, exact: Reading) -> list[Reading]:
    """The nearest classes, where the image may be a label map at all."""
    if samples.is_lossy:
        may_be = _mostly_near(samples, palette)
    else:
        may_be = exact.lost <= _MOSTLY or len(exact.lacking) <= _FEW_COLOURS
    return [_by(samples, palette, Way.NEAREST)] if may_be else []


def _mostly_near(samples: Samples, palette: Palette) -> bool:
    """Whether a lossy image may have been saved from the palette's colours."""
    sample = samples.colours[:: max(1, samples.colours.shape[0] // 256), :: max(1, samples.colours.shape[1] // 256)]
    rgb = np.stack([sample >> 16, sample >> 8 & 0xFF, sample & 0xFF], -1).reshape(-1, 1, 3).astype(np.int16)
    own = palette.colour_table()[np.array(palette.ids)].astype(np.int16)
    return float((np.abs(rgb - own[None]).max(-1).min(-1) <= 16).mean()) >= 0.8


def _numbered(samples: Samples, palette: Palette) -> list[Reading]:
    """The readings by number that make sense, those that lose least first."""
    found = [reading for rule in _rules(samples, palette) if (reading := read(samples, palette, rule)) is not None]
    sensible = [reading for reading in found if len(reading.shown) > 1 or not reading.lost]
    return sorted(sensible, key=lambda reading: _lost_for_good(reading))


def _lost_for_good(reading: Reading) -> bool:
    """Whether numbers are lost that are not made to be ignored."""
    return not IGNORED.issuperset(reading.lacking.tolist())


def _rules(samples: Samples, palette: Palette) -> Iterator[Rule]:
    numbers = samples.numbers
    if numbers is None:
        return
    values = occurring(numbers)
    kept = [value for value in values if value not in IGNORED or value in palette.ids]
    most, least = max(kept, default=0), min(kept, default=0)
    classes = [class_id for class_id in palette.ids if class_id != UNLABELLED]
    is_mask = len(values) <= 2 and least == 0 and max(values) > 0
    if not (is_mask and most == 0):
        yield Rule(Way.NUMBERS)
        if _clears_a_class(samples):
            yield Rule(Way.OPAQUE)
    if least >= 0 and 0 < most < len(classes):
        yield Rule(Way.FROM_ZERO)
    if 0 < most <= len(classes) and max(classes, default=0) > len(classes):
        yield Rule(Way.FROM_ONE)
    if most > 255:
        yield from (Rule(Way.HIGH, part) for part in (256, 1000) if most // part <= max(classes, default=0))
    if is_mask:
        yield from (Rule(Way.MASK, class_id) for class_id in classes)


def _others(samples: Samples, plain: Reading) -> list[int]:
    """The numbers that say a class."""
    numbers = samples.numbers
    return [] if numbers is None else sorted(set(occurring(numbers)) - set(plain.lacking.tolist()))


def _as_grey(samples: Samples) -> Samples | None:
    """Indices into a table of greys as those greys, as a GIF stores grey; None where the table has other colours."""
    if samples.table is None or not _stores_all(samples):
        return None
    used = samples.table[occurring(samples.values)]
    if (used != used[:, :1]).any():
        return None
    return replace(samples, stored=Stored.NUMBERS, values=samples.table[:, 0][samples.values], table=None)


def _stores_all(samples: Samples) -> bool:
    """Whether the file has a colour for every index that it uses."""
    used = samples.values if samples.clear is None else samples.values[~samples.clear]
    return not used.size or int(used.max()) < samples.table_size


def _contradicts(samples: Samples, palette: Palette) -> bool:
    """Whether some index in use has the colour of another class than its number says, or is transparent."""
    if samples.table is None or _clears_a_class(samples):
        return True
    used = np.array(occurring(samples.values))
    ids, known = matched(packed(samples.table)[used], palette)
    return bool((known & (ids != used)).any())


def _clears_a_class(samples: Samples) -> bool:
    """Whether pixels are transparent whose number is a class."""
    return samples.clear is not None and bool(samples.values[samples.clear].any())


def _has_hue(palette: Palette, reading: Reading) -> bool:
    """Whether it shows a class that is not black, white or grey: line art in classes' colours has none."""
    return any(len(set(palette.entry(class_id).rgb)) > 1 for class_id in reading.shown if class_id != UNLABELLED)


def _looks_drawn(samples: Samples) -> bool:
    """Whether numbers lie in regions, as classes do, and would be no picture for people: not two tones, not noise."""
    numbers = samples.numbers
    if numbers is None or samples.bits == 1 or numbers.size < 2:
        return False
    values = occurring(numbers)
    if values == [UNLABELLED]:  # what is seen may be in the opacity: ink on nothing
        return False
    if len(values) > 1 and len([value for value in values if value not in IGNORED]) < 2:
        return False
    along = [np.diff(numbers.astype(np.int64), axis=axis) for axis in (0, 1)]
    steps = sum(part.size for part in along)
    return sum(int((part == 0).sum()) for part in along) >= 0.7 * max(1, steps)
