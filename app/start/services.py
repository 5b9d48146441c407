"""Builds the desk: one window's services, each given those that it works with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.compare.comparisons import Comparisons
from app.drawing.palette.classes import Classes
from app.drawing.palette.palette_choice import PaletteChoice
from app.files.clipboard import Clipboard
from app.files.drawing_size import DrawingSize
from app.files.drop import Dropping
from app.files.export import Exporter
from app.files.open_and_save import Filing
from app.gallery.gallery import Gallery
from app.help.bug_report import BugReport
from app.installed.choices import Choices
from app.installed.heard_layers import Hearing
from app.installed.palettes import PaletteShelf
from app.library.module_packs import ModulePacks
from app.menus.desk import Desk, Fields, Panels, View, Windows
from app.painting.agreement_watch import AgreementWatch
from app.painting.best_of import BestOf
from app.painting.run_steps import RunSteps
from app.painting.session import Session
from app.photo.photo_offer import PhotoOffer
from app.photo.reference_photo import ReferencePhoto
from app.settings.recent_files import RecentFiles
from app.system import resources
from app.training.collected_pictures import CollectedPictures
from app.training.training import Trainings
from app.widgets.questions import Asking


def make_desk(
    session: Session,
    choices: Choices,
    hearing: Hearing,
    asking: Asking,
    window: QWidget,
    *,
    sheets: View,
    fields: Fields,
    panels: Panels,
    windows: Windows,
    measure_speed: Callable[[], None],
) -> Desk:
    """All services of `window`, which live as long as it."""
    notices, settings = session.notices, session.settings
    files = Filing(session, notices, asking, window)
    reference = ReferencePhoto(session.work, notices, asking)
    photo = PhotoOffer(session, choices, reference, asking, sheets.commit, window)
    clipboard = Clipboard(session, photo, notices, asking, window)
    packs = ModulePacks(session, choices, notices, asking, window)
    training_set = CollectedPictures(session, notices, window)
    classes = Classes(session.document, session.history, sheets.commit)
    shelf = PaletteShelf(choices)
    palettes = PaletteChoice(session.document, classes, shelf, notices, asking, RecentFiles(settings))
    drop = Dropping(session, files, photo, packs, palettes)
    clipboard.open_files = drop.open_paths
    clipboard.import_map = files.import_path
    return Desk(
        session=session,
        installed=choices,
        hearing=hearing,
        files=files,
        drop=drop,
        export=Exporter(session, files, asking),
        clipboard=clipboard,
        size=DrawingSize(session, files, asking),
        reference=reference,
        photo=photo,
        classes=classes,
        palettes=palettes,
        best_of=BestOf(session, window),
        agreement=AgreementWatch(session, window),
        run_steps=RunSteps(session, window),
        gallery=Gallery(session, notices, resources.gallery_folder(), window),
        comparisons=Comparisons(session, notices, window),
        packs=packs,
        training_set=training_set,
        trainings=Trainings(settings, choices, training_set, packs, notices, asking, window),
        sheets=sheets,
        fields=fields,
        panels=panels,
        windows=windows,
        measure_speed=measure_speed,
        copy_diagnostics=BugReport(session).copy,
        quit=window.close,
    )
