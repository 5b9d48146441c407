"""What one file of weights holds, told by the names in it: many that are no base lie among bases. No torch."""

from __future__ import annotations

import json
from pathlib import Path

from engine.words import Words, say

_MOST_HEAD_BYTES = 2**25
_LENGTH_BYTES = 8
_KINDS: tuple[tuple[tuple[str, ...], Words], ...] = (
    (("lora_up", "lora_down", "lora_A.", "lora_B.", ".lora.", "hada_w1", "lokr_w1"), say("a LoRA")),
    (("control_model.", "controlnet_cond_embedding", "zero_convs."), say("a ControlNet")),
)
"""Parts of names, and what has them."""
_EMBEDDING = ("emb_params", "clip_l", "clip_g")
"""All that an embedding has, if not its word in angle brackets."""
_NETWORK = ("model.diffusion_model.", "down_blocks.", "double_blocks.", "joint_blocks.", "input_blocks.")
_AUTOENCODER = ("decoder.", "first_stage_model.")


def held_by(file: Path) -> Words | None:
    """What the file is where it is no whole base: "a LoRA"; None where it may be one, or cannot be read."""
    names = _names(file)
    for parts, what in _KINDS:
        if any(part in name for name in names for part in parts):
            return what
    if names and all(name in _EMBEDDING or name.startswith("<") for name in names):
        return say("an embedding")
    has_network = any(part in name for name in names for part in _NETWORK)
    is_coder = not has_network and any(name.startswith(_AUTOENCODER) for name in names)
    return say("an autoencoder alone") if is_coder else None


def _names(file: Path) -> list[str]:
    """The names in a safetensors file; none for any other."""
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(_LENGTH_BYTES), "little")
            head = json.loads(stream.read(length)) if 0 < length <= _MOST_HEAD_BYTES else {}
    except (OSError, ValueError, RecursionError):
        return []
    return [name for name in head if name != "__metadata__"] if isinstance(head, dict) else []
