"""The modulation network: what MCM adds to a frozen base (Ham et al. 2023, arXiv 2302.12764)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import torch
from diffusers import ConfigMixin, ModelMixin, UNet2DModel
from diffusers.configuration_utils import register_to_config
from torch import Tensor

from engine.adapters.modulation.encoder import ConditionEncoder
from engine.bases.base import BaseModel, padded, signature
from engine.errors import ModuleMismatchError
from engine.installed.sizes import ModuleSize, shape_of
from engine.installed.weights import check_weights, naming_weights, read_json
from engine.layers.modality import open_modality, spatial_weight
from engine.words import say


class ModulationNetwork(ModelMixin, ConfigMixin):  # type: ignore[misc]
    """A small time-conditioned U-Net that reads the noisy latent, the base's prediction and the condition.

    It returns two maps of the prediction's shape, gamma and beta, for v' = v + s w (gamma v + beta): MCM's
    element-wise modulation, in v whatever the base predicts. The last convolution starts at zero, so an untrained
    network is the base exactly. `classes` names the label ids in order; `classes[0]` is "unlabelled". `modalities`
    are the ids of what it hears; where several are painted, the earlier one's strength covers the later one's.
    """

    config_name = "config.json"

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        classes: Sequence[str],
        latent_channels: int = 4,
        latent_factor: int = 8,
        timesteps: int = 1000,
        widths: Sequence[int] = (32, 32, 64, 128),
        layers_per_block: int = 2,
        attention_level: int | None = 2,
        attention_head_width: int = 64,
        encoder_width: int = 32,
        modalities: Sequence[str] = ("labels",),
    ) -> None:
        """`attention_level` is the level of `widths` with self-attention, beside the middle; None leaves it out."""
        super().__init__()
        self.modalities = tuple(open_modality(name) for name in modalities)
        self.encoder = ConditionEncoder(self.modalities, len(classes), latent_factor, encoder_width)
        attends = [level == attention_level for level in range(len(widths))]
        self.trunk = UNet2DModel(
            in_channels=3 * latent_channels + self.encoder.out_channels,
            out_channels=2 * latent_channels,
            block_out_channels=tuple(widths),
            layers_per_block=layers_per_block,
            down_block_types=tuple("AttnDownBlock2D" if yes else "DownBlock2D" for yes in attends),
            up_block_types=tuple("AttnUpBlock2D" if yes else "UpBlock2D" for yes in reversed(attends)),
            attention_head_dim=min(attention_head_width, widths[-1]),
            norm_num_groups=8,
        )
        torch.nn.init.zeros_(self.trunk.conv_out.weight)
        torch.nn.init.zeros_(self.trunk.conv_out.bias)

    def maps(self, layers: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """(B, H, W, …) uint8 layers by modality -> (B, C, H, W) maps."""
        return {one.id: one.maps(layers[one.id], len(self.config.classes)) for one in self.modalities}

    def encode(self, maps: Mapping[str, Tensor]) -> Tensor:
        """(B, C, H, W) maps by modality -> (B, F, h, w) condition. A modality without maps has nothing painted.

        Does not depend on the step: call it once a run.
        """
        any_maps = next(iter(maps.values()))
        batch, _, height, width = any_maps.shape
        dtype, classes = self.trunk.conv_in.weight.dtype, len(self.config.classes)
        inputs = []
        for one in self.modalities:
            mine = maps.get(one.id)
            if mine is None:
                nothing = torch.zeros((batch, height, width, *one.layer_channels), dtype=torch.uint8)
                mine = one.maps(nothing.to(any_maps.device), classes)
            inputs.append(mine.to(dtype).contiguous(memory_format=torch.channels_last))
        return cast(Tensor, self.encoder(inputs))

    def weight(self, maps: Mapping[str, Tensor], reach: Mapping[str, Sequence[float]] | None = None) -> Tensor:
        """(B, C, H, W) maps by modality -> (B, 1, h, w): how strongly the module acts in each cell of the latent grid.

        The first modality counts where it is painted, the next one where the first is not, and so on: a class of
        another strength keeps it under ink, and what nothing is painted on is left to the base. `reach` holds the
        strengths of a request; a modality without any acts as in training.
        """
        total: Tensor | None = None
        free: Tensor | None = None
        for one in self.modalities:
            if one.id not in maps:
                continue
            coarse = torch.nn.functional.avg_pool2d(maps[one.id], self.config.latent_factor)
            default = one.reach(len(self.config.classes))
            mine = spatial_weight(coarse, (reach or {}).get(one.id, default))
            uncovered = 1 - spatial_weight(coarse, default)
            total = mine if total is None or free is None else total + free * mine
            free = uncovered if free is None else free * uncovered
        if total is None:
            raise ValueError("no maps of any modality that this network hears")
        return total

    def forward(
        self, x_t: Tensor, v: Tensor, x0: Tensor, timestep: Tensor | float, condition: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Gamma and beta, each (B, C, h, w) float32.

        `x_t`, `v` and `x0` (B, C, h, w) are the noisy latent, the base's prediction as v, and the x0 that it points
        to; `condition` comes from `encode`.
        """
        seen = torch.cat([x_t, v, x0, condition.to(x_t.dtype)], dim=1).to(self.trunk.conv_in.weight.dtype)
        height, width = seen.shape[-2:]
        seen = padded(seen, 2 ** (len(self.config.widths) - 1)).contiguous(memory_format=torch.channels_last)
        maps = self.trunk(seen, timestep, return_dict=False)[0][..., :height, :width].float()
        gamma, beta = maps.chunk(2, dim=1)
        return gamma, beta


