"""The way from a picture to noise that a base was trained along, and what its predictions mean on it.

The only place that knows alpha-bar or sigma. `level` says how noisy a latent is, as a tensor that broadcasts over it;
what the number means is the path's own. The *common* prediction is what modules act on: linear in the base's own
prediction, so that a change of one is a change of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol, cast

from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    UniPCMultistepScheduler,
)
from torch import Tensor

PredictionType = Literal["epsilon", "v_prediction", "sample"]


class NoisePath(Protocol):
    """How noise is mixed into latents, and how a prediction is read. Tensors are (B, C, h, w)."""

    timesteps: int
    """How many noise levels there are in training; timesteps are 0 to this, less one."""
    prediction_type: str
    """What the base predicts, in the words of diffusers' scheduler configs."""

    @property
    def samplers(self) -> Mapping[str, Any]:
        """The diffusers scheduler classes that go along this path, by the ids of the samplers."""
        ...

    def level(self, t: Tensor) -> Tensor:
        """(B,) int64 training timesteps -> (B, 1, 1, 1) float32, on the device of `t`."""
        ...

    def level_at(self, scheduler: Any, index: int, timestep: Tensor) -> Tensor:
        """How noisy the latent is that the network sees in step `index` of a scheduler: a float32 scalar on the CPU."""
        ...

    def mix(self, x0: Tensor, noise: Tensor, level: Tensor) -> Tensor:
        """x_t: a clean latent with standard normal noise."""
        ...

    def target(self, x0: Tensor, noise: Tensor, level: Tensor) -> Tensor:
        """The true common prediction of such a mixture."""
        ...

    def common(self, prediction: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """The base's own prediction as the common one."""
        ...

    def native(self, common: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """The inverse of `common`."""
        ...

    def native_change(self, change: Tensor, level: Tensor) -> Tensor:
        """What a change of the common prediction is in the base's own; zero stays exactly zero."""
        ...

    def x0(self, prediction: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """The clean latent that the base's own prediction points to."""
        ...

    def x0_of_common(self, common: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """The clean latent that a common prediction points to."""
        ...


class VPPath:
    """Variance-preserving: x_t = sqrt(a) x0 + sqrt(1 - a) eps. The level is a, alpha-bar.

    The common prediction is v = sqrt(a) eps - sqrt(1 - a) x0 (Salimans & Ho, arXiv 2202.00512, appendix D).
    """

    samplers: Mapping[str, Any] = {
        "ddim": DDIMScheduler,
        "dpm++": DPMSolverMultistepScheduler,
        "euler-a": EulerAncestralDiscreteScheduler,
        "unipc": UniPCMultistepScheduler,
    }

    def __init__(self, alphas_cumprod: Tensor, prediction_type: PredictionType = "epsilon") -> None:
        """`alphas_cumprod` (T,) float32 on the CPU: alpha-bar of every training timestep."""
        self.prediction_type: str = prediction_type
        self.timesteps = len(alphas_cumprod)
        self._alphas = alphas_cumprod

    def level(self, t: Tensor) -> Tensor:
        """See `NoisePath.level`."""
        return self._alphas.to(t.device)[t].view(-1, 1, 1, 1)

    @staticmethod
    def level_at(scheduler: Any, index: int, timestep: Tensor) -> Tensor:
        """See `NoisePath.level_at`. Variance-exploding schedulers (Euler) know it by sigma: a = 1 / (1 + sigma^2); the
        others by their timestep."""
        if isinstance(scheduler, EulerAncestralDiscreteScheduler):
            return cast(Tensor, 1 / (1 + scheduler.sigmas[index].float().cpu() ** 2))
        return cast(Tensor, scheduler.alphas_cumprod[int(timestep)].float().cpu())

    def mix(self, x0: Tensor, noise: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.mix`."""
        return level.sqrt() * x0 + (1 - level).sqrt() * noise

    def target(self, x0: Tensor, noise: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.target`."""
        return level.sqrt() * noise - (1 - level).sqrt() * x0

    def common(self, prediction: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.common`."""
        root, noise_root = level.sqrt(), (1 - level).sqrt()
        if self.prediction_type == "v_prediction":
            return prediction
        if self.prediction_type == "epsilon":
            return (prediction - noise_root * x_t) / root
        return (root * x_t - prediction) / noise_root

    def native(self, common: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.native`."""
        root, noise_root = level.sqrt(), (1 - level).sqrt()
        if self.prediction_type == "v_prediction":
            return common
        if self.prediction_type == "epsilon":
            return root * common + noise_root * x_t
        return root * x_t - noise_root * common

    def native_change(self, change: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.native_change`."""
        if self.prediction_type == "v_prediction":
            return change
        if self.prediction_type == "epsilon":
            return level.sqrt() * change
        return -(1 - level).sqrt() * change

    def x0(self, prediction: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.x0`."""
        return self.x0_of_common(self.common(prediction, x_t, level), x_t, level)

    def x0_of_common(self, common: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.x0_of_common`: x0 = sqrt(a) x_t - sqrt(1 - a) v."""
        return level.sqrt() * x_t - (1 - level).sqrt() * common


class FlowPath:
    """Rectified flow (Liu et al., arXiv 2209.03003): x_t = (1 - s) x0 + s noise. The level is s, from 0 to 1.

    The base predicts the velocity u = noise - x0, which is the common prediction as it is.
    """

    prediction_type = "flow_prediction"
    samplers: Mapping[str, Any] = {
        "dpm++": DPMSolverMultistepScheduler,
        "euler": FlowMatchEulerDiscreteScheduler,
        "unipc": UniPCMultistepScheduler,
    }

    def __init__(self, timesteps: int = 1000, shift: float = 1.0) -> None:
        """`shift` moves the levels of training towards noise, as large pictures want it (Esser et al., arXiv
        2403.03206, equation 23); 1 spaces them evenly."""
        self.timesteps, self._shift = timesteps, shift

    def level(self, t: Tensor) -> Tensor:
        """See `NoisePath.level`."""
        even = (t.float() + 1) / self.timesteps
        return (self._shift * even / (1 + (self._shift - 1) * even)).view(-1, 1, 1, 1)

    @staticmethod
    def level_at(scheduler: Any, index: int, timestep: Tensor) -> Tensor:
        """See `NoisePath.level_at`."""
        return cast(Tensor, scheduler.sigmas[index].float().cpu())

    def mix(self, x0: Tensor, noise: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.mix`."""
        return (1 - level) * x0 + level * noise

    def target(self, x0: Tensor, noise: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.target`."""
        return noise - x0

    def common(self, prediction: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.common`."""
        return prediction

    def native(self, common: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.native`."""
        return common

    def native_change(self, change: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.native_change`."""
        return change

    def x0(self, prediction: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.x0`."""
        return x_t - level * prediction

    def x0_of_common(self, common: Tensor, x_t: Tensor, level: Tensor) -> Tensor:
        """See `NoisePath.x0_of_common`."""
        return x_t - level * common
