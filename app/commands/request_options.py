"""Options for the fields of a request: one a row of its tables that has an option. No Qt, no torch."""

from __future__ import annotations

import argparse
from typing import Any

from app.commands.numbers import whole
from engine.errors import RequestError
from engine.request.kinds import Flag, Kind, Number, OneOf, Span, Text, Whole
from engine.request.parts import ROWS
from engine.request.rows import Row

_WITH_OPTION = tuple(row for row in ROWS.values() if row.option_name)


def add_request_options(parser: argparse.ArgumentParser) -> None:
    """Add the options; what is not given is None. TypeError for a kind that no option can give."""
    for row in _WITH_OPTION:
        parser.add_argument(f"--{row.option_name}", dest=row.id, help=_help(row), default=None, **_reading(row.kind))


def given(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the options say, by the names of the request's fields. Raises RequestError for what is out of bounds."""
    values = {}
    for row in _WITH_OPTION:
        value = getattr(arguments, row.id)
        if value is not None:
            try:
                values[row.id] = row.kind(value)
            except (TypeError, ValueError) as error:
                raise RequestError(f"--{row.option_name}: {error}.", "The option --help says what it takes.") from error
    return values


def _reading(kind: Kind) -> dict[str, Any]:
    """How argparse reads a value of this kind."""
    if isinstance(kind, Flag):
        return {"action": argparse.BooleanOptionalAction}
    if isinstance(kind, Whole):
        return {"type": whole(kind.low, kind.high), "metavar": "N"}
    if isinstance(kind, Number):
        return {"type": float, "metavar": "NUMBER"}
    if isinstance(kind, Span):
        return {"type": float, "nargs": 2, "metavar": ("START", "END")}
    if isinstance(kind, OneOf) or (isinstance(kind, Text) and kind.offers and not kind.is_open):
        return {"choices": [value for value, _ in kind.offers]}
    if isinstance(kind, Text):
        return {"metavar": "TEXT"}
    raise TypeError(f"no option gives a {type(kind).__name__}")


def _help(row: Row) -> str:
    """What it does, and between what."""
    kind = row.kind
    reach = f"{kind.low:g} to {kind.high:.10g}" if isinstance(kind, Number | Whole) else ""
    reach = "0 to 1" if isinstance(kind, Span) else reach
    return "; ".join(part for part in (str(row.help or row.label), reach) if part).replace("%", "%%")
