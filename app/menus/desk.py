"""Everything that a window's menus, and later a script, can work with: the services under their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, Protocol

from app.compare.comparisons import Comparisons
from app.drawing.palette.classes import Classes
from app.drawing.palette.palette_choice import PaletteChoice
from app.files.clipboard import Clipboard
from app.files.drawing_size import DrawingSize
from app.files.drop import Dropping
from app.files.export import Exporter
from app.files.open_and_save import Filing
from app.gallery.gallery import Gallery
from app.installed.choices import Choices
from app.installed.heard_layers import Hearing
from app.library.module_packs import ModulePacks
from app.painting.agreement_watch import AgreementWatch
from app.painting.best_of import BestOf
from app.painting.run_steps import RunSteps
from app.painting.session import Session
from app.photo.photo_offer import PhotoOffer
from app.photo.reference_photo import ReferencePhoto
from app.settings import table as s
from app.training.collected_pictures import CollectedPictures
from app.training.training import Trainings
from canvas.document import Document
from canvas.history import History

P = ParamSpec("P")


class View(Protocol):
    """What shows the sheets: `app.window.sheets.Sheets`, or a fake in tests."""

    def fit(self) -> None:
        """Show the whole drawing."""
        ...

    def zoom_100(self) -> None:
        """One screen pixel for one of the drawing's."""
        ...

    def rotate(self, degrees: float) -> None:
        """Turn the view clockwise; 0 turns it upright."""
        ...

    def mirror(self) -> None:
        """Exchange left and right in the view."""
        ...

    def commit(self) -> None:
        """End an unfinished stroke."""
        ...

    def abort(self) -> None:
        """Take an unfinished stroke back."""
        ...


class Fields(Protocol):
    """What has fields to type in: the picture panel, or a fake in tests."""

    def commit(self) -> None:
        """Set what is half typed."""
        ...


class Panels(Protocol):
    """What holds the panels: `app.window.docks.Docks`, or a fake in tests."""

    def is_shown(self, dock_id: str) -> bool:
        """Whether the panel is open."""
        ...

    def show(self, dock_id: str) -> None:
        """Open the panel, and bring it to the front."""
        ...

    def toggle(self, dock_id: str) -> None:
        """Open or close the panel."""
        ...

    def reset(self) -> None:
        """Put every panel back into its first place."""
        ...


class Windows(Protocol):
    """What opens windows: `app.window.side_windows.SideWindows`, or a fake in tests."""

    def open(self, name: str) -> None:
        """Show a window beside the main one, and bring it to the front."""
        ...

    def open_another(self) -> None:
        """Start another main window, with a drawing of its own."""
        ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One window's services. GUI thread. What changes or keeps the drawing wants `end_stroke` first."""

    session: Session
    installed: Choices
    hearing: Hearing
    files: Filing
    drop: Dropping
    export: Exporter
    clipboard: Clipboard
    size: DrawingSize
    reference: ReferencePhoto
    photo: PhotoOffer
    classes: Classes
    palettes: PaletteChoice
    best_of: BestOf
    agreement: AgreementWatch
    run_steps: RunSteps
    gallery: Gallery
    comparisons: Comparisons
    packs: ModulePacks
    training_set: CollectedPictures
    trainings: Trainings
    sheets: View
    fields: Fields
    panels: Panels
    windows: Windows
    measure_speed: Callable[[], None]
    copy_diagnostics: Callable[[], None]
    quit: Callable[[], object]

    @property
    def document(self) -> Document:
        """The drawing."""
        return self.session.document

    @property
    def history(self) -> History:
        """What can be undone."""
        return self.session.history

    @property
    def settings(self) -> s.Settings:
        """Everything that is set."""
        return self.session.settings

    def end_stroke(self) -> None:
        """End an unfinished stroke, and set what is half typed in a field."""
        self.sheets.commit()
        self.fields.commit()

    def after_stroke(self, act: Callable[P, object]) -> Callable[P, None]:
        """The same act, for whoever calls it from outside the menus: with an unfinished stroke ended before."""

        def ended(*args: P.args, **named: P.kwargs) -> None:
            self.end_stroke()
            act(*args, **named)

        return ended

    def stop(self) -> None:
        """End what works beside the window: the window has gone."""
        for service in (self.gallery, self.packs, self.photo, self.reference, self.export, self.trainings):
            service.stop()
