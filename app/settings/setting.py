"""What one setting is. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One thing that can be set. `read` turns a JSON value into T or raises ValueError or TypeError."""

    id: str
    default: T
    read: Callable[[Any], T]
    recipe: bool = False
    """Whether it decides the picture: such a setting wakes Live and is part of a saved picture."""
    kept: bool = True
    """Whether it outlives the window."""
    joined: bool = False
    """Whether it is a table or list that several windows add to: what another one added to the file stays."""
    personal: bool = False
    """Whether it holds words or paths of the person, which no report shows."""
    name: str = ""
    """What the history calls it, where it decides the picture."""
    label: str = ""
    """What the settings dialog calls it; it lists only what has a label."""
    group: str = ""
    help: str = ""


def plain(value: Any) -> Any:
    """A setting's value as JSON has it."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value
