"""What a picture was painted with, as its file tells it."""

from __future__ import annotations

import importlib.metadata

import torch

from engine.bases import device as devices
from engine.bases.base import BaseModel


def provenance_of(base: BaseModel, device: torch.device, dtype: torch.dtype) -> dict[str, str]:
    """Base, libraries, device and number format, for people to read and compare."""
    return {
        "base": base.id,
        "base_hash": base.fingerprint,
        "torch": torch.__version__,
        "diffusers": importlib.metadata.version("diffusers"),
        "device": devices.describe(device),
        "precision": str(dtype).removeprefix("torch."),
    }
