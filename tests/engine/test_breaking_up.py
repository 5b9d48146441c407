"""Short memory is given back before it is told, numbers that break up are painted again and remembered."""

from __future__ import annotations

import weakref

import numpy as np
import pytest
import torch

from engine.bases.stable_diffusion import StableDiffusionBase
from engine.installed.registry import Registry
from engine.memory import is_out_of_memory
from engine.painting import painter as painters
from engine.painting.pipeline import Pipeline
from engine.request.types import Failed, Finished, Loading, StepPreview
from tests.engine.conftest import write_module
from tests.fakes.requests import image, last, request


@pytest.mark.parametrize(
    "make",
    [
        lambda: MemoryError(),
        lambda: torch.OutOfMemoryError("CUDA out of memory"),
        lambda: RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory"),
        lambda: RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        lambda: OSError(12, "Cannot allocate memory"),
        lambda: OSError("The paging file is too small for this operation to complete. (os error 1455)"),
    ],
)
def test_memory_is_given_back_once_nothing_holds_it_and_the_next_run_works(pipeline, monkeypatch, make):
    held, freed = [], []

    def full(*args, **kwargs):
        tensor = torch.zeros(8)
        held.append(weakref.ref(tensor))
        raise make()

    forget = pipeline.forget

    def watched():
        freed.append(held[-1]() is None)
        forget()

    monkeypatch.setattr(painters, "sample", full)
    monkeypatch.setattr(pipeline, "forget", watched)
    event = last(pipeline, request())
    assert isinstance(event, Failed)
    assert "memory is too small" in event.text
    assert freed == [True]
    assert not len(pipeline._kept)
    monkeypatch.undo()
    assert isinstance(last(pipeline, request()), Finished)


def test_what_has_nothing_to_do_with_memory_is_no_lack_of_it():
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied (os error 126)"))
    chained = ValueError("could not load")
    chained.__cause__ = OSError(12, "Cannot allocate memory")
    assert is_out_of_memory(chained)


@pytest.mark.parametrize("broken", [float("nan"), float("inf")])
@pytest.mark.parametrize("first_px", [0, 8])
def test_a_picture_that_breaks_up_in_decoding_is_painted_again_and_remembered(pipeline, monkeypatch, broken, first_px):
    decode, decoded = StableDiffusionBase.decode, []

    def overflowing(self, latents):
        decoded.append(self.dtype)
        pixels = decode(self, latents)
        if self.dtype == torch.bfloat16:
            pixels[..., 0, 0] = broken
        return pixels

    monkeypatch.setattr(StableDiffusionBase, "decode", overflowing)
    changes = {"first_px": first_px}
    expected = image(pipeline, **changes)
    events = list(pipeline.run(request(precision="bfloat16", **changes)))
    assert isinstance(events[-1], Finished)
    assert "painted again in float32" in events[-1].notes[0]
    assert events[-1].provenance["precision"] == "float32"
    assert np.array_equal(events[-1].image, expected)
    again = [each for each in events if isinstance(each, Loading)][-1]
    assert again.what == "Loading the base “tiny-epsilon”" or "again" in again.what
    steps = [(each.attempt, each.step) for each in events if isinstance(each, StepPreview)]
    assert steps.index((2, 1)) > steps.index((1, 1))
    assert len(set(steps)) == len(steps)
    decoded.clear()
    following = list(pipeline.run(request(precision="bfloat16", seed=5, **changes)))
    assert set(decoded) == {torch.float32}
    assert "float32" in following[-1].notes[0]
    assert {each.attempt for each in following if isinstance(each, StepPreview)} == {1}


def test_a_base_whose_numbers_break_up_is_named(pipeline, monkeypatch):
    decode = StableDiffusionBase.decode
    monkeypatch.setattr(StableDiffusionBase, "decode", lambda self, latents: decode(self, latents) * float("nan"))
    event = last(pipeline, request())
    assert isinstance(event, Failed)
    assert "the base “tiny-epsilon”" in event.text
    assert "strength" not in event.hint


def test_a_base_that_predicts_nan_is_named_and_painted_once(pipeline, monkeypatch):
    predict, calls = StableDiffusionBase.predict, []

    def broken(self, *args):
        calls.append(self.dtype)
        return predict(self, *args) * float("nan")

    monkeypatch.setattr(StableDiffusionBase, "predict", broken)
    for module in ("test", None):
        calls.clear()
        event = last(pipeline, request(module=module))
        assert isinstance(event, Failed)
        assert "the base “tiny-epsilon”" in event.text
        assert len(calls) == 1


def test_a_preview_of_broken_numbers_is_not_kept(pipeline, registry, monkeypatch):
    encode = StableDiffusionBase.encode

    def overflowing(self, images):
        return encode(self, images) * (float("nan") if self.dtype == torch.bfloat16 else 1)

    monkeypatch.setattr(StableDiffusionBase, "encode", overflowing)
    event = last(pipeline, request(precision="bfloat16"))
    assert isinstance(event, Finished)
    assert event.provenance["precision"] == "float32"
    previews = list(registry.cache_dir.glob("preview-*.safetensors"))
    assert len(previews) == 1
    previews[0].write_bytes(b"cut")
    monkeypatch.undo()
    assert isinstance(last(Pipeline(registry), request()), Finished)


def test_as_many_modules_as_a_run_needs_stay_loaded(installed, tmp_path, monkeypatch):
    names = [f"m{number}" for number in range(5)]
    for name in names:
        write_module(tmp_path / "modules" / name, installed / "models" / "tiny-epsilon")
    pipeline = Pipeline(Registry([installed / "models"], [tmp_path / "modules"], tmp_path))
    load, loaded = painters.open_adapter, []
    monkeypatch.setattr(painters, "open_adapter", lambda info, base: loaded.append(info.id) or load(info, base))
    together = {"module": "m0", "beside": dict.fromkeys(names[1:], 1.0)}
    image(pipeline, **together)
    assert sorted(loaded) == names
    loaded.clear()
    image(pipeline, seed=1, **together)
    assert loaded == []
    image(pipeline, module="m4")
    image(pipeline, module="m3")
    assert loaded == []
