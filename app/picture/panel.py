"""What decides the picture beside the drawing: prompt, seed, steps, strength, base and module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.installed.choices import Choices
from app.picture.beside_field import BesideField
from app.picture.prompt_field import PromptField
from app.picture.row_field import row_field
from app.picture.seed_field import SeedField
from app.picture.size_field import SizeField
from app.picture.window_field import WindowField
from app.settings import table as s
from app.system.plain import Label, plain
from app.system.translation import tr
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.fields.device_field import DeviceField
from app.widgets.fields.drag_button import DragButton
from app.widgets.fields.section import Section
from app.widgets.theme import Look
from canvas.document import Document
from engine.errors import EngineError
from engine.installed.known_words import unknown_words
from engine.request.parts import ROWS, TABLES, Adapters, Base, Machine, Prompts, Sampling, Size
from engine.request.rows import FIRST, MORE

_PARTS: tuple[type, ...] = (Prompts, Adapters, Sampling, Size, Base, Machine)
"""From what is set most to what is set least. What the drawing brings is set in the palette."""


class PicturePanel(QScrollArea):
    """The settings of the picture. `refresh` lists again what is installed."""

    def __init__(
        self, settings: s.Settings, choices: Choices, look: Look, document: Document, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._settings = settings
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.prompt = PromptField(settings, s.PROMPT)
        self.prompt.setPlaceholderText(tr("What the picture shows"))
        self.negative_prompt = PromptField(settings, s.NEGATIVE_PROMPT, lines=2)
        self.negative_prompt.setPlaceholderText(tr("What the picture must not show"))
        self.seed = SeedField(settings)
        self.base = ChoiceField(settings, s.BASE)
        self.module = ChoiceField(settings, s.MODULE)
        self.hand_on = DragButton()
        self.beside = BesideField(settings, choices, look)
        self.size_field = SizeField(settings, document)
        self.draft = ChoiceField(settings, s.FIRST_PX)
        self.window_field = WindowField(settings)
        self.device = DeviceField(settings)
        self.fields = self._fields()
        """Id of a row of the request -> what sets it."""
        self.words = QToolButton()
        self.words.setText(tr("Words ▾"))
        self.words.setProperty("kind", "small")
        self.words.setToolTip(tr("The words that the base knows"))
        self.words.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.words.setMenu(self.prompt.words_menu)
        self.unknown = Label()
        self.unknown.setObjectName("quiet")
        self.unknown.setWordWrap(True)
        self._known: Mapping[str, tuple[str, ...]] = {}
        self._lay_out()
        self.prompt.textChanged.connect(self._show_unknown)
        self._disconnect = settings.changed.connect(self._on_setting)
        self.refresh()

    def _fields(self) -> dict[str, QWidget]:
        """Those of this panel's own, and for every other row that is shown the one that fits its kind."""
        own: dict[str, QWidget] = {
            "prompt": self.prompt,
            "negative_prompt": self.negative_prompt,
            "module": _in_a_row(self.module, self.beside.add, self.hand_on),
            "beside": self.beside,
            "window": self.window_field,
            "seed": self.seed,
            "width": self.size_field,
            "first_px": self.draft,
            "base": self.base,
            "device": self.device,
        }
        tipped = {**own, "seed": self.seed.box}
        for key in ("negative_prompt", "window", "seed", "first_px"):
            tipped[key].setToolTip(plain(tr(ROWS[key].help)))
        rows = [row for row in ROWS.values() if row.shown]
        return {row.id: own[row.id] if row.id in own else row_field(self._settings, row) for row in rows}

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(4)
        head = QHBoxLayout()
        prompt = Label(tr("Prompt"))
        prompt.setBuddy(self.prompt)
        head.addWidget(prompt)
        head.addStretch(1)
        head.addWidget(self.words)
        column.addLayout(head)
        column.addWidget(self.prompt)
        column.addWidget(self.unknown)
        self._form = _form(self._labelled(FIRST))
        column.addLayout(self._form)
        inside = QWidget()
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        negative = Label(tr("Negative prompt"))
        negative.setBuddy(self.negative_prompt)
        below.addWidget(negative)
        below.addWidget(self.negative_prompt)
        below.addLayout(_form(self._labelled(MORE)))
        self.more = Section(self._settings, s.MORE_SHOWN, tr("More"), inside)
        column.addWidget(self.more)
        column.addStretch(1)
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setWidget(inner)

    def _labelled(self, shown: str) -> list[tuple[str, QWidget]]:
        """Labels and fields of what is shown here, part by part; the prompts have labels over them."""
        called = {"beside": tr("With"), "width": tr("Size")}
        rows = [row for part in _PARTS for row in TABLES[part] if row.shown == shown]
        return [
            (called.get(row.id) or tr(row.label), self.fields[row.id])
            for row in rows
            if row.id not in ("prompt", "negative_prompt")
        ]

    @Slot()
    def commit(self) -> None:
        """Set what is half typed."""
        for field in self.fields.values():
            if isinstance(field, PromptField):
                field.commit()

    @Slot()
    def refresh(self) -> None:
        """List bases, modules, sizes and words as they are installed now."""
        try:
            bases, modules, base = self._choices.bases(), self._choices.modules(), self._choices.base()
        except EngineError:
            return
        self.base.offer([(each.id, each.label) for each in bases])
        self.beside.refresh()
        self._show_beside()
        self.module.offer([*((each.id, each.label) for each in modules), ("", tr("None: the base alone"))])
        sizes = () if base is None else base.sizes
        self.size_field.offer_sides(sizes)
        self.draft.offer(
            [(0, tr("None: at full size at once")), *((side, tr("{side} px", side=side)) for side in sizes)]
        )
        words = {} if base is None else base.words
        self.prompt.offer_words(words)
        self.words.setVisible(bool(words))
        self._known = words
        self._show_unknown()

    @Slot()
    def _show_unknown(self) -> None:
        """Name the words that say nothing to the base, while they are typed."""
        unknown = unknown_words(self.prompt.toPlainText(), self._known)
        self.unknown.setVisible(bool(unknown))
        self.unknown.setText(tr("The base does not know: {words}", words=", ".join(unknown)))

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.BASE:
            self.refresh()
        elif setting in (s.MODULE, s.BESIDE):
            self._show_beside()
        elif setting is s.PROMPT:
            self._show_unknown()

    def _show_beside(self) -> None:
        self._form.setRowVisible(self.beside, bool(self.beside.rows))


def _in_a_row(field: QWidget, *buttons: QWidget) -> QWidget:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(field, 1)
    for button in buttons:
        row.addWidget(button)
    return widget


def _form(fields: Sequence[tuple[str, QWidget]]) -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 2, 0, 0)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(3)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for label, field in fields:
        form.addRow(label, field)
    return form