def network_for(
    base: BaseModel, classes: Sequence[str], size: ModuleSize, modalities: Sequence[str] = ("labels",)
) -> ModulationNetwork:
    """A fresh module for `base`: "small" is about 1 % of the base's operations, "large" about 10 %.

    Where the base's latent grid is 32 cells or more, "small" is the paper's size: widths 32, 32, 64, 128, two
    residual blocks a level, attention at a quarter of the grid, 3.9 M parameters.
    """
    shape = shape_of(size, base.native_size // base.latent_factor)
    return cast(
        ModulationNetwork,
        ModulationNetwork(classes=list(classes), modalities=list(modalities), **signature(base), **shape),
    )


def load_network(folder: Path, base: BaseModel, dtype: torch.dtype | None = None) -> ModulationNetwork:
    """The module in `folder`, frozen, on the base's device, in its precision or in `dtype`.

    Raises WeightsError if it is missing or damaged, ModuleMismatchError if it is another kind of
    module, or was made for a base of another shape.
    """
    config = read_json(folder / "config.json")
    mine = signature(base)
    theirs = {key: config.get(key) for key in mine}
    if all(value is None for value in theirs.values()):
        raise ModuleMismatchError(
            say("The module {module} is no modulation.", module=folder.name), say("Choose a module that is one.")
        )
    if theirs != mine:
        raise ModuleMismatchError(
            say(
                "The module {module} was made for another base than {base}: {theirs}, not {mine}.",
                module=folder.name,
                base=base.id,
                theirs=_shape(theirs),
                mine=_shape(mine),
            ),
            say(
                "Choose a module that was trained on {base}, or the base that this module was trained on.",
                base=base.id,
            ),
        )
    check_weights(folder)
    with naming_weights(folder):
        network = ModulationNetwork.from_pretrained(
            folder, dtype=dtype or base.dtype, local_files_only=True, use_safetensors=True
        )
    network.eval().requires_grad_(False).to(base.device, memory_format=torch.channels_last)
    return cast(ModulationNetwork, network)


def _shape(values: Mapping[str, int | None]) -> str:
    return say(
        "{channels} latent channels, {pixels} pixels a cell",
        channels=values["latent_channels"],
        pixels=values["latent_factor"],
    )
