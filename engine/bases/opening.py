"""Open a diffusers folder with the adapter of its family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import torch

from engine.bases.base import BaseModel
from engine.bases.stable_diffusion import StableDiffusionBase
from engine.bases.unconditional import UnconditionalBase
from engine.errors import WeightsError
from engine.installed.layout import diffusers_folder, part
from engine.installed.requirements import CONDITIONAL, UNCONDITIONAL, check_requirements
from engine.installed.weights import naming_weights, read_json
from engine.words import say

FAMILIES: Mapping[str, Callable[[Path, torch.device, torch.dtype], BaseModel]] = {
    CONDITIONAL: StableDiffusionBase,
    UNCONDITIONAL: UnconditionalBase,
}


def open_base(folder: Path, device: torch.device, dtype: torch.dtype) -> BaseModel:
    """Load the base in `folder`, frozen. Raises WeightsError if it is missing, damaged or of an unknown family,
    LowMemoryError if it does not fit.
    """
    if not folder.is_dir():
        raise WeightsError(
            say("There is no base at {name}.", name=folder.name), say("Choose another base, or put its folder back.")
        )
    with naming_weights(folder):
        folder = diffusers_folder(folder)
        check_requirements(folder)
        kind = str(read_json(part(folder, "unet") / "config.json").get("_class_name"))
    if kind not in FAMILIES:
        raise WeightsError(
            say("The base {name} has a network of class {kind}, which is not supported.", name=folder.name, kind=kind),
            say("Choose a Stable Diffusion 1.x or 2.x folder, or an unconditional one, in diffusers form."),
        )
    return FAMILIES[kind](folder, device, dtype)
