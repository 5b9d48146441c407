"""Every arm of the study starts at the base, exactly; learns; and lets only what should learn."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.adapters.adapter import Seen, UnfitError
from engine.bases.opening import open_base
from engine.evaluation.kinds import KINDS
from engine.evaluation.measure.painting import occupied, paint
from engine.evaluation.protocol.plans import PicturePlan
from engine.evaluation.study.controlled import Controlled
from tests.engine.conftest import write_unet

CLASSES = ["unlabelled", "sky", "sea"]
CPU = torch.device("cpu")
PLAN = PicturePlan(steps=4, batch=2)


@pytest.fixture(scope="module")
def fit_for_all(tmp_path_factory, tiny_folders):
    """A tiny base that predicts v, of the shape that diffusers' ControlNet-XS wants: two blocks a level."""
    folder = tmp_path_factory.mktemp("bases") / "two-blocks"
    shutil.copytree(tiny_folders["v_prediction"], folder)
    shutil.rmtree(folder / "unet")
    write_unet(folder / "unet", blocks=2)
    return open_base(folder, CPU, torch.float32)


def built(kind, base):
    torch.manual_seed(1)
    return KINDS[kind](base, CLASSES)


def maps(count=2):
    ids = np.zeros((count, 16, 16), np.uint8)
    ids[:, :6], ids[:, 6:12] = 1, 2
    return ids


def seen(base, count=2, seed=0):
    """A batch as an arm sees it, and a target that no base hits."""
    generator = torch.Generator().manual_seed(seed)
    x_t = torch.randn((count, 4, 8, 8), generator=generator)
    t = torch.randint(0, 1000, (count,), generator=generator)
    context = base.encode_prompts(["sea"] * count)
    level = base.path.level(t)
    said = base.path.common(base.predict(x_t, t, context), x_t, level)
    batch = Seen(
        x_t=x_t,
        t=t,
        level=level,
        v=said,
        context=context,
        occupied=occupied(maps(count), 16, len(CLASSES)),
    )
    return batch, said + torch.randn((count, 4, 1, 1), generator=generator)


@pytest.mark.parametrize("kind", KINDS)
def test_an_untrained_arm_is_the_base(kind, fit_for_all):
    arm, (batch, _) = built(kind, fit_for_all), seen(fit_for_all)
    with torch.no_grad():
        said = arm.velocity(batch)
    # diffusers' ControlNet-XS fixes the epsilon of the middle block's norms at 1e-6, whatever the base has.
    tolerance = {"controlnet-xs": 2e-4}.get(kind, 0.0 if arm.reads_prediction else 1e-6)
    assert torch.allclose(said, batch.v, rtol=0, atol=tolerance)


@pytest.mark.parametrize("kind", KINDS)
def test_an_untrained_arm_paints_what_the_base_paints_at_any_strength(kind, fit_for_all):
    arm = built(kind, fit_for_all)
    arm.for_painting(torch.float32)
    alone = paint(fit_for_all, None, maps(), [5, 6], PLAN, classes=3)
    for strength in (0.0, 1.0, 3.0):
        painted = paint(fit_for_all, arm, maps(), [5, 6], PLAN, classes=3, strength=strength)
        assert np.abs(painted.astype(int) - alone).max() <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_falls_on_one_batch_and_the_base_stays_as_it_is(kind, fit_for_all):
    arm, (batch, target) = built(kind, fit_for_all), seen(fit_for_all)
    before = {name: value.clone() for name, value in fit_for_all.network.state_dict().items()}
    frozen = [p.clone() for p in arm.network.parameters() if not p.requires_grad]
    optimizer = torch.optim.Adam(arm.parameters(), lr=1e-2)
    losses = []
    for _ in range(40):
        loss = (arm.velocity(batch) - target).pow(2).mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[-1] < 0.85 * losses[0]
    assert all(torch.equal(value, before[name]) for name, value in fit_for_all.network.state_dict().items())
    assert all(parameter.grad is None for parameter in fit_for_all.network.parameters())
    kept = [p for p in arm.network.parameters() if not p.requires_grad]
    assert all(torch.equal(a, b) for a, b in zip(frozen, kept, strict=True))
    assert {id(p) for p in arm.parameters()}.isdisjoint(map(id, fit_for_all.network.parameters()))


