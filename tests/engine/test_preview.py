"""Previews: exact for the pocket base, fitted once for others."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image

from engine.painting.preview import fit_preview, open_preview


def gradient(side):
    ramp = np.linspace(0, 255, side)
    picture = np.stack([np.tile(ramp, (side, 1)), np.tile(ramp[:, None], (1, side)), np.full((side, side), 90.0)], -1)
    return picture.astype(np.uint8)


def as_tensor(picture):
    return torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1


def test_the_pocket_base_brings_a_full_size_preview(pocket, pocket_folder, tmp_path):
    picture = gradient(128)
    preview = open_preview(pocket, pocket_folder, tmp_path)
    shown = preview(pocket.encode(as_tensor(picture)))
    assert shown.shape == (128, 128, 3)
    assert not shown.flags.writeable
    assert np.abs(shown.astype(int) - picture).mean() < 8
    assert not list(tmp_path.iterdir())


def test_a_fitted_preview_is_the_least_squares_map_and_is_kept(dummy, tmp_path):
    preview = open_preview(dummy, tmp_path / "no-such-base", tmp_path)
    picture = gradient(16)
    shown = preview(dummy.encode(as_tensor(picture)))
    small = np.asarray(Image.fromarray(picture).resize((8, 8), Image.Resampling.BOX))
    assert np.abs(shown.astype(int) - small).max() <= 2
    assert [path.name for path in tmp_path.iterdir()] == ["preview-dummy.safetensors"]
    dummy.encode = None  # a second opening must not fit again
    again = open_preview(dummy, tmp_path / "no-such-base", tmp_path)
    assert torch.equal(again.weight, preview.weight)


def test_a_pixel_base_shows_its_own_latents(tiny_folders, tmp_path):
    from engine.bases.opening import open_base

    base = open_base(tiny_folders["unconditional"], torch.device("cpu"), torch.float32)
    preview = open_preview(base, tiny_folders["unconditional"], tmp_path)
    assert np.array_equal(preview(as_tensor(gradient(16))), gradient(16))


def test_a_real_autoencoder_can_be_fitted(tiny):
    preview = fit_preview(tiny)
    assert preview.map.side == 1
    assert torch.isfinite(preview.weight).all()
