"""The arms by the names that a protocol file uses."""

from __future__ import annotations

from collections.abc import Mapping

from engine.evaluation.arms.arm import Arm
from engine.evaluation.arms.controlnet import ControlNet
from engine.evaluation.arms.controlnet_xs import ControlNetXS
from engine.evaluation.arms.fine_tuning import FineTuning
from engine.evaluation.arms.modulated import BlindModulated, LargeModulated, SmallModulated

KINDS: Mapping[str, type[Arm]] = {
    "mcm-small": SmallModulated,
    "mcm-large": LargeModulated,
    "mcm-blind": BlindModulated,
    "controlnet": ControlNet,
    "controlnet-xs": ControlNetXS,
    "fine-tuning": FineTuning,
}
