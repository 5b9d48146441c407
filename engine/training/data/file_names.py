"""What belongs to one picture by its name: endings in any case, and nothing that is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath, PurePosixPath
from types import MappingProxyType

PICTURE = "picture"
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".webp")
FILE_PARTS: Mapping[str, str] = MappingProxyType({".ink.png": "ink", ".png": "labels", ".txt": "text"})
"""What may lie beside a picture in a folder, by the end of its name."""
SHARD_PARTS: Mapping[str, str] = MappingProxyType({".seg.png": "labels", ".ink.png": "ink", ".json": "json"})
"""The same in a shard."""
_LONGEST_SHOWN = 80


def split_name(name: str, parts: Mapping[str, str]) -> tuple[str, str] | None:
    """A file's name as what it shares with the others of its example, and the part that it is; None for other files."""
    lower = name.lower()
    for suffix, part in (*parts.items(), *((suffix, PICTURE) for suffix in PICTURE_SUFFIXES)):
        if lower.endswith(suffix) and not lower.endswith("/" + suffix):
            return name[: -len(suffix)], part
    return None


def is_hidden(name: str | PurePath) -> bool:
    """Whether a relative name is of a hidden file or in a hidden folder, as systems leave beside a person's files."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def shown(text: object, longest: int = _LONGEST_SHOWN) -> str:
    """What a file says, fit for a sentence: in one line, and not too long."""
    line = "".join(letter if letter.isprintable() else " " for letter in str(text)[: 4 * longest])
    line = " ".join(line.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
