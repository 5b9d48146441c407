"""One run: a request is painted and judged, and every way in which that can end is told. Composes what is below."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from engine import device as devices
from engine.agreement import agreement, can_agree
from engine.cancel import CancelToken
from engine.checks import check_request
from engine.errors import EngineError, RunCancelled
from engine.kept import Kept
from engine.painter import KEPT, NotFiniteError, Painter
from engine.registry import Registry
from engine.segmenter import Segmenter
from engine.types import Cancelled, EngineEvent, Failed, Finished, GenerationRequest, Judged, RunId
from engine.words import say


class Pipeline:
    """Runs requests one after the other, keeping the base, modules and text contexts of the last ones in memory.

    Belongs to one thread, the one that made it.
    """

    def __init__(self, registry: Registry) -> None:
        """`registry` says where bases and modules are."""
        devices.leave_a_core_free()
        self._registry = registry
        self._kept = Kept({**KEPT, "segmenter": 1})
        self._painter = Painter(registry, self._kept)

    def run(
        self, request: GenerationRequest, cancel: CancelToken | None = None, run: RunId | None = None
    ) -> Iterator[EngineEvent]:
        """Yield Loading and StepPreview events, last Finished, Cancelled or Failed. Expected errors never escape."""
        cancel, run = cancel or CancelToken(), run or RunId(number=0)
        try:
            check_request(request)
            try:
                yield from self._painter.paint(request, cancel, run, request.precision, ())
            except NotFiniteError:
                note = say("The picture broke up in the fast number format, so it was painted again in float32.")
                yield from self._painter.paint(request, cancel, run, "float32", (note,))
        except RunCancelled:
            yield Cancelled(run=run)
        except EngineError as error:
            yield Failed(run=run, text=error.text, hint=error.hint, details=_chain(error))
        except NotFiniteError:
            yield Failed(
                run=run,
                text=say("The picture broke up: the numbers became infinite."),
                hint=say("Lower the strength or the guidance, or take more steps."),
            )
        except (MemoryError, RuntimeError) as error:
            if not _is_out_of_memory(error):
                raise
            self.forget()
            yield Failed(
                run=run,
                text=say(
                    "The memory is too small for {width} x {height} pixels.", width=request.width, height=request.height
                ),
                hint=say("Choose a smaller picture, or close other programs that use the graphics card."),
                details=str(error),
            )

    def judge(self, finished: Finished, cancel: CancelToken | None = None) -> Judged:
        """Segment a picture again and compare it with its drawing. Expected errors never escape; nor does a cancel."""
        request = finished.request
        try:
            info = self._registry.segmenter(request.base, request.modules)
            if info is None or not self._hears_labels(request) or not can_agree(request, info.classes):
                return Judged(run=finished.run, agreement=None)
            key = (info, info.path.stat().st_mtime_ns if info.path.is_file() else 0)
            segmenter = self._kept.get(
                "segmenter", key, lambda: Segmenter(info.path, info.classes, torch.get_num_threads())
            )
            seen = segmenter(finished.image, cancel)
            found = agreement(request, seen, info.classes, f"{info.path.parent.name}/{info.path.stem}")
            return Judged(run=finished.run, agreement=found)
        except RunCancelled:
            return Judged(run=finished.run, agreement=None)
        except EngineError as error:
            return Judged(run=finished.run, agreement=None, problem=error.text, hint=error.hint)

    def _hears_labels(self, request: GenerationRequest) -> bool:
        """Whether what is labelled could be in the picture; the base alone is compared, too, as what to start from."""
        heard = [self._registry.module(name).modalities for name in request.modules]
        return not heard or any("labels" in modalities for modalities in heard)

    def devices(self) -> tuple[tuple[str, str], ...]:
        """(name, what it is) of every device that can be chosen."""
        return devices.devices_here()

    def forget(self) -> None:
        """Drop every cached model and give the memory back."""
        self._kept.clear()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def _is_out_of_memory(error: BaseException) -> bool:
    text = str(error).lower()
    return (
        isinstance(error, (MemoryError, torch.OutOfMemoryError))
        or "can't allocate memory" in text
        or ("out of memory" in text)
    )


def _chain(error: BaseException) -> str:
    """The error and what caused it, a line each, for the details that one can copy."""
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__name__}: {cause}")
        cause = cause.__cause__
    return "\n".join(lines)
