"""What the Picture menu does."""

from __future__ import annotations

import random
from collections.abc import Callable

from app.compare.comparing import Comparing
from app.installed.heard_layers import Hearing
from app.menus.commands.view_commands import View
from app.menus.commands.window_commands import Windows
from app.painting.best_of import BestOf
from app.painting.progress import LiveState
from app.painting.session import Session
from app.photo.photo_offer import OfferStage, PhotoOffer
from app.settings import table as s
from app.training.collected_pictures import Collecting
from engine.request.types import MAX_SEED


class PictureCommands:
    """Paints, stops, throws the dice; `commit` ends what is half done."""

    def __init__(
        self,
        session: Session,
        hearing: Hearing,
        offer: PhotoOffer,
        comparing: Comparing,
        collecting: Collecting,
        best_of: BestOf,
        windows: Windows,
        view: View,
        commit: Callable[[], None],
    ) -> None:
        self._session = session
        self._hearing = hearing
        self._offer = offer
        self._comparing = comparing
        self._collecting = collecting
        self._best_of = best_of
        self._windows = windows
        self._settings = session.settings
        self._view = view
        self._commit = commit
        self._random = random.SystemRandom()

    @property
    def can_cancel(self) -> bool:
        """Whether something paints, or waits to, or a photo is being drawn."""
        waits = self._session.live_state is LiveState.WAITING
        return self._session.is_painting or waits or self._offer.stage is OfferStage.DRAWING

    @property
    def can_compare(self) -> bool:
        """Whether there is a picture to compare the drawing with."""
        return self._comparing.has_picture

    @property
    def no_agreement(self) -> str:
        """Why the picture cannot be compared with the drawing by its classes; "" where it can."""
        return self._hearing.no_agreement

    def compare(self) -> None:
        """Wipe between the drawing and the picture."""
        self._commit()
        self._comparing.compare_drawing()

    def show_module(self) -> None:
        """Show what the module did in each step of the last run."""
        self._windows.open("module")

    def collect(self) -> None:
        """Add the picture and its drawing to the training set."""
        self._commit()
        self._collecting.add_current()

    @property
    def can_collect(self) -> bool:
        """Whether there is a picture to train on."""
        return self._collecting.has_picture

    def generate(self) -> None:
        """Paint the picture."""
        self._commit()
        self._session.generate()

    def best_of(self, count: int | None = None) -> None:
        """Paint several pictures and keep the one that agrees most; as many as the last time where none says."""
        if count is not None:
            self._settings.set(s.BEST_OF, count)
        self._commit()
        self._best_of.start(self._settings.get(s.BEST_OF))

    def cancel(self) -> None:
        """Take back an unfinished stroke and end what paints, or what is made of a photo."""
        self._view.abort()
        self._offer.cancel()
        self._session.cancel()

    def toggle_live(self) -> None:
        """Switch Live."""
        self._settings.set(s.LIVE, not self._settings.get(s.LIVE))

    def new_seed(self) -> None:
        """Throw another seed."""
        self._settings.set(s.SEED, self._random.randint(0, MAX_SEED))
