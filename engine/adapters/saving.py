"""Write a trained adapter as a module folder: weights and config as diffusers keeps them, and a manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from diffusers import ModelMixin

from engine.adapters.adapter import Adapter
from engine.bases.base import BaseModel
from engine.installed.kinds import MANIFEST, ModuleClass

WEIGHTS = "diffusion_pytorch_model.safetensors"
_DEFAULTS = {"strength": 1.0, "window": [0.0, 1.0], "parallel": 1.0, "rescale": 0.0}
"""What the program sets when one that acts on no prediction is chosen."""


def save_module(
    adapter: Adapter,
    folder: Path,
    *,
    label: str,
    base: BaseModel,
    classes: Sequence[ModuleClass],
    training: Mapping[str, Any],
) -> None:
    """Make `folder`, which can be installed as it is; its weights are in half precision, those of `adapter` afterwards
    have as little. Raises OSError, SafetensorError."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    adapter.network.half()
    cast(ModelMixin, adapter.network).save_pretrained(partial)
    adapter.network.float()
    first = adapter.modalities[0]
    manifest = {
        "label": label,
        "kind": adapter.kind,
        "base": base.id,
        "modalities": [one.id for one in adapter.modalities],
        "classes": [asdict(entry) for entry in classes],
        "defaults": first.defaults if adapter.acts_on == "prediction" else _DEFAULTS,
        "training": {
            "base_fingerprint": base.fingerprint,
            "parameters": sum(parameter.numel() for parameter in adapter.network.parameters()),
            **training,
        },
    }
    (partial / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    for weights in partial.glob("*.safetensors"):  # safetensors lets nobody else read them
        weights.chmod((partial / MANIFEST).stat().st_mode)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
