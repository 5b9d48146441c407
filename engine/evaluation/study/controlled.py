"""A base under an arm's control: what the sampler takes in place of the base."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from engine.adapters.adapter import Adapter, Seen
from engine.bases.base import BaseModel, Features


class Controlled:
    """A `BaseModel` whose prediction is v0 + strength (v1 - v0), see `Adapter`; at strength 0 the base's, exactly."""

    def __init__(self, base: BaseModel, arm: Adapter, occupied: Tensor, strength: float, scale: float = 1.0) -> None:
        """`occupied` (B, 1 + K, H, W) are the maps of the batch that `predict` will get."""
        self.id, self.device, self.dtype, self.fingerprint = base.id, base.device, base.dtype, base.fingerprint
        self.whole_fingerprint, self.takes_guidance = base.whole_fingerprint, base.takes_guidance
        self.latent_channels, self.latent_factor = base.latent_channels, base.latent_factor
        self.size_step, self.native_size = base.size_step, base.native_size
        self.path, self.scheduler_config, self.network = base.path, base.scheduler_config, base.network
        self._base, self._arm, self._strength, self._scale = base, arm, strength, scale
        self._occupied = occupied.to(base.device)
        with torch.no_grad():
            self._condition = arm.condition(self._occupied)

    def encode_prompts(self, prompts: Sequence[str]) -> Tensor | None:
        """See `BaseModel.encode_prompts`."""
        return self._base.encode_prompts(prompts)

    def unread_words(self, prompt: str) -> str:
        """See `BaseModel.unread_words`."""
        return self._base.unread_words(prompt)

    @torch.no_grad()
    def predict(
        self,
        x_t: Tensor,
        timestep: Tensor | float,
        context: Tensor | None,
        guidance: float = 1.0,
        features: Features | None = None,
    ) -> Tensor:
        """See `BaseModel.predict`. The base runs only if the arm reads it or is guided away from it."""
        arm, strength = self._arm, self._strength
        if strength == 0:
            return self._base.predict(x_t, timestep, context, guidance)
        t = torch.as_tensor(timestep).to(torch.int64).cpu().expand(len(x_t))
        level = self.path.level(t).to(x_t.device)
        from_base = strength != 1 and not arm.own_reference
        v = torch.empty(0, device=x_t.device)
        if arm.reads_prediction or from_base:
            v = self.path.common(self._base.predict(x_t, timestep, context, guidance), x_t, level)
        seen = Seen(
            x_t=x_t,
            t=t.to(x_t.device),
            level=level,
            v=v,
            context=context,
            occupied=self._occupied,
            condition=self._condition,
            scale=self._scale,
        )
        controlled = arm.velocity(seen)
        if strength != 1:
            reference = arm.reference(seen)
            controlled = reference + strength * (controlled - reference)
        return self.path.native(controlled, x_t, level)

    def encode(self, images: Tensor) -> Tensor:
        """See `BaseModel.encode`."""
        return self._base.encode(images)

    def decode(self, latents: Tensor) -> Tensor:
        """See `BaseModel.decode`."""
        return self._base.decode(latents)
