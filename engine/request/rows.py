"""A row of the tables that a request is made of: all that settings, files, commands and panels need of one field."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.request.kinds import Kind, Layer

FIRST, MORE = "first", "more"
"""Where the panel shows a field: at once, or among the rarer ones."""
_KEY = "row"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One field. `id` is its name in the request, in files, and of its setting."""

    kind: Kind
    label: str = ""
    """What a person calls it."""
    help: str = ""
    """What it does: the tip of its field and the help of its option."""
    option: str | None = ""
    """Its option of the command line, without dashes; "" is the id's, None is none of its own."""
    shown: str = ""
    """FIRST or MORE; "" is no field of its own."""
    usual: tuple[float, float] | None = None
    """Where its slider begins and ends; None is where the kind does."""
    is_suggested: bool = False
    """Whether the manifest of a base or module may suggest it."""
    is_set: bool = True
    """Whether one setting holds it; what the drawing brings, or several settings make, has none."""
    is_personal: bool = False
    """Whether it holds words of the person, which no report shows."""
    parameter: str = ""
    """What other programs call it in the line `parameters` of a picture; "" leaves it out."""
    id: str = ""
    default: Any = None

    @property
    def is_layer(self) -> bool:
        """Whether files keep it as an image."""
        return isinstance(self.kind, Layer)

    @property
    def option_name(self) -> str:
        """Its option without dashes; "" where it has none."""
        return "" if self.option is None else self.option or self.id.replace("_", "-")


def row(kind: Kind, label: str = "", **more: Any) -> Mapping[str, Row]:
    """The metadata of a dataclass field that is a row of its part's table; `more` as `Row` has it."""
    return {_KEY: Row(kind=kind, label=label, **more)}


def rows_of(part: type) -> tuple[Row, ...]:
    """The table of a part: its fields in their order. KeyError for a field without a row."""
    return tuple(
        dataclasses.replace(field.metadata[_KEY], id=field.name, default=_default(field))
        for field in dataclasses.fields(part)
    )


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default
