"""One run: from a request to a picture, event by event. Composes everything below it."""

from __future__ import annotations

import importlib.metadata
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeVar

import torch
from numpy.typing import NDArray
from torch import Tensor

from engine import device as devices
from engine.agreement import agreement, can_agree
from engine.bases.base import BaseModel
from engine.bases.opening import open_base
from engine.cancel import CancelToken
from engine.conditioning.network import ModulationNetwork, load_network
from engine.errors import EngineError, RequestError, RunCancelled
from engine.preview import LinearPreview, open_preview, to_picture
from engine.registry import BaseInfo, ModuleInfo, Registry
from engine.sampling.modulation import Modulation
from engine.sampling.request_modules import modulations
from engine.sampling.sampler import Step, sample
from engine.sampling.schedulers import initial_noise, make_scheduler
from engine.segmenter import Segmenter
from engine.types import (
    MAX_SEED,
    Cancelled,
    EngineEvent,
    Failed,
    Finished,
    GenerationRequest,
    Judged,
    Loading,
    ModuleEffect,
    RunId,
    StepPreview,
    read_only,
)
from engine.weights import fingerprint
from engine.words import say

PREVIEW_EVERY_S = 0.08
MIN_SIDE_PX = 16
_KEPT = {"base": 1, "module": 3, "preview": 2, "context": 64, "segmenter": 1}

_T = TypeVar("_T")


class NotFiniteError(ArithmeticError):
    """A step's result holds NaN or infinity."""


