"""Text for people, in English, that the window can show in another language. The canvas has the same on its side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any


class Words(str):
    """English text that remembers the template and the values it was made from, so that it can be translated."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __reduce__(self) -> tuple[Any, ...]:
        return from_record, (to_record(self),)


def say(template: str, /, **values: object) -> Words:
    """`template` with its {names} filled in; a template without values is text as it is.

    The template must be written out at the call: from there it goes into the translation catalogue.
    """
    return _words(template, values)


def lines(texts: Iterable[str]) -> Words:
    """Each text on a line of its own, translated each on its own."""
    values = {f"line{number}": text for number, text in enumerate(texts)}
    return _words("\n".join(f"{{{name}}}" for name in values), values)


def to_record(text: object) -> Any:
    """Text as JSON that another process can make the same words from: plain text stays as it is."""
    if isinstance(text, Exception) and text.args and isinstance(text.args[0], Words):
        text = text.args[0]
    if not isinstance(text, Words):
        return text if isinstance(text, int | float) else str(text)
    return {"template": text.template, "values": {name: to_record(value) for name, value in text.values.items()}}


def from_record(record: Any) -> Any:
    """What `to_record` was given, errors as their text. Raises LookupError, TypeError, ValueError or
    AttributeError for other JSON."""
    if not isinstance(record, dict):
        return record
    return _words(record["template"], {name: from_record(value) for name, value in record["values"].items()})


def _words(template: str, values: Mapping[str, object]) -> Words:
    words = Words(template.format(**values) if values else template)
    words.template, words.values = template, MappingProxyType(dict(values))
    return words
