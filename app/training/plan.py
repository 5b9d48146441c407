"""What the settings say the next training is to do. No Qt of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from app.installed.choices import Choices
from app.settings import table as s
from app.training.collected_pictures import CollectedPictures
from app.training.job import TrainingJob
from app.widgets.questions import Asking
from canvas.errors import SaveError
from canvas.words import say
from engine.errors import DataError
from engine.installed.registry import ModuleInfo
from engine.training.data.members import find_members

FEWEST = 2
"""Pictures: one to learn from and one that is held out."""
MOST_COUNTED = 10_000


class TrainingPlan:
    """From the settings to a training."""

    def __init__(self, settings: s.Settings, choices: Choices, pictures: CollectedPictures, asking: Asking) -> None:
        self._settings, self._choices, self._pictures, self._asking = settings, choices, pictures, asking

    @property
    def folder(self) -> Path:
        """Where the pictures are."""
        return self._pictures.folder

    def choose_folder(self) -> None:
        """Train on the pictures of a folder that the person chooses."""
        chosen = self._asking.open_folder(say("Pictures to train on"), self.folder)
        if chosen is not None:
            self._settings.set(s.TRAINING_FOLDER, str(chosen))

    def beginnings(self) -> tuple[ModuleInfo, ...]:
        """The modules that it could begin with: those of its base and size. Raises EngineError."""
        size = self._settings.get(s.TRAINING_SIZE)
        return tuple(info for info in self._choices.registry.modules(self._base()) if info.size == size)

    def counting(self, most: int = MOST_COUNTED) -> Callable[[], int]:
        """What counts the pictures that there are to learn from, up to so many; with label maps, where those are
        needed. It may be called in any thread."""
        labelled = self._settings.get(s.TRAINING_WHAT) in ("labels", "joint")
        return partial(_count, self.folder, labelled, most)

    def _refuse_too_few(self) -> None:
        count = self.counting(FEWEST)()
        if count < FEWEST:
            raise DataError(
                say(
                    "There are too few pictures to train on ({count}): at least {fewest} are needed, one of which is "
                    "held out.",
                    count=count,
                    fewest=FEWEST,
                ),
                say("Collect some with Picture, Add to training set, or choose another folder in the training panel."),
            )

    def job(self) -> TrainingJob:
        """The training. Raises SaveError where its name cannot be used, EngineError."""
        get = self._settings.get
        name = get(s.TRAINING_NAME).strip()
        if not name or name.startswith(".") or set(name) & set('<>:"/\\|?*'):
            raise SaveError(say("“{name}” cannot be the name of a module.", name=name), say("Choose another name."))
        if name in [info.id for info in self._choices.registry.modules()]:
            raise SaveError(say("There is a module “{name}” already.", name=name), say("Choose another name."))
        self._refuse_too_few()
        base, first = self._base(), get(s.TRAINING_FROM)
        return TrainingJob(
            name=name,
            base=next((str(info.path) for info in self._choices.bases() if info.id == base), base),
            data=str(self.folder),
            what=get(s.TRAINING_WHAT),
            size=get(s.TRAINING_SIZE),
            minutes=get(s.TRAINING_MINUTES),
            cache_limit_gb=get(s.TRAINING_CACHE_GB),
            skip_bad=get(s.TRAINING_SKIP_BAD),
            begin_from=next((str(info.path) for info in self.beginnings() if info.id == first), ""),
        )

    def _base(self) -> str:
        return self._settings.get(s.TRAINING_BASE) or self._settings.get(s.BASE)


def _count(folder: Path, labelled: bool, most: int) -> int:
    try:
        members = (one for _, one in find_members(folder, lambda _: None) if not labelled or "labels" in one.parts)
        return sum(1 for _ in islice(members, most))
    except OSError:  # it is not there, or cannot be read, which the training tells
        return 0
