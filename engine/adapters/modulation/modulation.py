"""How strongly, where and when a module's maps change the base's prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from engine.adapters.adapter import Acting
from engine.adapters.modulation.network import ModulationNetwork
from engine.bases.noise_path import NoisePath


class Act(NamedTuple):
    """What one module does in one step: `delta` = `gamma` v + `beta`, strength and weight included; (B, C, h, w)."""

    delta: Tensor
    gamma: Tensor
    beta: Tensor


class Modulated(NamedTuple):
    """A modulated prediction (B, C, h, w), and how much the modules scaled and added: (B, h, w), means of |gamma|
    and |beta| over the channels, before any rescale.
    """

    prediction: Tensor
    gamma: Tensor
    beta: Tensor


@dataclass(frozen=True, kw_only=True)
class Modulation(Acting):
    """One module at work in one run: delta = strength * weight * (gamma v + beta) in v.

    `condition` is (B, F, h, w) from `network.encode`; `weight` is (B, 1, h, w), 0 where the base paints freely.
    `window` is the part of the steps, 0 (noise) to 1 (picture), in which it acts. `parallel` in [0, 1] is the share
    that is kept of the change along the picture predicted without it (see `without_parallel`). `rescale` in [0, 1]
    draws the modulated prediction's standard deviation back to the unmodulated one's, as Lin et al.
    (arXiv 2305.08891, equations 15 and 16) do for text guidance.
    """

    network: ModulationNetwork
    condition: Tensor
    weight: Tensor
    parallel: float = 1.0
    rescale: float = 0.0

    def act(self, x_t: Tensor, v: Tensor, timestep: Tensor | float, level: Tensor, path: NoisePath) -> Act:
        """What to add to v, the base's common prediction for the prompt before text guidance."""
        gamma, beta = self.network(x_t, v, path.x0_of_common(v, x_t, level), timestep, self.condition)
        reach = self.strength * self.weight
        return Act(reach * (gamma * v + beta), reach * gamma, reach * beta)


def without_parallel(delta: Tensor, x0: Tensor, reach: Tensor, parallel: float) -> Tensor:
    """`delta` (B, C, h, w), a change of v, with only the share `parallel` of its part along `x0`.

    Adaptive projected guidance (Sadat et al., arXiv 2410.02416, equations 5 to 7) on the modules' change: what goes
    along the picture predicted without them, `x0`, is contrast and colour, what goes across it is the drawing. The
    part is taken channel by channel, over what the modules reach: `reach` (B, 1, h, w) in [0, 1]; where that is 0
    nothing is changed. v and x0 differ by a factor and a constant in one step, so it is the same in both.
    """
    along = x0 * reach
    share = (delta * along).sum((2, 3), keepdim=True) / (along * along).sum((2, 3), keepdim=True).clamp(min=1e-8)
    return delta - (1 - parallel) * share * along


def modulate(
    guided: Tensor,
    conditional: Tensor,
    x_t: Tensor,
    timestep: Tensor | float,
    level: Tensor,
    path: NoisePath,
    acting: Sequence[Modulation],
) -> Modulated:
    """The guided prediction plus the sum of all modules' deltas, in the base's own prediction type.

    `guided` is the prediction after text guidance, `conditional` the one for the prompt that the modules read.
    At least one module acts. Where every weight is zero the result is `guided` bit for bit.
    """
    v = path.common(conditional, x_t, level)
    delta, gamma, beta = (
        torch.stack(parts).sum(0)
        for parts in zip(*(one.act(x_t, v, timestep, level, path) for one in acting), strict=True)
    )
    parallel, rescale = min(one.parallel for one in acting), max(one.rescale for one in acting)
    if parallel < 1 or rescale > 0:
        guided_v = path.common(guided, x_t, level)
        reach = torch.stack([one.weight for one in acting]).amax(0).clamp(max=1)
        if parallel < 1:
            delta = without_parallel(delta, path.x0_of_common(guided_v, x_t, level), reach, parallel)
        if rescale > 0:
            modulated = guided_v + delta
            ratio = guided_v.std(dim=(1, 2, 3), keepdim=True) / modulated.std(dim=(1, 2, 3), keepdim=True)
            delta = delta + rescale * reach * (ratio - 1) * modulated
    prediction = guided + path.native_change(delta, level)
    return Modulated(prediction, gamma.abs().mean(1), beta.abs().mean(1))
