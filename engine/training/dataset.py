"""Pictures, with or without label maps, from a folder of files or from WebDataset shards."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from engine.errors import DataError
from engine.registry import ModuleClass, parse_classes
from engine.training.own_ink import ink_on_paper
from engine.words import lines, say

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".webp")
SHARD_PARTS = (("labels", ".seg.png"), ("json", ".json"), ("ink", ".ink.png"))
"""What may lie beside a picture in a shard, and what its name ends in."""
_HELD_OUT_EVERY = 20
_NAMED_PROBLEMS = 20
_PARTS = {"picture": say("picture"), "labels": say("label map"), "ink": say("ink")}


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


@dataclass(frozen=True)
class Member:
    """Where the parts of one example are, and the name of each: `read(name)` returns its bytes."""

    key: str
    parts: dict[str, str]
    read: Callable[[str], bytes]


class PictureSet:
    """All examples of one split ("train" or "test") under a folder, in a fixed order, cropped square to `size`.

    Files: `NAME.jpg` with `NAME.png` (ids) and optionally `NAME.txt` (caption). Shards: `*.tar` with `KEY.jpg`,
    `KEY.seg.png` and optionally `KEY.json` holding `caption`. In both, `NAME.ink.png` may be a sketch of the picture,
    dark on white. Shards whose name begins with `test` or `val` are the
    test split; without such shards every twentieth example is. The class list is in `classes.json` or `info.json`.
    """

    def __init__(self, folder: Path, size: int, split: str, *, labelled: bool = True) -> None:
        """`labelled` leaves out pictures without a label map; else maps and class list may be missing.

        Raises DataError if there is nothing to read.
        """
        if not folder.is_dir():
            raise DataError(
                say("There is no data folder {folder}.", folder=folder.name), say("Choose a folder of pictures.")
            )
        self.size = size
        members = [(held_out, one) for held_out, one in _find(folder) if "labels" in one.parts or not labelled]
        any_labels = any("labels" in member.parts for _, member in members)
        self.classes = read_classes(folder) if labelled or any_labels else parse_classes(())
        has_test = any(held_out for held_out, _ in members)
        wanted = split == "test"
        if has_test:
            self._members = [member for held_out, member in members if held_out == wanted]
        else:
            self._members = [m for i, (_, m) in enumerate(members) if (i % _HELD_OUT_EVERY == 0) == wanted]
        if not self._members:
            if labelled:
                text = say(
                    "{folder} has no pictures with label maps for the {split} split.", folder=folder.name, split=split
                )
            else:
                text = say("{folder} has no pictures for the {split} split.", folder=folder.name, split=split)
            raise DataError(
                text,
                say("Put NAME.jpg and NAME.png side by side, or WebDataset shards with KEY.jpg and KEY.seg.png."),
            )

    def __len__(self) -> int:
        return len(self._members)

    @classmethod
    def of(cls, members: Sequence[Member], size: int, classes: tuple[ModuleClass, ...]) -> PictureSet:
        """A set of members that were found elsewhere."""
        made = cls.__new__(cls)
        made.size, made.classes, made._members = size, classes, list(members)
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
        for member in self._members:
            for part in sorted(member.parts):
                digest.update(f"{member.key} {part} ".encode() + member.read(member.parts[part]))
        return digest.hexdigest()[:16]

    def __getitem__(self, index: int) -> Example:
        """Example `index`. Raises DataError naming the file if it cannot be used."""
        return read_example(self._members[index], self.size, self.classes)

    def check(self) -> None:
        """Read everything once; raise one DataError that names every example that cannot be used."""
        self.refuse(self.problems(range(len(self))))

    def problems(self, indices: Iterable[int], on_progress: Callable[[int], None] | None = None) -> list[str]:
        """What is wrong with the given examples; `on_progress` is told the index of each that was read."""
        problems: list[str] = []
        for index in indices:
            try:
                self[index]
            except DataError as error:
                problems.append(error.text)
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
                say("Mend or remove these files; nothing was written."),
            )


def unlabelled(member: Member) -> Member:
    """The same without its label map."""
    return replace(member, parts={part: name for part, name in member.parts.items() if part != "labels"})


def read_example(member: Member, size: int, classes: Sequence[ModuleClass]) -> Example:
    """The example, cropped square to `size`. Raises DataError naming the file if it cannot be used."""
    picture = ImageOps.exif_transpose(_open(member, "picture")).convert("RGB")
    return Example(
        key=member.key,
        picture=np.asarray(_square(picture, size, Image.Resampling.LANCZOS)),
        labels=_labels(member, picture.size, size, classes),
        caption=_caption(member),
        ink=ink_on_paper(_open(member, "ink"), picture.size, size) if "ink" in member.parts else None,
    )


def _labels(member: Member, shape: tuple[int, int], size: int, classes: Sequence[ModuleClass]) -> NDArray[np.uint8]:
    if "labels" not in member.parts:
        return np.zeros((size, size), dtype=np.uint8)
    labels = _open(member, "labels")
    if labels.mode not in ("L", "P"):
        raise DataError(
            say(
                "{name}: the label map is {mode}, not class ids (8-bit grey or indexed).",
                name=member.key,
                mode=labels.mode,
            )
        )
    if labels.size != shape:
        raise DataError(
            say(
                "{name}: the label map is {labels}, the picture {picture} pixels.",
                name=member.key,
                labels=labels.size,
                picture=shape,
            )
        )
    ids = np.asarray(labels)
    foreign = sorted(set(np.unique(ids).tolist()) - {entry.id for entry in classes})
    if foreign:
        ids_named = ", ".join(map(str, foreign[:8]))
        raise DataError(say("{name}: the class list has no id {ids}.", name=member.key, ids=ids_named))
    return np.asarray(_square(Image.fromarray(ids), size, Image.Resampling.NEAREST))


def read_classes(folder: Path) -> tuple[ModuleClass, ...]:
    """The class list beside the data. Raises DataError if there is none."""
    for name in ("classes.json", "info.json"):
        if (folder / name).is_file():
            try:
                return parse_classes(json.loads((folder / name).read_text(encoding="utf-8"))["classes"])
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(
                    say("The class list {name} cannot be read: {error}.", name=name, error=error),
                    say("See the README for its form."),
                ) from error
    raise DataError(
        say("{folder} has no class list.", folder=folder.name),
        say("Add classes.json: {form}.", form='{"classes": [{"id": 1, "name": "sky", "rgb": [112, 172, 240]}, …]}'),
    )


def is_held_out(shard: str) -> bool:
    """Whether the shard of this name is of the test split."""
    return shard.startswith(("test", "val"))


def _find(folder: Path) -> Iterator[tuple[bool, Member]]:
    """(is in a test shard, member), shards first, sorted by name."""
    for shard in sorted(folder.glob("*.tar")):
        held_out = is_held_out(shard.name)
        for member in _shard_members(shard):
            yield held_out, member
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in PICTURE_SUFFIXES:
            parts = {"picture": str(path)}
            for part, suffix in (("labels", ".png"), ("text", ".txt"), ("ink", ".ink.png")):
                if path.with_suffix(suffix).is_file():
                    parts[part] = str(path.with_suffix(suffix))
            yield False, Member(str(path.relative_to(folder)), parts, lambda name: Path(name).read_bytes())


def _shard_members(shard: Path) -> Iterator[Member]:
    try:
        with tarfile.open(shard) as tar:
            entries = {entry.name: (entry.offset_data, entry.size) for entry in tar if entry.isfile()}
    except (tarfile.TarError, OSError) as error:
        raise DataError(
            say("The shard {name} cannot be read: {error}.", name=shard.name, error=error), say("Copy it again.")
        ) from error

    def read(name: str) -> bytes:
        offset, size = entries[name]
        with shard.open("rb") as stream:
            stream.seek(offset)
            return stream.read(size)

    for name in entries:
        path = PurePosixPath(name)
        if path.suffix.lower() in PICTURE_SUFFIXES:
            parts = {"picture": name}
            for part, suffix in SHARD_PARTS:
                if str(path.with_suffix(suffix)) in entries:
                    parts[part] = str(path.with_suffix(suffix))
            yield Member(f"{shard.name}/{path.stem}", parts, read)


def _open(member: Member, part: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(member.read(member.parts[part])))
        image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DataError(
            say("{name}: the {part} cannot be read ({error}).", name=member.key, part=_PARTS[part], error=error)
        ) from error
    return image


def _caption(member: Member) -> str:
    try:
        if "text" in member.parts:
            return member.read(member.parts["text"]).decode("utf-8").strip()
        if "json" in member.parts:
            record: dict[str, Any] = json.loads(member.read(member.parts["json"]))
            return str(record.get("caption", ""))
    except (OSError, ValueError) as error:
        raise DataError(say("{name}: the caption cannot be read ({error}).", name=member.key, error=error)) from error
    return ""


def _square(image: Image.Image, size: int, resampling: Image.Resampling) -> Image.Image:
    """The middle square of `image` at `size` pixels a side."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    if image.size == (size, size):
        return image
    return image.resize((size, size), resampling, box=(left, top, left + side, top + side))
