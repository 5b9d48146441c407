"""What lies in folders of bases or modules: what can be read, and what is left out and why. No torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from engine.errors import EngineError, brief
from engine.words import say


class Identified(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """Unique in a listing."""
        ...


_Info = TypeVar("_Info", bound=Identified)


@dataclass(frozen=True)
class LeftOut:
    """Something that looks like a base or module and is not listed: a sentence on why, and what to do about it."""

    name: str
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Scan(Generic[_Info]):
    """What was found, each id once, and what was left out."""

    found: tuple[_Info, ...]
    left_out: tuple[LeftOut, ...]


def scan(folders: Sequence[Path], read: Callable[[Path], _Info], is_like: Callable[[Path], bool]) -> Scan[_Info]:
    """Read every entry of `folders` for which `is_like`, by name; hidden ones are none. Never raises for an entry."""
    found: dict[str, _Info] = {}
    left_out: list[LeftOut] = []
    for folder in folders:
        for path in _entries(folder, left_out):
            try:
                if is_like(path):
                    info = read(path)
                    found.setdefault(info.id, info)
            except EngineError as error:
                left_out.append(LeftOut(path.name, error.text, error.hint))
            except OSError as error:
                left_out.append(_unreadable(path, error))
    return Scan(tuple(found.values()), tuple(left_out))


def _entries(folder: Path, left_out: list[LeftOut]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []
    except OSError as error:
        left_out.append(_unreadable(folder, error))
        return []


def _unreadable(path: Path, error: OSError) -> LeftOut:
    return LeftOut(
        path.name,
        say("{name} cannot be read: {reason}.", name=path.name, reason=error.strerror or brief(error)),
        say("Check who may read it."),
    )
