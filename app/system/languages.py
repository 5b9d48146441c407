"""Which language the window speaks: the catalogues that come with the program, and Qt's own texts beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator

from app.system import resources

SYSTEM, ENGLISH = "system", "en"
"""Languages without a catalogue: the system's, and the one that the program is written in."""


def speak(app: QCoreApplication, language: str) -> None:
    """Show text from now on in `language`: SYSTEM, ENGLISH, or the name of a catalogue, such as "zh_CN".

    Text that is shown already stays, so this comes before the first widget. A language without catalogue is English.
    """
    for former in app.findChildren(QTranslator, options=Qt.FindChildOption.FindDirectChildrenOnly):
        app.removeTranslator(former)
        former.deleteLater()
    if language == SYSTEM:
        language = preferred(QLocale.system().uiLanguages(), catalogues())
    if language == ENGLISH:
        return
    of_qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for file in (of_qt / f"qtbase_{language}.qm", resources.catalogue_file(language)):
        translator = QTranslator(app)
        if translator.load(str(file)):
            app.installTranslator(translator)
        else:
            translator.deleteLater()


def catalogues() -> list[str]:
    """Names of the languages that the program comes with beside English."""
    return [file.stem.partition("_")[2] for file in resources.catalogue_files()]


def preferred(wanted: Sequence[str], known: Sequence[str]) -> str:
    """The first of the `wanted` languages, such as "zh-Hans-CN", that is among the `known` ones; else ENGLISH.

    A language is the same in another country if it is written in the same script.
    """
    by_writing = {_writing(name): name for name in (*known, ENGLISH)}
    return next((by_writing[_writing(name)] for name in wanted if _writing(name) in by_writing), ENGLISH)


def _writing(name: str) -> tuple[QLocale.Language, QLocale.Script]:
    locale = QLocale(name)
    return locale.language(), locale.script()
