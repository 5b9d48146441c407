"""Pictures, with or without label maps, from a folder of files or from WebDataset shards."""

from __future__ import annotations

import codecs
import copy
import hashlib
import io
import json
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.errors import DataError
from engine.installed.registry import ModuleClass
from engine.training.data.file_names import shown
from engine.training.data.label_files import label_values
from engine.training.data.members import Member, check_folder, find_members, nothing_found
from engine.training.data.numbering import NO_CLASSES, ClassList, Numbering, read_class_list
from engine.training.data.own_ink import ink_on_paper
from engine.words import lines, say

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""As the shells of Windows begin what they write."""
_HELD_OUT_EVERY = 20
_NAMED_PROBLEMS = 20
_CAPTION = say("caption")
_PARTS = {
    "picture": say("picture"),
    "labels": say("label map"),
    "ink": say("ink"),
    "text": _CAPTION,
    "json": _CAPTION,
}
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
"""Whatever a file is called: of others, some are read by programs of their own."""
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    NotImplementedError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What decoding a damaged picture raises."""


@dataclass(frozen=True)
class Example:
    """One picture, (S, S, 3) RGB, with its label map, (S, S) class ids, and a caption that may be empty.

    Without a label map everything is unlabelled. `ink`, (S, S), is the person's own sketch of it, if there is one.
    """

    key: str
    picture: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    caption: str
    ink: NDArray[np.uint8] | None = None


class PictureSet:
    """All examples of one split ("train" or "test") under a folder, in a fixed order, cropped square to `size`.

    Files: `NAME.jpg` with `NAME.png` (ids) and optionally `NAME.txt` (caption). Shards: `*.tar` with `KEY.jpg`,
    `KEY.seg.png` and optionally `KEY.json` holding `caption`. In both, `NAME.ink.png` may be a sketch of the picture,
    dark on white. Shards whose name begins with `test` or `val` are the
    test split; without such shards every twentieth example is. The class list is in `classes.json` or `info.json`.
    """

    def __init__(
        self,
        folder: Path,
        size: int,
        split: str,
        *,
        labelled: bool = True,
        numbering: Numbering | None = None,
        refuse: Callable[[DataError], None] | None = None,
    ) -> None:
        """`labelled` leaves out pictures without a label map; else maps and class list may be missing. `numbering` is
        that of the label maps where it is not what the class list says. `refuse` is told of shards that cannot be used,
        or not as a whole.

        Raises DataError if there is nothing to read, and without `refuse` for such shards, too.
        """
        check_folder(folder)
        self.size = size
        faults: list[DataError] = []
        found = list(find_members(folder, faults.append))
        self._members = [one for _, one in found]
        if refuse is None or not found:
            self.refuse([fault.text for fault in faults])
        else:
            for fault in faults:
                refuse(fault)
        members = [(held_out, one) for held_out, one in found if "labels" in one.parts or not labelled]
        any_labels = any("labels" in member.parts for _, member in members)
        self._list = read_class_list(folder).numbered(numbering) if labelled or any_labels else NO_CLASSES
        has_test = any(held_out for held_out, _ in members)
        wanted = split == "test"
        if has_test:
            self._members = [member for held_out, member in members if held_out == wanted]
        else:
            self._members = [m for i, (_, m) in enumerate(members) if (i % _HELD_OUT_EVERY == 0) == wanted]
        if not self._members:
            raise nothing_found(folder, split, labelled, len(members))

    def __len__(self) -> int:
        return len(self._members)

    @property
    def classes(self) -> tuple[ModuleClass, ...]:
        """What the ids in the examples' label maps mean, unlabelled included."""
        return self._list.classes

    @classmethod
    def of(cls, members: Sequence[Member], size: int, class_list: ClassList) -> PictureSet:
        """A set of members that were found elsewhere."""
        made = cls.__new__(cls)
        made.size, made._list, made._members = size, class_list, list(members)
        return made

    def subset(self, indices: Sequence[int]) -> PictureSet:
        """Only the given examples, in the given order."""
        part = copy.copy(self)
        part._members = [self._members[index] for index in indices]
        return part

    def at(self, size: int) -> PictureSet:
        """The same examples, cropped square to another size."""
        other = copy.copy(self)
        other.size = size
        return other

    @property
    def has_ink(self) -> bool:
        """Whether there is a person's own sketch of any of them."""
        return any("ink" in member.parts for member in self._members)

    def keys(self) -> list[str]:
        """The examples' names, in order."""
        return [member.key for member in self._members]

    def captions(self) -> list[str]:
        """The examples' captions, in order."""
        return [_caption(member) for member in self._members]

    def digest(self) -> str:
        """Hash of everything that the examples hold, so that an edited label map is not taken for the old one."""
        digest = hashlib.sha256(repr([asdict(entry) for entry in self.classes]).encode())
        digest.update(self._list.record().encode())
        for member in self._members:
            for part in sorted(member.parts):
                with _reading(member, part):
                    digest.update(f"{member.key} {part} ".encode() + member.read(member.parts[part]))
        return digest.hexdigest()[:16]

    def __getitem__(self, index: int) -> Example:
        """Example `index`. Raises DataError naming the file if it cannot be used."""
        return read_example(self._members[index], self.size, self._list)

    def check(self) -> None:
        """Read everything once; raise one DataError that names every example that cannot be used."""
        self.refuse(list(self.problems(range(len(self))).values()))

    def problems(self, indices: Iterable[int], on_progress: Callable[[int], None] | None = None) -> dict[int, str]:
        """What is wrong with which of the given examples; `on_progress` is told the index of each that was read."""
        problems: dict[int, str] = {}
        for index in indices:
            try:
                self[index]
            except DataError as error:
                problems[index] = error.text
            if on_progress:
                on_progress(index)
        return problems

    def refuse(self, problems: Sequence[str]) -> None:
        """Raise one DataError of these problems, if there are any."""
        if problems:
            named = list(problems[:_NAMED_PROBLEMS])
            if len(problems) > len(named):
                named.append(say("… and {number} more", number=len(problems) - len(named)))
            raise DataError(
                say(
                    "{number} of {all} examples cannot be used:\n{problems}",
                    number=len(problems),
                    all=len(self),
                    problems=lines(named),
                ),
                say("Mend or remove these files, or leave them out (--skip-bad); nothing was written."),
            )


