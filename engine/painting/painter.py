"""Painting one request: what it needs is opened, then stage by stage from noise to the picture, step by step."""

from __future__ import annotations

import time
from collections.abc import Generator, Hashable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import interpolate

from engine.adapters.adapter import Acting, Adapter
from engine.adapters.opening import open_adapter
from engine.adapters.request_adapters import prepared
from engine.bases import device as devices
from engine.bases.base import BaseModel
from engine.bases.opening import open_base
from engine.cancel import CancelToken
from engine.installed.layout import whole_fingerprint
from engine.installed.registry import ModuleInfo, Registry
from engine.installed.weights import fingerprint
from engine.painting.checks import check_size
from engine.painting.kept import Kept
from engine.painting.pace import Pace
from engine.painting.preview import LinearPreview, open_preview, to_picture
from engine.painting.provenance import provenance_of
from engine.request.stages import digest, refining, stages
from engine.request.types import (
    MAX_SEED,
    EngineEvent,
    Finished,
    GenerationRequest,
    Loading,
    ModuleEffect,
    RunId,
    StepPreview,
    read_only,
)
from engine.sampling.sampler import Step, sample
from engine.sampling.schedulers import initial_noise, make_scheduler
from engine.words import say

PREVIEW_EVERY_S = 0.08
KEPT = {"base": 1, "module": 3, "preview": 2, "context": 64, "first stage": 1}
"""How many of each kind a painter keeps."""
_FIRST_STAGE_BYTES = 32 * 2**20
"""A first stage of which more was told is not kept."""


class NotFiniteError(ArithmeticError):
    """A step's result, or the picture, holds NaN or infinity."""

    def __init__(self, base: BaseModel, label: str = "") -> None:
        """`label` names the base where that alone is to blame."""
        super().__init__("not finite")
        self.precision, self.label = base.dtype, label


@dataclass(frozen=True, eq=False)
class _Opened:
    """What a run paints with."""

    base: BaseModel
    label: str
    """Of the base."""
    base_key: Hashable
    preview: LinearPreview
    modules: list[tuple[ModuleInfo, float]]
    provenance: dict[str, str]

    @property
    def identity(self) -> Hashable:
        """Changes where a file of it does."""
        return self.base_key, self.provenance.get("module_hash")


@dataclass(frozen=True, eq=False)
class _FirstStage:
    """The first stage of a picture, and what was told while it was painted."""

    latents: Tensor
    previews: tuple[StepPreview, ...]
    notes: tuple[str, ...]
    rate_s: float | None
    """As `Pace` has it."""


