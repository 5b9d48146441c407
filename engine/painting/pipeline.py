"""One run: a request is painted and judged, and every way in which that can end is told. Composes what is below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import torch

from engine import compute_threads
from engine.bases import device as devices
from engine.cancel import CancelToken
from engine.errors import EngineError, LowMemoryError, RunCancelled, brief
from engine.installed.registry import Registry
from engine.memory import is_out_of_memory
from engine.painting.agreement import agreement, can_agree
from engine.painting.checks import check_request
from engine.painting.kept import Kept
from engine.painting.painter import KEPT, NotFiniteError, Painter
from engine.painting.segmenter import Segmenter
from engine.request.types import (
    Cancelled,
    EngineEvent,
    Failed,
    Finished,
    GenerationRequest,
    Judged,
    Loading,
    RunId,
    StepPreview,
)
from engine.words import say


class Pipeline:
    """Runs requests one after the other, keeping the base, modules and text contexts of the last ones in memory.

    Belongs to one thread, the one that made it.
    """

    def __init__(self, registry: Registry) -> None:
        """`registry` says where bases and modules are."""
        devices.leave_a_core_free()
        compute_threads.adapt()
        self._registry = registry
        self._kept = Kept({**KEPT, "segmenter": 1})
        self._painter = Painter(registry, self._kept)
        self._break_up: set[tuple[str, str, str]] = set()
        """(base, device, precision) of which a picture broke up that float32 could paint."""

    def run(
        self, request: GenerationRequest, cancel: CancelToken | None = None, run: RunId | None = None
    ) -> Iterator[EngineEvent]:
        """Yield Loading and StepPreview events, last Finished, Cancelled or Failed. Expected errors never escape."""
        cancel, run = cancel or CancelToken(), run or RunId(number=0)
        end: EngineEvent | None = None
        is_full = False
        try:
            check_request(request)
            yield from self._painted(request, cancel, run)
        except RunCancelled:
            end = Cancelled(run=run)
        except EngineError as error:
            is_full = isinstance(error, LowMemoryError)
            end = Failed(run=run, text=error.text, hint=error.hint, details=_chain(error))
        except NotFiniteError as error:
            end = _broke_up(run, error.label)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            is_full = True
            end = _too_large(run, request, brief(error))
        if is_full:  # only here nothing holds the error any more, nor the tensors of the frames that it came through
            self.forget()
        if end is not None:
            yield end

    def _painted(self, request: GenerationRequest, cancel: CancelToken, run: RunId) -> Iterator[EngineEvent]:
        """Paint in the precision that was asked for, or in float32 where that breaks up. Raises as the painter does."""
        asked = (request.base, request.device, request.precision)
        is_known = asked in self._break_up
        if not is_known:
            try:
                yield from self._painter.paint(request, cancel, run, request.precision, ())
                return
            except NotFiniteError as error:
                if error.precision == torch.float32:
                    raise
            yield Loading(run=run, what=say("Painting again in float32"))
            note = say("The picture broke up in the fast number format, so it was painted again in float32.")
        else:
            note = say("Pictures of this base break up in the fast number format, so it was painted in float32.")
        for event in self._painter.paint(request, cancel, run, "float32", (note,)):
            if isinstance(event, Finished):
                self._break_up.add(asked)
            yield replace(event, attempt=2) if isinstance(event, StepPreview) and not is_known else event

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
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        self.forget()
        return Judged(
            run=finished.run,
            agreement=None,
            problem=say("The memory is too small to compare the picture with the drawing."),
            hint=say("Close other programs, or choose a smaller picture."),
        )

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
        devices.give_back()


def _broke_up(run: RunId, base: str) -> Failed:
    """`base` is the label of the base that is to blame; "" where that is not known."""
    if base:
        return Failed(
            run=run,
            text=say("The picture broke up: the base “{label}” gave numbers that are not finite.", label=base),
            hint=say("Choose another sampler or another base; its weights may be damaged."),
        )
    return Failed(
        run=run,
        text=say("The picture broke up: the numbers became infinite."),
        hint=say("Lower the strength or the guidance, or take more steps."),
    )


def _too_large(run: RunId, request: GenerationRequest, details: str) -> Failed:
    return Failed(
        run=run,
        text=say("The memory is too small for {width} x {height} pixels.", width=request.width, height=request.height),
        hint=say("Choose a smaller picture, or close other programs that use the graphics card."),
        details=details,
    )


def _chain(error: BaseException) -> str:
    """The error and what caused it, a line each, for the details that one can copy."""
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__name__}: {brief(cause, 2000)}")
        cause = cause.__cause__
    return "\n".join(lines)
