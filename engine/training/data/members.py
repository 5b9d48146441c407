"""Where the examples of a data folder are: files side by side, or members of shards."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import DataError
from engine.training.data.file_names import (
    FILE_PARTS,
    PICTURE,
    SHARD_PARTS,
    is_hidden,
    shown,
    split_name,
)
from engine.training.data.tar_files import tar_places
from engine.words import say


@dataclass(frozen=True)
class Member:
    """Where the parts of one example are, and the name of each: `read(name)` returns its bytes."""

    key: str
    parts: Mapping[str, str]
    read: Callable[[str], bytes]

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return shown(self.key)


def unlabelled(member: Member) -> Member:
    """The same without its label map."""
    return replace(member, parts={part: name for part, name in member.parts.items() if part != "labels"})


def shards_in(folder: Path) -> list[Path]:
    """The tar files directly in a folder, whole paths, by name."""
    found = (path for path in folder.resolve().iterdir() if path.suffix.lower() == ".tar")
    return sorted(path for path in found if not is_hidden(path.name) and path.is_file())


def is_held_out(shard: str) -> bool:
    """Whether the shard of this name is of the test split."""
    return shard.startswith(("test", "val"))


def find_members(folder: Path, refuse: Callable[[DataError], None]) -> Iterator[tuple[bool, Member]]:
    """(is in a test shard, member), shards first, sorted by name; `refuse` is told what cannot be used of shards."""
    for shard in shards_in(folder):
        try:
            for member in shard_members(shard, refuse):
                yield is_held_out(shard.name), member
        except DataError as error:
            refuse(error)
    names = sorted(Path(name) for name in _files(folder, refuse))
    for path, parts in _grouped((path.as_posix() for path in names), FILE_PARTS):
        whole = {part: str(folder / name) for part, name in parts.items()}
        yield False, Member(str(Path(path)), whole, lambda name: Path(name).read_bytes())


def shard_members(shard: Path, refuse: Callable[[DataError], None]) -> Iterator[Member]:
    """The pictures of an uncompressed shard. Raises DataError where it cannot be read as a whole."""
    places: dict[str, tuple[int, int]] = {}
    for name, offset, size in tar_places(shard):
        if name in places:
            refuse(named_twice(shard.name, name))
        elif not is_hidden(name):
            places[name] = offset, size
    read = functools.partial(_read, shard, places)
    for name, parts in _grouped(places, SHARD_PARTS):
        yield Member(f"{shard.name}/{Path(name).stem}", parts, read)


def named_twice(shard: str, name: str) -> DataError:
    """What to say of a file that a shard holds twice."""
    return DataError(
        say("The shard {shard} holds more than one file for “{name}”.", shard=shown(shard), name=shown(name)),
        say("Write the shard anew."),
    )


def _read(shard: Path, places: Mapping[str, tuple[int, int]], name: str) -> bytes:
    offset, size = places[name]
    with shard.open("rb") as stream:
        stream.seek(offset)
        return stream.read(size)


def _files(folder: Path, refuse: Callable[[DataError], None]) -> Iterator[str]:
    """The files in a folder and below it, by their names relative to it."""

    def unreadable(error: OSError) -> None:
        name = shown(Path(error.filename).name)
        refuse(DataError(say("The folder {name} cannot be read: {reason}.", name=name, reason=error.strerror)))

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        below = Path(parent).relative_to(folder)
        folders[:] = [name for name in folders if not is_hidden(name)]
        yield from (str(below / name) for name in files if not is_hidden(name))


def _grouped(names: Iterable[str], parts: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The name of each picture, and of each part of it; an ending as it is documented goes before one in capitals."""
    groups: dict[str, dict[str, str]] = {}
    pictures = []
    for name in names:
        stem, part = split_name(name, parts) or ("", "")
        if part == PICTURE:
            pictures.append((name, stem))
        elif part:
            group = groups.setdefault(stem, {})
            if name[len(stem) :].islower():
                group[part] = name
            else:
                group.setdefault(part, name)
    for name, stem in pictures:
        yield name, {PICTURE: name, **groups.get(stem, {})}


def check_folder(folder: Path) -> None:
    """Raise DataError unless there is such a folder of data, which can be read."""
    try:
        if folder.is_dir():
            next(folder.iterdir(), None)
            return
    except OSError as error:
        raise DataError(
            say("The data folder {folder} cannot be read: {reason}.", folder=folder.name, reason=error.strerror),
            say("Choose a folder of pictures."),
        ) from error
    raise DataError(say("There is no data folder {folder}.", folder=folder.name), say("Choose a folder of pictures."))


def nothing_found(folder: Path, split: str, labelled: bool, found: int) -> DataError:
    """What to say where a split is empty."""
    if found == 1:
        if labelled:
            text = say(
                "{folder} has only one picture with a label map; two at least are needed, one of which is held out.",
                folder=folder.name,
            )
        else:
            text = say(
                "{folder} has only one picture; two at least are needed, one of which is held out.", folder=folder.name
            )
    elif labelled:
        text = say("{folder} has no pictures with label maps for the {split} split.", folder=folder.name, split=split)
    else:
        text = say("{folder} has no pictures for the {split} split.", folder=folder.name, split=split)
    if found == 0 and any(name.lower().endswith(".png") for name in _files(folder, lambda _: None)):
        hint = say("A PNG is taken for a label map: the picture beside it has to be a JPEG or WebP of the same name.")
    else:
        hint = say("Put NAME.jpg and NAME.png side by side, or WebDataset shards with KEY.jpg and KEY.seg.png.")
    return DataError(text, hint)
