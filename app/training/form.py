"""What can be set for a training before it begins: its name, base, pictures, kind and length."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFormLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from app.installed.choices import Choices
from app.settings import table as s
from app.system.plain import Label, entry, plain
from app.system.translation import tr
from app.training.plan import FEWEST, MOST_COUNTED
from app.training.training import Trainings
from app.widgets.fields.choice_field import ChoiceField
from app.widgets.fields.flag_field import FlagField
from app.widgets.fields.plain_box import HEIGHT_PX
from app.widgets.fields.setting_field import setting_field
from engine.errors import EngineError
from engine.installed.registry import MODALITIES

_ANY_WIDTH_PX = 16777215


class TrainingForm(QWidget):
    """Every field is a setting, so that the next training begins as the last one did."""

    def __init__(self, trainings: Trainings, settings: s.Settings, choices: Choices) -> None:
        super().__init__()
        self._trainings, self._settings, self._choices = trainings, settings, choices
        self.name = QLineEdit(settings.get(s.TRAINING_NAME))
        self.name.setFixedHeight(HEIGHT_PX)
        self.name.textEdited.connect(lambda text: settings.set(s.TRAINING_NAME, text))
        self.base = ChoiceField(settings, s.TRAINING_BASE)
        self.folder = QToolButton()
        self.folder.setProperty("kind", "plain")
        self.folder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.folder.setFixedHeight(HEIGHT_PX)
        self.folder.clicked.connect(trainings.plan.choose_folder)
        self.counted = Label()
        self.counted.setWordWrap(True)
        self.counted.setObjectName("quiet")
        self.skip_bad = FlagField(settings, s.TRAINING_SKIP_BAD, tr("Leave out what cannot be used"))
        self.skip_bad.setToolTip(
            tr("Else one damaged picture or label map ends the training, and all of them are named")
        )
        self.what = ChoiceField(settings, s.TRAINING_WHAT)
        heard = [(one.id, tr(one.label)) for one in MODALITIES]
        self.what.offer([*heard, ("joint", tr("Label map and sketch"))])
        self.size_field = ChoiceField(settings, s.TRAINING_SIZE)
        self.size_field.offer([("small", tr("Small, quick")), ("large", tr("Large, better"))])
        self.beginning = ChoiceField(settings, s.TRAINING_FROM)
        self.beginning.setToolTip(tr("Few pictures go further where another module lends what it knows"))
        self.minutes, self.room = (setting_field(settings, each) for each in (s.TRAINING_MINUTES, s.TRAINING_CACHE_GB))
        for box in (self.minutes, self.room):
            box.setMinimumWidth(0)
            box.setMaximumWidth(_ANY_WIDTH_PX)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self._disconnect = settings.changed.connect(self._on_setting)
        self.list_choices()
        self._show_folder()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 2, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Base"), self.base)
        form.addRow(tr("Pictures"), self.folder)
        form.addRow("", self.counted)
        form.addRow(self.skip_bad)
        form.addRow(tr("Hears"), self.what)
        form.addRow(tr("Size"), self.size_field)
        form.addRow(tr("Begin with"), self.beginning)
        form.addRow(tr("Minutes"), self.minutes)
        form.addRow(tr("Room on disk"), self.room)

    @Slot()
    def list_choices(self) -> None:
        """List bases and modules as they are installed now."""
        try:
            bases, modules = self._choices.bases(), self._trainings.plan.beginnings()
        except EngineError:
            return
        self.base.offer([("", tr("The one that paints")), *((each.id, each.label) for each in bases)])
        if self._settings.get(s.TRAINING_FROM) not in [each.id for each in modules]:
            self._settings.reset(s.TRAINING_FROM)
        self.beginning.offer([("", tr("Nothing")), *((each.id, each.label) for each in modules)])

    @Slot()
    def count(self) -> None:
        """Say how many pictures there are to learn from, and whether they are enough."""
        if self.isVisible():
            self._trainings.count(self._show_count)

    def _show_count(self, number: int) -> None:
        if number < FEWEST:
            text = tr("{number} so far; at least {fewest} are needed", number=number, fewest=FEWEST)
        elif number < MOST_COUNTED:
            text = tr("{number} to learn from", number=number)
        else:
            text = tr("{number} or more to learn from", number=number)
        self.counted.setText(text)

    def _show_folder(self) -> None:
        folder = self._trainings.plan.folder
        self.folder.setText(entry(folder.name))
        self.folder.setToolTip(plain(str(folder)))

    def _on_setting(self, setting: s.Setting[Any]) -> None:
        if setting in (s.TRAINING_FOLDER, s.TRAINING_WHAT):
            self._show_folder()
            self.count()
        elif setting in (s.TRAINING_BASE, s.BASE, s.TRAINING_SIZE):
            self.list_choices()