class Pipeline:
    """Runs requests one after the other, keeping the base, modules and text contexts of the last ones in memory.

    Belongs to one thread, the one that made it.
    """

    def __init__(self, registry: Registry) -> None:
        """`registry` says where bases and modules are."""
        devices.leave_a_core_free()
        self._registry = registry
        self._kept: dict[str, OrderedDict[Hashable, object]] = {kind: OrderedDict() for kind in _KEPT}

    def run(
        self, request: GenerationRequest, cancel: CancelToken | None = None, run: RunId | None = None
    ) -> Iterator[EngineEvent]:
        """Yield Loading and StepPreview events, last Finished, Cancelled or Failed. Expected errors never escape."""
        cancel, run = cancel or CancelToken(), run or RunId(number=0)
        try:
            check_request(request)
            try:
                yield from self._paint(request, cancel, run, request.precision, ())
            except NotFiniteError:
                note = say("The picture broke up in the fast number format, so it was painted again in float32.")
                yield from self._paint(request, cancel, run, "float32", (note,))
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
            segmenter = self._keep(
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
        for kept in self._kept.values():
            kept.clear()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def _paint(
        self, request: GenerationRequest, cancel: CancelToken, run: RunId, precision: str, notes: tuple[str, ...]
    ) -> Iterator[EngineEvent]:
        started = time.monotonic()
        device = devices.choose_device(request.device)
        dtype = devices.choose_precision(precision, device)
        base_info = self._registry.base(request.base)
        base_key = (base_info.path, device, dtype)
        if base_key not in self._kept["base"]:
            yield Loading(run=run, what=say("Loading the base “{label}”", label=base_info.label))
        base = self._keep("base", base_key, lambda: open_base(base_info.path, device, dtype))
        preview_key = (base_info.path, base.fingerprint)
        if preview_key not in self._kept["preview"]:
            yield Loading(run=run, what=say("Preparing the preview"))
        preview = self._keep(
            "preview", preview_key, lambda: open_preview(base, base_info.path, self._registry.cache_dir)
        )
        check_size(request, base, base_info)
        cancel.check()
        provenance = _provenance(base, device, dtype)
        acting: list[Modulation] = []
        modules = [(self._registry.module(name), strength) for name, strength in request.modules.items() if strength]
        if modules:
            provenance["module"] = " + ".join(info.id for info, _ in modules)
            provenance["module_hash"] = " + ".join(fingerprint(info.path) for info, _ in modules)
            acting, module_notes = modulations(request, base, modules, lambda info: self._network(info, base))
            notes += module_notes
        unread = base.unread_words(request.prompt)
        if unread:
            notes += (_unread_note(unread, request.prompt),)
        context = self._context(base, base_key, request.prompt)
        empty = self._context(base, base_key, request.negative_prompt)
        generators = [torch.Generator().manual_seed(request.seed)]
        grid = (request.height // base.latent_factor, request.width // base.latent_factor)
        noise = initial_noise((base.latent_channels, *grid), generators)
        scheduler = make_scheduler(request.sampler, base.scheduler_config, request.steps)
        steps = sample(
            base,
            scheduler,
            noise,
            context=context,
            empty_context=empty,
            # Guidance between equal prompts changes nothing and costs half of the step.
            guidance=request.guidance if request.prompt != request.negative_prompt else 1.0,
            modulations=acting,
            generators=generators,
            cancel=cancel,
        )
        first_step = time.monotonic()
        last_preview = float("-inf")
        x_t = noise
        for step in steps:
            x_t = step.x_t
            if not bool(torch.isfinite(x_t).all()):
                raise NotFiniteError
            now = time.monotonic()
            image = None
            if now - last_preview >= PREVIEW_EVERY_S and step.i < step.n - 1:
                last_preview, image = now, preview(step.x0)
            effect = _effect(step, preview)
            left = (now - first_step) / (step.i + 1) * (step.n - step.i - 1)
            yield StepPreview(run=run, step=step.i + 1, steps=step.n, image=image, seconds_left=left, effect=effect)
        cancel.check()
        picture = to_picture(base.decode(x_t)[0].permute(1, 2, 0))
        yield Finished(
            run=run,
            request=request,
            image=picture,
            seconds=time.monotonic() - started,
            provenance=provenance,
            notes=notes,
        )

    def _network(self, info: ModuleInfo, base: BaseModel) -> ModulationNetwork:
        key = (info.path, fingerprint(info.path), base.device, base.dtype, base.fingerprint)
        return self._keep("module", key, lambda: load_network(info.path, base))

    def _context(self, base: BaseModel, base_key: Hashable, prompt: str) -> Tensor | None:
        key = (base_key, base.fingerprint, prompt)
        return self._keep("context", key, lambda: base.encode_prompts([prompt]))

    def _keep(self, kind: str, key: Hashable, make: Callable[[], _T]) -> _T:
        """The value kept under `key`, made now if it is not; the least recently used one goes."""
        kept = self._kept[kind]
        if key not in kept:
            while len(kept) >= _KEPT[kind]:
                kept.popitem(last=False)
            kept[key] = make()
        kept.move_to_end(key)
        return kept[key]  # type: ignore[return-value]


def check_request(request: GenerationRequest) -> None:
    """Raise RequestError for what no base can do."""
    if request.labels.ndim != 2 or 0 in request.labels.shape:
        raise RequestError(say("The drawing is empty."), say("Make a drawing of at least one pixel."))
    if not 0 <= request.seed <= MAX_SEED:
        raise RequestError(
            say("{seed} cannot be a seed.", seed=request.seed),
            say("Choose a number from 0 to {most}.", most=MAX_SEED),
        )
    start, end = request.window
    if not 0 <= start <= end <= 1:
        raise RequestError(
            say("The module cannot act from {start} to {end}.", start=start, end=end),
            say("Choose a window within 0 to 1."),
        )
    for strength in (request.strength, *request.beside.values()):
        if not 0 <= strength < float("inf"):
            raise RequestError(
                say("{strength} cannot be the strength of a module.", strength=strength),
                say("Choose 0 or more; 0 leaves it out."),
            )
    if any(weight < 0 for weight in request.class_weights.values()):
        raise RequestError(
            say("A class has a negative strength."), say("Choose 0 or more; 0 leaves the class to the base.")
        )


def check_size(request: GenerationRequest, base: BaseModel, info: BaseInfo) -> None:
    """Raise RequestError if the base cannot paint the picture's size."""
    step = base.size_step
    if min(request.width, request.height) < max(step, MIN_SIDE_PX) or request.width % step or request.height % step:
        usual = ", ".join(str(side) for side in info.sizes)
        raise RequestError(
            say(
                "The base “{label}” cannot paint {width} x {height} pixels.",
                label=info.label,
                width=request.width,
                height=request.height,
            ),
            say("Choose multiples of {step}; it was made for {usual} pixels.", step=step, usual=usual),
        )


def _effect(step: Step, preview: LinearPreview) -> ModuleEffect | None:
    """What the module did in a step; None where it did nothing."""
    if step.base_x0 is None or step.gamma is None or step.beta is None:
        return None
    return ModuleEffect(
        gamma=_kept(step.gamma, torch.float32),
        beta=_kept(step.beta, torch.float32),
        latent=_kept(step.x0, torch.float16),
        base_latent=_kept(step.base_x0, torch.float16),
        paint=preview.map,
    )


def _kept(values: Tensor, dtype: torch.dtype) -> NDArray[Any]:
    return read_only(values[0].to("cpu", dtype).numpy())


def _provenance(base: BaseModel, device: torch.device, dtype: torch.dtype) -> dict[str, str]:
    return {
        "base": base.id,
        "base_hash": base.fingerprint,
        "torch": torch.__version__,
        "diffusers": importlib.metadata.version("diffusers"),
        "device": devices.describe(device),
        "precision": str(dtype).removeprefix("torch."),
    }


def _unread_note(unread: str, prompt: str) -> str:
    if unread == prompt.strip():
        return say("This base reads no text: the prompt had no effect.")
    shown = unread if len(unread) <= 60 else unread[:60] + " …"
    return say("The prompt is longer than this base reads; left out: “{words}”.", words=shown)


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
