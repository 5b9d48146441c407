"""The one door through which text reaches the person in their language."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from canvas.palette import UNLABELLED, UNLABELLED_NAME, Palette
from canvas.words import Words as CanvasWords
from canvas.words import told
from engine.words import Words as EngineWords

CONTEXT = ""
"""All text is in one context of the catalogue: lupdate gives free functions none."""


def tr(text: str, /, **values: object) -> str:
    """`text` in the person's language, its {names} filled in with `values`.

    Takes a literal template, or what `say` made, whose template and values count then, values that `say` made
    and errors made of it included. Other text, such as a file's name or a class's, comes back as it is.
    """
    if isinstance(text, (CanvasWords, EngineWords)):
        return _filled(text.template, text.values)
    return _filled(text, {name: told(value) for name, value in values.items()})


def shown_class(palette: Palette, class_id: int) -> str:
    """The class's name as it is shown: names are the palette's own, but for the one that every palette has."""
    return tr(UNLABELLED_NAME) if class_id == UNLABELLED else palette.name_of(class_id)


def percent(share: float) -> str:
    """A share, 0 to 1, in whole percent."""
    return tr("{number} %", number=round(100 * share))


def _filled(template: str, values: Mapping[str, object]) -> str:
    text = QCoreApplication.translate(CONTEXT, template)
    return text.format(**{name: _shown(value) for name, value in values.items()}) if values else text


def _shown(value: object) -> object:
    said = value.args[0] if isinstance(value, Exception) and value.args else value
    return tr(said) if isinstance(said, (CanvasWords, EngineWords)) else value
