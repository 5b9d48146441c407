"""Another window of the program is another process: nothing that goes wrong in one can take the other with it."""

from __future__ import annotations

import os
import sys
from typing import cast

from PySide6.QtCore import QProcess, QProcessEnvironment

from app.system import resources
from canvas.errors import CanvasError
from canvas.words import say

_BESIDE = "SINOPIA_BESIDE"
"""Environment variable of a window that was opened from another one."""


def open_another_window() -> None:
    """Start the program once more; it outlives this window. Raises CanvasError."""
    process = QProcess()
    process.setProgram(sys.executable)
    process.setArguments([str(resources.entry_file())])
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert(_BESIDE, "1")
    process.setProcessEnvironment(environment)
    if not cast(bool, process.startDetached()):  # the stubs know the overload with arguments only
        raise CanvasError(
            say("No other window could be opened: {reason}.", reason=process.errorString().rstrip(".")),
            say("Start the program once more by hand."),
        )


def is_beside_another() -> bool:
    """Whether another window opened this one, at the same place."""
    return _BESIDE in os.environ