class Painter:
    """Paints requests one after the other, keeping what they share in `kept`. Belongs to one thread."""

    def __init__(self, registry: Registry, kept: Kept) -> None:
        self._registry, self._kept = registry, kept

    def paint(
        self, request: GenerationRequest, cancel: CancelToken, run: RunId, precision: str, notes: tuple[str, ...]
    ) -> Generator[EngineEvent, None, None]:
        """Yield Loading and StepPreview events, last Finished. Raises EngineError, RunCancelled, NotFiniteError."""
        started = time.monotonic()
        opened = yield from self._open(request, run, precision)
        base = opened.base
        cancel.check()
        unread = base.unread_words(request.prompt)
        pace = Pace(request, base.size_step, PREVIEW_EVERY_S)
        latents: Tensor | None = None
        for number, stage in enumerate(stages(request, base.size_step)):
            if latents is not None:
                latents = self._enlarged(opened, latents, stage)
                cancel.check()
            latents, found = yield from self._stage(stage, number, latents, opened, cancel, run, pace)
        notes += found
        if unread:
            notes += (_unread_note(unread, request.prompt),)
        cancel.check()
        assert latents is not None
        picture = to_picture(_pixels(opened, latents)[0].permute(1, 2, 0))
        yield Finished(
            run=run,
            request=request,
            image=picture,
            seconds=time.monotonic() - started,
            provenance=opened.provenance,
            notes=notes,
        )

    def _open(self, request: GenerationRequest, run: RunId, precision: str) -> Generator[EngineEvent, None, _Opened]:
        device = devices.choose_device(request.device)
        dtype = devices.choose_precision(precision, device)
        info = self._registry.base(request.base)
        base_key = (info.path, whole_fingerprint(info.path), device, dtype)
        if not self._kept.has("base", base_key):
            yield Loading(run=run, what=say("Loading the base “{label}”", label=info.label))
        base = self._kept.get("base", base_key, lambda: open_base(info.path, device, dtype))
        preview_key = (info.path, base.whole_fingerprint)
        if not self._kept.has("preview", preview_key):
            yield Loading(run=run, what=say("Preparing the preview"))
        try:
            preview = self._kept.get(
                "preview", preview_key, lambda: open_preview(base, info.path, self._registry.cache_dir)
            )
        except FloatingPointError:
            raise NotFiniteError(base, info.label) from None
        check_size(request, base, info)
        provenance = provenance_of(base, device, dtype)
        modules = [(self._registry.module(name), strength) for name, strength in request.modules.items() if strength]
        self._kept.set_room("module", max(KEPT["module"], len(modules)))
        if modules:
            provenance["module"] = " + ".join(each.id for each, _ in modules)
            provenance["module_hash"] = " + ".join(fingerprint(each.path) for each, _ in modules)
        return _Opened(base, info.label, base_key, preview, modules, provenance)

    def _stage(
        self,
        stage: GenerationRequest,
        number: int,
        start: Tensor | None,
        opened: _Opened,
        cancel: CancelToken,
        run: RunId,
        pace: Pace,
    ) -> Generator[EngineEvent, None, tuple[Tensor, tuple[str, ...]]]:
        """Paint stage `number` from noise, or on from `start`; returns its latents (1, C, h, w) and notes."""
        base = opened.base
        key = (digest(stage), opened.identity)
        first = self._kept.find("first stage", key) if number == 0 and pace.stages > 1 else None
        if isinstance(first, _FirstStage):
            for preview in first.previews:
                cancel.check()
                pace.skip(first.rate_s)
                yield replace(preview, run=run, steps=pace.steps, stages=pace.stages, seconds_left=pace.left_s)
            return first.latents, first.notes
        steps, notes = self._steps(stage, number, start, opened, cancel)
        pace.begin()
        previews: list[StepPreview] = []
        for step in steps:
            latents = step.x_t
            if not bool(torch.isfinite(latents).all()):
                raise NotFiniteError(base, opened.label if _breaks_up_alone(step, opened) else "")
            pace.step()
            preview = StepPreview(
                run=run,
                step=pace.done,
                steps=pace.steps,
                image=pace.preview(lambda x0=step.x0: opened.preview(x0)) if step.i < step.n - 1 else None,  # type: ignore[misc]
                seconds_left=pace.left_s,
                effect=_effect(step, opened.preview),
                stage=number + 1,
                stages=pace.stages,
            )
            previews.append(preview)
            yield preview
        if number == 0 and sum(map(_nbytes, previews)) <= _FIRST_STAGE_BYTES:
            self._kept.get("first stage", key, lambda: _FirstStage(latents, tuple(previews), notes, pace.rate_s))
        return latents, notes

    def _steps(
        self, stage: GenerationRequest, number: int, start: Tensor | None, opened: _Opened, cancel: CancelToken
    ) -> tuple[Iterator[Step], tuple[str, ...]]:
        """The sampler of a stage, before its first step, and the notes on its adapters."""
        base = opened.base
        acting: list[Acting] = []
        notes: tuple[str, ...] = ()
        if opened.modules:
            acting, notes = prepared(stage, base, opened.modules, lambda info: self._adapter(info, base))
        generators = [torch.Generator().manual_seed((stage.seed + number) % (MAX_SEED + 1))]
        grid = (stage.height // base.latent_factor, stage.width // base.latent_factor)
        noise = initial_noise((base.latent_channels, *grid), generators)
        begin, count = (
            (0, stage.steps) if start is None else refining(number, stage.refine_steps, stage.refine_strength)
        )
        steps = sample(
            base,
            make_scheduler(stage.sampler, base.scheduler_config, count),
            noise,
            context=self._context(opened, stage.prompt),
            empty_context=self._context(opened, stage.negative_prompt),
            # Guidance between equal prompts changes nothing and costs half of the step.
            guidance=stage.guidance if base.takes_guidance or stage.prompt != stage.negative_prompt else 1.0,
            acting=acting,
            generators=generators,
            cancel=cancel,
            start=start,
            begin=begin,
        )
        return steps, notes

    @staticmethod
    def _enlarged(opened: _Opened, latents: Tensor, stage: GenerationRequest) -> Tensor:
        """(1, C, h, w) at the size of the stage. Pixels are enlarged, not latents: those leave combs at every edge."""
        pixels = _pixels(opened, latents).clamp(-1, 1)
        larger = interpolate(pixels, (stage.height, stage.width), mode="bicubic", antialias=True).clamp(-1, 1)
        encoded = opened.base.encode(larger)
        if not bool(torch.isfinite(encoded).all()):
            raise NotFiniteError(opened.base, opened.label)
        return encoded

    def _adapter(self, info: ModuleInfo, base: BaseModel) -> Adapter:
        key = (info.path, fingerprint(info.path), base.device, base.dtype, base.fingerprint)
        return self._kept.get("module", key, lambda: open_adapter(info, base))

    def _context(self, opened: _Opened, prompt: str) -> Tensor | None:
        base = opened.base
        return self._kept.get("context", (opened.base_key, prompt), lambda: base.encode_prompts([prompt]))


def _pixels(opened: _Opened, latents: Tensor) -> Tensor:
    """(1, 3, H, W) decoded from finite latents. Raises NotFiniteError."""
    pixels = opened.base.decode(latents)
    if not bool(torch.isfinite(pixels).all()):
        raise NotFiniteError(opened.base, opened.label)
    return pixels


def _breaks_up_alone(step: Step, opened: _Opened) -> bool:
    """Whether the base's own prediction is what is not finite in a step."""
    if step.base_x0 is None:
        return not opened.modules
    return not bool(torch.isfinite(step.base_x0).all())


def _nbytes(preview: StepPreview) -> int:
    return (0 if preview.image is None else preview.image.nbytes) + (
        0 if preview.effect is None else preview.effect.nbytes
    )


def _effect(step: Step, preview: LinearPreview) -> ModuleEffect | None:
    """What the module did in a step; None where it did nothing."""
    if step.base_x0 is None or step.gamma is None or step.beta is None:
        return None
    return ModuleEffect(
        gamma=_array(step.gamma, torch.float32),
        beta=_array(step.beta, torch.float32),
        latent=_array(step.x0, torch.float16),
        base_latent=_array(step.base_x0, torch.float16),
        paint=preview.map,
    )


def _array(values: Tensor, dtype: torch.dtype) -> NDArray[Any]:
    return read_only(values[0].to("cpu", dtype).numpy())


def _unread_note(unread: str, prompt: str) -> str:
    if unread == prompt.strip():
        return say("This base reads no text: the prompt had no effect.")
    shown = unread if len(unread) <= 60 else unread[:60] + " …"
    return say("The prompt is longer than this base reads; left out: “{words}”.", words=shown)
