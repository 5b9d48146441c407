"""The arms by the names that a protocol file uses."""

from __future__ import annotations

from collections.abc import Mapping

from engine.adapters.adapter import Adapter
from engine.adapters.controlnet import ControlNet
from engine.adapters.controlnet_xs import ControlNetXS
from engine.adapters.fine_tuning import FineTuning
from engine.adapters.modulation.adapter import BlindModulated, LargeModulated, SmallModulated

KINDS: Mapping[str, type[Adapter]] = {
    "mcm-small": SmallModulated,
    "mcm-large": LargeModulated,
    "mcm-blind": BlindModulated,
    "controlnet": ControlNet,
    "controlnet-xs": ControlNetXS,
    "fine-tuning": FineTuning,
}
