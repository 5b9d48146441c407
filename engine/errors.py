"""Errors whose text is fit for the user, each with a hint on what to do."""

from __future__ import annotations

from traceback import TracebackException


class EngineError(Exception):
    """Something expected went wrong: `text` is one plain sentence, made by `say`; `hint` says what to do about it."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint


def brief(cause: object, most: int = 300) -> str:
    """What an error, or a value of a stranger's file, says: one line of at most `most` letters. Never raises."""
    if isinstance(cause, BaseException):
        text = str(TracebackException(type(cause), cause, None, compact=True))  # as `str`, which may fail
        text = "" if text.startswith(("<exception str() failed", "<unprintable")) else text
    else:
        text = str(cause)
    text = " ".join(text.split()) or ("" if isinstance(cause, str) else type(cause).__name__)
    return text if len(text) <= most else text[: most - 1] + "…"


class WeightsError(EngineError):
    """A weight file or model folder is missing, truncated, or not what it claims to be."""


class LowMemoryError(EngineError):
    """The memory is too small for what was to be loaded."""


class ModuleMismatchError(EngineError):
    """A module was made for a base of another shape."""


class PackError(EngineError):
    """A module pack is damaged, or cannot be written or installed."""


class ModuleExistsError(PackError):
    """Another module has the id of the one that is to be installed."""


class RequestError(EngineError):
    """A request asks for something that the chosen base cannot do (size, steps, sampler)."""


class DataError(EngineError):
    """Training or test data cannot be used; the text names every offending file."""


class TrainingError(EngineError):
    """A training cannot go on, or has not made a module; what was there before is whole."""


class TrainingPaused(Exception):  # noqa: N818 - an end, not an error
    """Raised by a training that was asked to pause, once everything is on disk that resuming needs."""


class RunCancelled(Exception):  # noqa: N818 - an end, not an error
    """Raised inside a run when its cancel token is set. Never shown: the run ends in a `Cancelled` event."""
