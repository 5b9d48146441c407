"""What mixes devices is refused by a graphics card, and here too: the meta device stands in for one."""

from __future__ import annotations

import pytest
import torch
from torch.overrides import TorchFunctionMode

from engine.adapters.modulation.network import network_for
from engine.bases.noise_path import VPPath
from engine.training.batches import Batch
from engine.training.trainer import modulation_loss


class AsOnACard(TorchFunctionMode):
    """Refuses an index on another device than what it indexes, as CUDA does; meta alone would let it pass."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func is torch.Tensor.__getitem__ and isinstance(args[1], torch.Tensor):
            index, indexed = args[1].device, args[0].device
            if index.type != "cpu" and index != indexed:
                raise RuntimeError("indices should be either on cpu or on the same device as the indexed tensor")
        return func(*args, **(kwargs or {}))


def test_a_training_step_computes_on_the_device_of_its_batch(dummy):
    network = network_for(dummy, ["unlabelled", "sky"], "small").to("meta")
    latents = torch.zeros(2, 4, 8, 8, device="meta")
    batch = Batch(x_t=latents, v=latents, target=latents, t=torch.zeros(2, dtype=torch.int64, device="meta"))
    layers = {"labels": torch.zeros(2, 16, 16, dtype=torch.uint8, device="meta")}
    with AsOnACard():
        losses = modulation_loss(network, batch, layers, VPPath(torch.linspace(1, 0.1, 1000)))
    assert {loss.device.type for loss in losses} == {"meta"}


def test_the_stand_in_refuses_what_a_card_refuses():
    with AsOnACard(), pytest.raises(RuntimeError, match="indices"):
        torch.ones(3)[torch.zeros(1, dtype=torch.int64, device="meta")]
