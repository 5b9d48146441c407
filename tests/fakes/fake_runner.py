"""A scriptable stand-in for the pipeline, and for the registry. No torch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engine.cancel import CancelToken
from engine.installed.registry import BaseInfo, ModuleClass, ModuleInfo
from engine.request.latent_map import LatentMap
from engine.request.types import (
    Agreement,
    Cancelled,
    EngineEvent,
    Failed,
    Finished,
    GenerationRequest,
    Judged,
    Loading,
    ModuleEffect,
    Picture,
    RunId,
    StepPreview,
    read_only,
)

_POLL_S = 0.002

CLASSES = (
    ModuleClass(0, "unlabelled", (0, 0, 0)),
    ModuleClass(1, "sky", (112, 172, 240)),
    ModuleClass(2, "cloud", (226, 230, 240)),
    ModuleClass(3, "mountain", (124, 96, 80)),
    ModuleClass(4, "snow", (255, 255, 255)),
    ModuleClass(5, "water", (24, 84, 168)),
    ModuleClass(6, "tree", (28, 96, 48)),
    ModuleClass(7, "grass", (132, 196, 84)),
    ModuleClass(8, "ground", (206, 168, 110)),
    ModuleClass(9, "other", (200, 70, 120)),
)


def painted(request: GenerationRequest) -> Picture:
    """The picture that the fake paints: the drawing's colours at the picture's size, its red shifted by the seed."""
    table = np.zeros((256, 3), np.uint8)
    for entry in CLASSES:
        table[entry.id] = entry.rgb
    rows = np.arange(request.height) * request.labels.shape[0] // request.height
    cols = np.arange(request.width) * request.labels.shape[1] // request.width
    picture = table[request.labels[rows][:, cols]]
    picture[..., 0] ^= np.uint8(request.seed % 256)
    return read_only(picture)


def effect_of(request: GenerationRequest, step: int, picture: Picture) -> ModuleEffect:
    """The fake module scales by the step's number in the upper half of its grid, and adds half of it in the lower."""
    gamma, beta = np.zeros((8, 8), np.float32), np.zeros((8, 8), np.float32)
    gamma[:4], beta[4:] = step, step / 2
    latent = (picture.transpose(2, 0, 1) / 127.5 - 1).astype(np.float16)
    return ModuleEffect(
        gamma=read_only(gamma),
        beta=read_only(beta),
        latent=read_only(latent),
        base_latent=read_only(-latent),
        paint=LatentMap(np.eye(3, dtype=np.float32), np.zeros(3, np.float32)),
    )


@dataclass
class FakeRunner:
    """Paints at once. `hold_before(step)` stops each run there until `release`; `fail_with` fails the runs to come."""

    requests: list[GenerationRequest] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    error: Failed | Exception | None = None
    agree: Callable[[Finished], Agreement | None] = lambda finished: None
    """What is found when a picture is compared with its drawing."""
    _held_step: int = 0
    _open: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._open.set()

    def hold_before(self, step: int) -> None:
        """Stop runs before step `step` (counting from 1), or after the last with steps + 1."""
        self._held_step = step
        self._open.clear()

    def release(self) -> None:
        """Let every run go on."""
        self._open.set()

    def fail_with(self, error: Failed | Exception | None) -> None:
        """Fail from now on; None works again."""
        self.error = error

    def run(self, request: GenerationRequest, cancel: CancelToken, run: RunId) -> Iterator[EngineEvent]:
        self.requests.append(request)
        yield Loading(run=run, what="Loading fake base")
        picture = painted(request)
        for step in range(1, request.steps + 2):
            while step == self._held_step and not self._open.wait(_POLL_S) and not cancel.is_cancelled:
                pass
            if cancel.is_cancelled:
                yield Cancelled(run=run)
                return
            if isinstance(self.error, Failed):
                yield Failed(run=run, text=self.error.text, hint=self.error.hint, details=self.error.details)
                return
            if self.error is not None:
                raise self.error
            if step <= request.steps:
                left_s = (request.steps - step) * 0.03
                effect = None if request.module is None else effect_of(request, step, picture)
                yield StepPreview(
                    run=run, step=step, steps=request.steps, image=picture, seconds_left=left_s, effect=effect
                )
        yield Finished(
            run=run,
            request=request,
            image=picture,
            seconds=0.6,
            provenance={"base_hash": "fake", "device": "CPU"},
            notes=self.notes,
        )

    def devices(self) -> tuple[tuple[str, str], ...]:
        return (("cpu", "CPU"), ("cuda", "CUDA 1"))

    def judge(self, finished: Finished, cancel: CancelToken) -> Judged:
        return Judged(run=finished.run, agreement=self.agree(finished))


@dataclass
class FakeRegistry:
    """Two bases; the first has a module."""

    base_infos: tuple[BaseInfo, ...] = (
        BaseInfo(
            "pocket",
            "Pocket landscapes",
            Path("pocket"),
            (128, 256),
            128,
            {"places": ("beach", "mountain lake", "meadow"), "light": ("sunset", "noon", "fog")},
            {"steps": 20, "guidance": 2.0, "prompt": "a meadow"},
        ),
        BaseInfo("plain", "Plain base", Path("plain"), (512,), 512, {}, {"steps": 30}),
    )
    module_infos: tuple[ModuleInfo, ...] = (
        ModuleInfo(
            "pocket-labels",
            "Pocket labels",
            Path("pocket-labels"),
            "pocket",
            ("labels",),
            CLASSES,
            {"strength": 2.5, "window": [0.0, 0.8], "rescale": 0.5},
        ),
    )

    def bases(self) -> tuple[BaseInfo, ...]:
        return self.base_infos

    def modules(self, base_id: str | None = None) -> tuple[ModuleInfo, ...]:
        return tuple(each for each in self.module_infos if base_id is None or each.base == base_id)
