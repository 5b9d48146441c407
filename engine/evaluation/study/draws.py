"""Noise draws that all arms share: the same pictures, noise, timesteps and texts, whoever learns from them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.adapters.adapter import Seen
from engine.bases.base import BaseModel
from engine.layers.modality import open_modality
from engine.training.cached.cache import BaseOutputs

Rows = np.ndarray[Any, Any]


class Draws:
    """Cached base outputs as what an arm sees, on the base's device. The texts are encoded for the arms that run the
    base, once each."""

    def __init__(self, base: BaseModel, outputs: BaseOutputs, classes: int) -> None:
        """`classes` counts the label ids, unlabelled among them."""
        self.base, self._outputs, self._classes = base, outputs, classes
        self._contexts: dict[str, Tensor | None] = {}

    def __len__(self) -> int:
        return len(self._outputs)

    def labels(self, rows: Rows) -> Tensor:
        """(B, H, W) class ids."""
        return self._outputs.labels(rows)

    def seen(self, rows: Rows, *, with_text: bool, labels: Tensor | None = None) -> tuple[Seen, Tensor]:
        """What an arm sees in `rows`, and the v that is true; `labels` stand in for the rows' own."""
        batch, device = self._outputs.batch(rows), self.base.device
        ids = (self.labels(rows) if labels is None else labels).to(device)
        seen = Seen(
            x_t=batch.x_t.to(device),
            t=batch.t.to(device),
            level=self.base.path.level(batch.t).to(device),
            v=batch.v.to(device),
            context=self._context(rows) if with_text else None,
            occupied=open_modality("labels").maps(ids, self._classes),
        )
        return seen, batch.target.to(device)

    def _context(self, rows: Rows) -> Tensor | None:
        texts = self._outputs.texts(rows)
        for text in set(texts) - self._contexts.keys():
            self._contexts[text] = self.base.encode_prompts([text])
        contexts = [self._contexts[text] for text in texts]
        known = [one for one in contexts if one is not None]
        return torch.cat(known) if known else None
