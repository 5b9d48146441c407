"""What decides the picture beside the drawing: prompt, seed, steps, strength, base and module."""

from __future__ import annotations

from collections.abc import Sequence
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
from app.picture.seed_field import SeedField
from app.picture.size_field import SizeField
from app.picture.window_field import WindowField
from app.settings import table as s
from app.settings.kinds import Text
from app.system.plain import Label
from app.system.translation import tr
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.fields.device_field import DeviceField
from app.widgets.fields.drag_button import DragButton
from app.widgets.fields.number_field import NumberField
from app.widgets.fields.section import Section
from app.widgets.theme import Look
from canvas.document import Document
from engine.errors import EngineError
from engine.installed.registry import SAMPLERS


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
        self.seed = SeedField(settings)
        self.base = ChoiceField(settings, s.BASE)
        self.module = ChoiceField(settings, s.MODULE)
        self.hand_on = DragButton()
        self.beside = BesideField(settings, choices, look)
        self.size_field = SizeField(settings, document)
        self.draft = ChoiceField(settings, s.FIRST_PX)
        self.sampler = ChoiceField(settings, s.SAMPLER)
        self.steps = NumberField(settings, s.STEPS, 1, 50, 1, most=1000)
        self.guidance = NumberField(settings, s.GUIDANCE, 0, 10, 0.1, most=100)
        self.strength = NumberField(settings, s.STRENGTH, 0, 10, 0.1, most=100)
        self.window_field = WindowField(settings)
        self.negative_prompt = PromptField(settings, s.NEGATIVE_PROMPT, lines=2)
        self.negative_prompt.setPlaceholderText(tr("What the picture must not show"))
        self.parallel = NumberField(settings, s.PARALLEL, 0, 1, 0.01)
        self.rescale = NumberField(settings, s.RESCALE, 0, 1, 0.01)
        self.refine_steps = NumberField(settings, s.REFINE_STEPS, 1, 20, 1, most=100)
        self.refine_strength = NumberField(settings, s.REFINE_STRENGTH, 0.01, 1, 0.01)
        self.device = DeviceField(settings)
        self.precision = ChoiceField(settings, s.PRECISION)
        self.words = QToolButton()
        self.words.setText(tr("Words ▾"))
        self.words.setProperty("kind", "small")
        self.words.setToolTip(tr("The words that the base knows"))
        self.words.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.words.setMenu(self.prompt.words_menu)
        self._tips()
        self._lay_out()
        self.sampler.offer([(choice.id, choice.label) for choice in SAMPLERS])
        if isinstance(s.PRECISION.read, Text):
            self.precision.offer([(value, tr(name)) for value, name in s.PRECISION.read.offers])
        self._disconnect = settings.changed.connect(self._on_setting)
        self.refresh()

    def _tips(self) -> None:
        self.seed.box.setToolTip(tr("The same seed gives the same picture"))
        self.steps.setToolTip(tr("More steps: finer, slower"))
        self.guidance.setToolTip(tr("How strictly the picture follows the prompt; 1 and below switch it off"))
        self.strength.setToolTip(tr("How strictly the picture follows the drawing; 0 is the base alone"))
        self.window_field.setToolTip(
            tr("The part of the steps in which the drawing acts: early steps lay out, late ones refine")
        )
        self.negative_prompt.setToolTip(tr("Words to keep away from; they count while guidance is above 1"))
        self.parallel.setToolTip(
            tr("How much the drawing may add to the contrast and the colours of the picture; less is calmer")
        )
        self.draft.setToolTip(tr("What Live paints while you draw, and what the picture is enlarged from"))
        self.refine_steps.setToolTip(tr("How many steps the enlarged picture is painted over with"))
        self.refine_strength.setToolTip(
            tr("How much of it is painted anew: more finds more detail, and strays further")
        )
        self.rescale.setToolTip(tr("Draws the contrast back to the base's where strength or guidance overdo it"))

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
        fields: tuple[tuple[str, QWidget], ...] = (
            (tr("Strength"), self.strength),
            (tr("Steps"), self.steps),
            (tr("Guidance"), self.guidance),
            (tr("Seed"), self.seed),
            (tr("Size"), self.size_field),
            (tr("Draft"), self.draft),
            (tr("Module"), _in_a_row(self.module, self.beside.add, self.hand_on)),
            (tr("With"), self.beside),
            (tr("Base"), self.base),
        )
        rare: tuple[tuple[str, QWidget], ...] = (
            (tr("Sampler"), self.sampler),
            (tr("Acts from"), self.window_field),
            (tr("Saturation"), self.parallel),
            (tr("Rescale"), self.rescale),
            (tr("Refining"), self.refine_steps),
            (tr("Repaints"), self.refine_strength),
            (tr("Device"), self.device),
            (tr("Precision"), self.precision),
        )
        self._form = _form(fields)
        column.addLayout(self._form)
        inside = QWidget()
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        negative = Label(tr("Negative prompt"))
        negative.setBuddy(self.negative_prompt)
        below.addWidget(negative)
        below.addWidget(self.negative_prompt)
        below.addLayout(_form(rare))
        self.more = Section(self._settings, s.MORE_SHOWN, tr("More"), inside)
        column.addWidget(self.more)
        column.addStretch(1)
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setWidget(inner)

    @Slot()
    def commit(self) -> None:
        """Set what is half typed."""
        self.prompt.commit()
        self.negative_prompt.commit()

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

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting is s.BASE:
            self.refresh()
        elif setting in (s.MODULE, s.BESIDE):
            self._show_beside()

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
