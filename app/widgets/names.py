"""Names for who does not see the window: every widget that takes the keyboard says what it is."""

from __future__ import annotations

from PySide6.QtGui import Qt, QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


def name_fields(root: QWidget, otherwise: str = "") -> None:
    """Give an accessible name to every focusable widget in `root`, itself included, that has neither name nor text.

    It is that of its label (the buddy of the widget or of what it is a part of), else of its placeholder, else the
    first line of its tool tip, else `otherwise`.
    """
    labels = {label.buddy(): label.text() for label in root.window().findChildren(QLabel) if label.buddy() is not None}
    for each in (root, *root.findChildren(QWidget)):
        if each.focusPolicy() is not Qt.FocusPolicy.NoFocus and not has_name(each):
            each.setAccessibleName(_label(each, root, labels) or _own(each) or otherwise)


def has_name(widget: QWidget) -> bool:
    """Whether it has a name of its own, or a text that is one."""
    return bool(widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))


def _label(widget: QWidget, root: QWidget, labels: dict[QWidget, str]) -> str:
    """That of the widget, or of what it is a part of."""
    part: QWidget | None = widget
    while part is not None:
        name = labels.get(part, "") or (part.accessibleName() if part is not widget and part is not root else "")
        if name or part is root:
            return name
        part = part.parentWidget()
    return ""


def _own(widget: QWidget) -> str:
    asks = getattr(widget, "placeholderText", None)
    tip = widget.toolTip()
    said = QTextDocumentFragment.fromHtml(tip).toPlainText() if Qt.mightBeRichText(tip) else tip
    return (asks() if asks is not None else "") or said.partition("\n")[0]
