"""Full fine-tuning: the base itself learns to read the map. What modulation leaves untouched, this changes."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.bases.base import BaseModel
from engine.evaluation.arms.arm import Arm, Seen, base_velocity, trainable


class FineTuning(Arm):
    """A copy of the base whose first convolution also takes the presence and occupancy maps, by weights that start at
    zero. Guidance runs against its own prediction without the map, which it has learnt from the dropped maps."""

    label = "full fine-tuning"
    own_reference = True

    def __init__(self, base: BaseModel, classes: Sequence[str]) -> None:
        self._base = base
        network = copy.deepcopy(base.network)
        first = network.conv_in
        assert isinstance(first, nn.Conv2d)
        wide = nn.Conv2d(
            first.in_channels + len(classes),
            first.out_channels,
            first.kernel_size,  # type: ignore[arg-type]
            padding=first.padding,  # type: ignore[arg-type]
        )
        with torch.no_grad():
            wide.weight.zero_()
            wide.weight[:, : first.in_channels] = first.weight
            if first.bias is not None and wide.bias is not None:
                wide.bias.copy_(first.bias)
        network.conv_in = wide
        self.network = trainable(network, base)

    def velocity(self, seen: Seen) -> Tensor:
        """See `Arm.velocity`."""
        own = next(self.network.parameters()).dtype
        coarse = nn.functional.avg_pool2d(seen.occupied, self._base.latent_factor)
        taken = torch.cat([seen.x_t, 1 - coarse[:, :1], coarse[:, 1:]], dim=1).to(own)
        texts = {} if seen.context is None else {"encoder_hidden_states": seen.context.to(own)}
        prediction = self.network(taken, seen.t, return_dict=False, **texts)[0]
        return base_velocity(self._base, seen, prediction)
