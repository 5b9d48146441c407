"""Text for people, in English, that the window can show in another language. The engine has the same on its side."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class Words(str):
    """English text that remembers the template and the values it was made from, so that it can be translated."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


def say(template: str, /, **values: object) -> Words:
    """`template` with its {names} filled in; a template without values is text as it is.

    The template must be written out at the call: from there it goes into the translation catalogue.
    """
    words = Words(template.format(**values) if values else template)
    words.template, words.values = template, MappingProxyType(values)
    return words
