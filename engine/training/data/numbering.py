"""How the values in the label maps of a data set name its classes, where they are not simply their ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import DataError
from engine.installed.registry import ModuleClass, parse_classes
from engine.training.data.file_names import shown
from engine.words import say

CLASS_LISTS = ("classes.json", "info.json")
_VALUES = 2**16
_FOREIGN = -1
_NAMED_VALUES = 8
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Numbering:
    """Value in a label map -> class id. With none of these, it is the id.

    `ignore` are values that say nothing, which is 0, unlabelled; `ids` says the class of each value, 0 is unlabelled
    where it does not say otherwise; without it `shift` is added to every value that is not ignored.
    """

    ignore: frozenset[int] = frozenset()
    shift: int = 0
    ids: Mapping[int, int] = field(default_factory=dict)

    def class_id(self, value: int) -> int:
        """The class of a value; -1 where it has none."""
        if value in self.ignore:
            return 0
        return self.ids.get(value, 0 if value == 0 else _FOREIGN) if self.ids else value + self.shift


@dataclass(frozen=True)
class ClassList:
    """The classes of a data set, their ids without gaps, and which of them each value in its label maps means."""

    classes: tuple[ModuleClass, ...]
    """Unlabelled included."""
    own_ids: tuple[int, ...]
    """The id that the data set gives each of them."""
    numbering: Numbering = Numbering()

    @classmethod
    def of(cls, classes: Sequence[ModuleClass]) -> ClassList:
        """Classes whose ids are what the label maps hold."""
        return cls(tuple(classes), tuple(entry.id for entry in classes))

    def numbered(self, numbering: Numbering | None) -> ClassList:
        """The same list for label maps that are numbered otherwise; None is as the list itself says."""
        return self if numbering is None else replace(self, numbering=numbering)

    def value_of(self, class_id: int) -> int | None:
        """A value that means a class of `classes` in an 8-bit label map; None where there is none."""
        own = self.own_ids[class_id]
        return next((value for value in range(256) if self.numbering.class_id(value) == own), None)

    def record(self) -> str:
        """All that decides what a label map means, as text that is the same for the same."""
        ids, numbering = self.own_ids, self.numbering
        return repr((ids, sorted(numbering.ignore), numbering.shift, sorted(numbering.ids.items())))

    def labels(self, values: NDArray[np.uint16], name: str) -> NDArray[np.uint8]:
        """Values of a label map -> ids of `classes`. Raises DataError that names `name` and those that have none."""
        table = np.full(_VALUES, _FOREIGN, np.int32)
        found = np.unique(values).tolist()
        places = {own: place for place, own in enumerate(self.own_ids)}
        for value in found:
            table[value] = places.get(self.numbering.class_id(value), _FOREIGN)
        foreign = [value for value in found if table[value] == _FOREIGN]
        if foreign:
            raise DataError(self._refusal(name, found, foreign))
        return table[values].astype(np.uint8)

    def _refusal(self, name: str, found: Sequence[int], foreign: Sequence[int]) -> str:
        ids = ", ".join(map(str, foreign[:_NAMED_VALUES]))
        others = set(found) - {0, 255}
        if foreign == [255] and not others and len(self.classes) == 2:
            return say(
                "{name}: the class list has no id {ids}; for a mask, --ids 255={id}, or {form} in the class list, says "
                "what it means.",
                name=name,
                ids=ids,
                id=self.own_ids[1],
                form=f'"ids": {{"255": {self.own_ids[1]}}}',
            )
        if foreign == [255]:
            return say(
                "{name}: the class list has no id {ids}; where that is to be ignored, --ignore 255, or {form} in the "
                "class list, says so.",
                name=name,
                ids=ids,
                form='"ignore": [255]',
            )
        below = {value - 1 for value in found} - {254}
        if not self.numbering.ids and below <= set(self.own_ids):
            return say(
                "{name}: the class list has no id {ids}; where the values are one more than its ids, --shift -1, or "
                "{form} in the class list, says so.",
                name=name,
                ids=ids,
                form='"shift": -1',
            )
        return say("{name}: the class list has no id {ids}.", name=name, ids=ids)


NO_CLASSES = ClassList.of(parse_classes(()))
"""Of a data set without label maps."""


def read_class_list(folder: Path) -> ClassList:
    """The class list beside the data. Raises DataError if there is none, or none that can be used."""
    for name in CLASS_LISTS:
        if (folder / name).is_file():
            try:
                return _class_list(json.loads((folder / name).read_text(encoding="utf-8-sig")))
            except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError, AttributeError) as error:
                raise DataError(
                    say("The class list {name} cannot be read: {error}.", name=name, error=shown(error, 200)),
                    say("See the README for its form."),
                ) from error
    raise DataError(
        say("{folder} has no class list.", folder=shown(folder.name)),
        say("Add classes.json: {form}.", form='{"classes": [{"id": 1, "name": "sky", "rgb": [112, 172, 240]}, …]}'),
    )


def _class_list(record: Any) -> ClassList:
    """Ids with gaps are counted anew, in their order, as modules want them."""
    if not isinstance(record, dict) or not isinstance(record.get("classes"), list):
        raise ValueError("it has no list “classes”")
    entries = [dict(entry) for entry in record["classes"]]
    if any(len(str(entry["name"])) > _LONGEST_NAME for entry in entries):
        raise ValueError("the name of a class is too long")
    own = sorted({0, *(_value(entry["id"]) for entry in entries)})
    if len(own) < len({0}) + len([entry for entry in entries if _value(entry["id"])]):
        raise ValueError("two classes have the same id")
    classes = parse_classes([{**entry, "id": own.index(_value(entry["id"]))} for entry in entries])
    return ClassList(classes, tuple(own), numbering_of(record))


def numbering_of(record: Mapping[str, Any]) -> Numbering:
    """The numbering that a class list's `ignore`, `shift` and `ids` say. Raises ValueError, TypeError."""
    ids = record.get("ids") or {}
    return checked(
        Numbering(
            frozenset(_value(value) for value in record.get("ignore") or ()),
            int(record.get("shift") or 0),
            {_value(value): _value(class_id) for value, class_id in ids.items()},
        )
    )


def checked(numbering: Numbering) -> Numbering:
    """The numbering, if it does not contradict itself. Raises ValueError."""
    if numbering.ids and numbering.shift:
        raise ValueError("“ids” and “shift” cannot both say what the values mean")
    if both := sorted(numbering.ignore & set(numbering.ids)):
        raise ValueError(f"{_listed(both)} is ignored, and a class")
    return numbering


def _value(value: Any) -> int:
    number = int(value)
    if isinstance(value, bool) or number != float(value) or not 0 <= number < _VALUES:
        raise ValueError(f"{shown(value)} is no value of a label map")
    return number


def _listed(values: Iterable[int]) -> str:
    return ", ".join(str(value) for value in list(values)[:_NAMED_VALUES])
