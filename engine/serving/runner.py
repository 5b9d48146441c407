"""What paints: the protocol between the engine's thread and whatever runs in it. No torch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from engine.cancel import CancelToken
from engine.request.types import EngineEvent, Finished, GenerationRequest, Judged, RunId


class Runner(Protocol):
    """What the worker drives: `engine.painting.pipeline.Pipeline`, or a fake in tests."""

    def run(self, request: GenerationRequest, cancel: CancelToken, run: RunId) -> Iterator[EngineEvent]:
        """Yield the events of one run; the last is Finished, Cancelled or Failed."""
        ...

    def judge(self, finished: Finished, cancel: CancelToken) -> Judged:
        """Compare the picture with its drawing; soon over where `cancel` says that something else waits."""
        ...

    def devices(self) -> tuple[tuple[str, str], ...]:
        """(name, what it is) of every device that can be chosen."""
        ...
