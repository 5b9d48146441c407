"""What the open work was when it was opened or saved last, to tell whether something would be lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.formats.images.photo import Photo
from app.painting.session import Session
from app.settings import table as s
from app.settings.setting import plain
from canvas.document import Document, DocumentSnapshot
from engine.request.types import Picture


@dataclass(frozen=True, eq=False)
class SavedWork:
    """Everything that a project holds and a person changes: the drawing, its settings, the photo to trace from.

    The picture is none of it: it follows from the others, and the gallery keeps every one.
    """

    drawing: DocumentSnapshot
    recipe: Mapping[str, Any]
    photo: Photo | None
    picture: Picture | None
    """The picture that was there."""

    @classmethod
    def of(cls, session: Session) -> SavedWork:
        """The work as it is now."""
        picture = None if session.finished is None else session.finished.image
        recipe = recipe_of(session.document, session.settings)
        return cls(session.document.snapshot(), recipe, session.reference.photo, picture)

    def has_changed(self, session: Session, *, with_settings: bool, with_photo: bool) -> bool:
        """Whether the drawing, and with it the settings and the photo where they count, is not as it was."""
        return (
            (with_photo and session.reference.photo is not self.photo)
            or (with_settings and not self.has_settings_of(session))
            or not session.document.is_as(self.drawing)
        )

    def has_picture_of(self, session: Session) -> bool:
        """Whether the picture that is there was there, under the very settings of now."""
        is_same = session.finished is not None and session.finished.image is self.picture
        return is_same and recipe_of(session.document, session.settings) == self.recipe

    def has_settings_of(self, session: Session) -> bool:
        """Whether the settings are as they were; of a drawing that is empty, its seed is no matter."""
        recipe = recipe_of(session.document, session.settings)
        if not any(pixels.any() for pixels in session.document.layers):
            recipe[s.SEED.id] = self.recipe[s.SEED.id]
        return recipe == self.recipe


def recipe_of(document: Document, settings: s.Settings) -> dict[str, Any]:
    """The settings that belong to the drawing, as JSON has them; strengths that change nothing are left out."""
    recipe = {setting.id: plain(settings.get(setting)) for setting in s.WORK}
    known = {str(class_id) for class_id in document.palette.ids}
    weights = recipe[s.CLASS_WEIGHTS.id].items()
    recipe[s.CLASS_WEIGHTS.id] = {key: weight for key, weight in weights if weight != 1.0 and key in known}
    return recipe
