"""Samples of any depth and range as the 8 bits that a screen shows, in sRGB. No Qt."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

Samples = NDArray[Any]
_MOST_LOOKED_AT = 1_000_000
_OUTSIDE_PERCENT = 0.1
"""So many of the samples at each end may be hot or dead pixels."""
_SHORT_OF_WHITE = 0.8
"""A range whose brightest samples reach this part of a usual white, such as 4095, has that white."""
_USES_16_BITS = 0.55
_FLOAT_WHITES = (1.0, 255.0, 65535.0)
_INTEGER_WHITES = tuple(float(2**bits - 1) for bits in range(1, 33))
_SRGB_GAMMA, _SAME_GAMMA = 2.2, 0.05
_LEAST_GAMMA, _MOST_GAMMA = 0.1, 10.0
"""Of samples; beyond, a file is wrong."""
_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def in_8_bits(samples: Samples) -> NDArray[np.uint8]:
    """(H, W) or (H, W, channels) of any numbers as 0 to 255.

    16-bit samples that use their range are taken as they are, and so are real numbers from 0 to 1 or 0 to 255 and
    integers of 10, 12 or 14 bits; any other range is stretched. What is no number is black.
    """
    if samples.dtype == np.uint8:
        return samples
    step = max(1, samples.size // _MOST_LOOKED_AT)
    seen = samples.reshape(-1)[::step].astype(np.float64)
    seen = seen[np.isfinite(seen)]
    low, high = np.percentile(seen, (_OUTSIDE_PERCENT, 100 - _OUTSIDE_PERCENT)) if len(seen) else (0.0, 0.0)
    black, white = _range(float(low), float(high), samples.dtype)
    values = np.nan_to_num(samples.astype(np.float32), nan=black, posinf=white, neginf=black)
    values = (values - black) * (255 / (white - black))
    return np.asarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))


def _range(low: float, high: float, dtype: np.dtype[Any]) -> tuple[float, float]:
    """Which samples are black and white."""
    is_real = bool(np.issubdtype(dtype, np.floating))
    if dtype == np.uint16 and high > _USES_16_BITS * 65535:
        return 0.0, 65535.0
    usual = next((white for white in (_FLOAT_WHITES if is_real else _INTEGER_WHITES) if high <= 1.001 * white), high)
    if high - low < 1e-6 * max(abs(high), abs(low), 1e-30):  # one tone
        return min(low, 0.0), max(usual if is_real or dtype != np.uint16 else 65535.0, min(low, 0.0) + 1.0)
    if high >= _SHORT_OF_WHITE * usual:
        return min(low, 0.0), usual
    return (0.0 if 0 <= low <= high / 2 else low), high


def coloured(samples: Samples) -> NDArray[np.uint8]:
    """(H, W) or (H, W, 1 to 4) -> (H, W), (H, W, 3) or (H, W, 4), where the last of 2 or 4 channels is opacity."""
    channels = 1 if samples.ndim == 2 else samples.shape[2]
    if channels == 1:
        return in_8_bits(samples.reshape(samples.shape[:2]))
    if channels == 3:
        return in_8_bits(samples)
    colours, opacity = in_8_bits(samples[..., : channels - 1]), in_8_bits(samples[..., channels - 1 :])
    return np.concatenate([np.broadcast_to(colours, (*colours.shape[:2], 3)), opacity], axis=2)


def within(samples: Samples, most_px: int) -> Samples:
    """The samples at a size whose longer side is `most_px` or less."""
    height, width = samples.shape[:2]
    scale = most_px / max(height, width)
    if scale >= 1:
        return samples
    native = samples if samples.dtype in (np.uint8, np.uint16, np.float32) else samples.astype(np.float32)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(native, size, interpolation=cv2.INTER_AREA))


def in_srgb(image: Image.Image, profile: bytes | None, gamma: float | None = None) -> Image.Image:
    """RGB, or RGBA where something is clear, with the colours that the image has in its profile's space.

    A profile that is damaged, or of another kind of colours than the image's, is passed over. Without a profile,
    samples are light to the power of `gamma`, where that is told and is not about sRGB's.
    """
    opacity = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    shown = image.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = _SPACES[source.profile.xcolor_space.strip()]
            if _goes_with(image.mode, mode):
                converted = ImageCms.profileToProfile(
                    image.convert(mode), source, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                shown = converted or shown
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError, KeyError):
            pass
    elif gamma and _LEAST_GAMMA < gamma < _MOST_GAMMA and abs(gamma * _SRGB_GAMMA - 1) > _SAME_GAMMA:
        levels = [round(255 * (level / 255) ** (1 / gamma / _SRGB_GAMMA)) for level in range(256)]
        shown = shown.point(levels * 3)
    if opacity is not None:
        shown.putalpha(opacity)
    return shown


def _goes_with(mode: str, space: str) -> bool:
    return space == {"L": "L", "LA": "L", "CMYK": "CMYK"}.get(mode, "RGB")