def read_example(member: Member, size: int, class_list: ClassList) -> Example:
    """The example, cropped square to `size`. Raises DataError naming the file if it cannot be used."""
    with _reading(member, "picture"):
        picture = ImageOps.exif_transpose(_open(member, "picture")[0]).convert("RGB")
    labels = _labels(member, picture.size, size, class_list)
    ink = None
    if "ink" in member.parts:
        with _reading(member, "ink"):
            ink = ink_on_paper(_open(member, "ink")[0], picture.size, size)
    return Example(
        key=member.key,
        picture=np.asarray(_square(picture, size, Image.Resampling.LANCZOS)),
        labels=labels,
        caption=_caption(member),
        ink=ink,
    )


def _labels(member: Member, shape: tuple[int, int], size: int, class_list: ClassList) -> NDArray[np.uint8]:
    if "labels" not in member.parts:
        return np.zeros((size, size), dtype=np.uint8)
    with _reading(member, "labels"):
        labels, data = _open(member, "labels")
    if labels.size != shape:
        raise DataError(
            say(
                "{name}: the label map is {labels}, the picture {picture} pixels.",
                name=member.name,
                labels=labels.size,
                picture=shape,
            )
        )
    ids = class_list.labels(label_values(labels, data, member.name), member.name)
    return np.asarray(_square(Image.fromarray(ids), size, Image.Resampling.NEAREST))


def _open(member: Member, part: str) -> tuple[Image.Image, bytes]:
    data = member.read(member.parts[part])
    image = Image.open(io.BytesIO(data), formats=_FORMATS)
    image.load()
    return image, data


@contextmanager
def _reading(member: Member, part: str) -> Iterator[None]:
    """Tell what decoding a damaged picture raises as one DataError that names it."""
    try:
        yield
    except _UNREADABLE as error:
        raise DataError(
            say(
                "{name}: the {part} cannot be read ({error}).",
                name=member.name,
                part=_PARTS[part],
                error=say("it is no image") if isinstance(error, UnidentifiedImageError) else shown(error, 200),
            )
        ) from error


def _caption(member: Member) -> str:
    try:
        if "text" in member.parts:
            data = member.read(member.parts["text"])
            return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig").strip()
        if "json" in member.parts:
            record: Any = json.loads(member.read(member.parts["json"]))
            caption = record.get("caption") if isinstance(record, Mapping) else None
            return caption if isinstance(caption, str) else ""
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(
            say("{name}: the caption cannot be read ({error}).", name=member.name, error=shown(error, 200))
        ) from error
    return ""


def _square(image: Image.Image, size: int, resampling: Image.Resampling) -> Image.Image:
    """The middle square of `image` at `size` pixels a side."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    if image.size == (size, size):
        return image
    return image.resize((size, size), resampling, box=(left, top, left + side, top + side))
