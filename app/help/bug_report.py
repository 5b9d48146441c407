"""Puts the diagnostics into the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from app.help.diagnostics import diagnostics
from app.installed.choices import modules_that_paint
from app.painting.session import Session
from app.settings import table as s
from app.system import resources
from app.system.notices import Level, Notice
from canvas.words import say

_PAINTED_BY = ("device", "precision", "base_hash", "module_hash")


class BugReport:
    """Knows the session and the screens. GUI thread; torch is not imported for it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def copy(self) -> None:
        """Copy the report, and say so."""
        report = diagnostics(self._session.settings, resources.log_file(), self._facts())
        QGuiApplication.clipboard().setText(report)
        self._session.notices.post(
            Notice(
                Level.INFO,
                say("The diagnostics are in the clipboard."),
                say("Paste them into a bug report. Names, paths and prompts are not in them."),
            )
        )

    def _facts(self) -> dict[str, str]:
        settings, finished = self._session.settings, self._session.finished
        screens = (
            f"{screen.size().width()} x {screen.size().height()} at {screen.devicePixelRatio():g}"
            for screen in QGuiApplication.screens()
        )
        height, width = self._session.document.labels.shape
        facts = {
            "Qt": f"{qVersion()} on {QGuiApplication.platformName()}",
            "Screens": ", ".join(screens),
            "Drawing": f"{width} x {height}",
            "Base": _id(settings.get(s.BASE)),
            "Module": " + ".join(map(_id, modules_that_paint(settings))) or "none",
        }
        if finished is not None:
            known = [f"{name} {finished.provenance[name]}" for name in _PAINTED_BY if name in finished.provenance]
            facts["Last picture"] = ", ".join((*known, f"{finished.seconds:.2f} s"))
        return facts


def _id(chosen: str) -> str:
    return "a folder" if Path(chosen).is_absolute() else chosen