@pytest.mark.parametrize("kind", KINDS)
def test_gradient_reaches_what_learns(kind, fit_for_all):
    """At the start only what follows a zero weight waits; once that has moved, everything learns."""
    arm, (batch, target) = built(kind, fit_for_all), seen(fit_for_all)
    with torch.no_grad():
        for parameter in arm.parameters():
            parameter.add_(0.01 * torch.randn_like(parameter))
    (arm.velocity(batch) - target).pow(2).mean().backward()
    without = [name for name, p in arm.network.named_parameters() if p.requires_grad and p.grad is None]
    assert not without


def test_only_the_blind_arm_does_not_see_the_prediction(fit_for_all):
    batch, _ = seen(fit_for_all)
    for kind, sees in (("mcm-large", True), ("mcm-blind", False)):
        arm = built(kind, fit_for_all)
        with torch.no_grad():
            for parameter in arm.parameters():
                parameter.add_(0.05 * torch.randn_like(parameter))
            told = arm._maps(batch, arm.condition(batch.occupied))
            other = arm._maps(replace(batch, v=batch.v + 1), arm.condition(batch.occupied))
        assert torch.equal(told[0], other[0]) is not sees


def test_guidance_runs_away_from_the_base_or_from_the_arm_without_its_map(fit_for_all):
    batch, _ = seen(fit_for_all)
    for kind in ("controlnet", "fine-tuning"):
        arm = built(kind, fit_for_all)
        with torch.no_grad():
            for parameter in arm.parameters():
                parameter.add_(0.02 * torch.randn_like(parameter))
            arm.for_painting(torch.float32)
            with_map = arm.velocity(batch)
            empty = torch.zeros_like(batch.occupied)
            empty[:, 0] = 1
            without = arm.velocity(replace(batch, occupied=empty)) if kind == "fine-tuning" else batch.v
            guided = Controlled(fit_for_all, arm, batch.occupied[:1], 3.0).predict(
                batch.x_t[:1], int(batch.t[0]), batch.context[:1]
            )
        assert torch.allclose(guided, (without + 3 * (with_map - without))[:1], atol=1e-4)


def test_the_conditioning_scale_acts_on_the_arms_that_have_one(fit_for_all):
    batch, _ = seen(fit_for_all)
    for kind, arm_class in KINDS.items():
        arm = built(kind, fit_for_all)
        with torch.no_grad():
            for parameter in arm.parameters():
                parameter.add_(0.02 * torch.randn_like(parameter))
            once, twice = arm.velocity(batch), arm.velocity(replace(batch, scale=2.0))
        assert torch.equal(once, twice) is not arm_class.has_scale, kind


def test_weights_go_out_and_in(fit_for_all):
    batch, _ = seen(fit_for_all)
    for kind in KINDS:
        one, other = built(kind, fit_for_all), built(kind, fit_for_all)
        with torch.no_grad():
            for parameter in one.parameters():
                parameter.add_(0.02 * torch.randn_like(parameter))
            other.load_weights({name: tensor.clone() for name, tensor in one.weights().items()})
            assert torch.equal(one.velocity(batch), other.velocity(batch))


def test_a_base_that_predicts_noise_is_controlled_too(tiny):
    arm = built("fine-tuning", tiny)
    arm.for_painting(torch.float32)
    x_t = torch.randn((1, 4, 8, 8), generator=torch.Generator().manual_seed(0))
    context = tiny.encode_prompts([""])
    controlled = Controlled(tiny, arm, occupied(maps(1), 16, 3), 1.0)
    assert torch.allclose(controlled.predict(x_t, 900, context), tiny.predict(x_t, 900, context), atol=1e-4)


def test_the_controlnet_of_the_built_in_base_reads_its_maps_at_full_size(pocket):
    arm = KINDS["controlnet"](pocket, [str(index) for index in range(10)])
    embedding = arm.network.controlnet_cond_embedding
    assert embedding(torch.zeros(1, 10, 128, 128)).shape == (1, 128, 16, 16)


def test_what_an_arm_cannot_be_built_on_is_told_with_the_reason(pocket, tiny_folders):
    with pytest.raises(UnfitError, match="4 latent channels, where those of pocket have 16, and it has 2 residual"):
        built("controlnet-xs", pocket)
    unconditional = open_base(tiny_folders["unconditional"], CPU, torch.float32)
    with pytest.raises(UnfitError, match="UNet2DConditionModel; the network of tiny-unconditional is a UNet2DModel"):
        built("controlnet", unconditional)
