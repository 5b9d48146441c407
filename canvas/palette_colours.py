"""How colours look: in Lab, to people with and without a colour vision deficiency, and how far apart two are.

- Lab: CIE 1976 L*a*b* of sRGB (IEC 61966-2-1) under D65.
- Distance: CIEDE2000, after Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula: implementation notes,
  supplementary test data, and mathematical observations", Color Research & Application 30(1), 2005.
- Protanopia and deuteranopia: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color
  vision deficiency", IEEE TVCG 15(6), 2009, severity 1.0, on linear RGB.
- Tritanopia: Brettel, Viénot and Mollon, "Computerized simulation of color appearance for dichromats", JOSA A 14(10),
  1997, with the sRGB matrices of DaltonLens: the one plane of Machado's model fits blue blindness badly.
"""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Lab = NDArray[np.float64]
"""(..., 3): lightness 0..100, a and b."""

_XYZ_FROM_RGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
_MACHADO = {
    "red-blind": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "green-blind": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
_BRETTEL_TRITAN = (
    np.array([[1.01277, 0.13548, -0.14826], [-0.01243, 0.86812, 0.14431], [0.07589, 0.80500, 0.11911]]),
    np.array([[0.93678, 0.18979, -0.12657], [0.06154, 0.81526, 0.12320], [-0.37562, 1.12767, 0.24796]]),
)
_TRITAN_BORDER = np.array([0.03901, -0.02788, -0.01113])


class Vision(Enum):
    """Who looks."""

    NORMAL = "normal"
    PROTANOPE = "red-blind"
    DEUTERANOPE = "green-blind"
    TRITANOPE = "blue-blind"


def simulated(rgb: ArrayLike, vision: Vision) -> NDArray[np.uint8]:
    """sRGB colours (..., 3), 0..255, as somebody with normal vision has to see them to see what `vision` sees."""
    linear = np.clip(_seen(_linear(rgb), vision), 0, 1)
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(coded * 255), dtype=np.uint8)


def lab(rgb: ArrayLike, vision: Vision = Vision.NORMAL) -> Lab:
    """sRGB colours (..., 3), 0..255, in Lab as `vision` sees them."""
    return _lab(np.clip(_seen(_linear(rgb), vision), 0, 1))


def distance(first: Lab, second: Lab) -> NDArray[np.float64]:
    """CIEDE2000 between Lab colours (..., 3), which broadcast; equations 2 to 22 of Sharma et al."""
    l1, a1, b1 = np.moveaxis(first, -1, 0)
    l2, a2, b2 = np.moveaxis(second, -1, 0)
    stretch = 1 + 0.5 * (1 - _chroma_share((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    is_grey = c1 * c2 == 0
    turn = np.where(is_grey, 0, (h2 - h1 + 180) % 360 - 180)
    hue_step = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    is_round = np.abs(h1 - h2) > 180
    h_mean = np.where(is_grey, h1 + h2, np.where(is_round, (h1 + h2 + 360) / 2 % 360, (h1 + h2) / 2))
    weight = (
        1
        - 0.17 * np.cos(np.radians(h_mean - 30))
        + 0.24 * np.cos(np.radians(2 * h_mean))
        + 0.32 * np.cos(np.radians(3 * h_mean + 6))
        - 0.20 * np.cos(np.radians(4 * h_mean - 63))
    )
    l_offset = (l_mean - 50) ** 2
    l_part = (l2 - l1) / (1 + 0.015 * l_offset / np.sqrt(20 + l_offset))
    c_part = (c2 - c1) / (1 + 0.045 * c_mean)
    h_part = hue_step / (1 + 0.015 * c_mean * weight)
    blue = np.radians(60 * np.exp(-(((h_mean - 275) / 25) ** 2)))
    twist = -np.sin(blue) * 2 * _chroma_share(c_mean)
    squared = l_part**2 + c_part**2 + h_part**2 + twist * c_part * h_part
    return np.asarray(np.sqrt(np.maximum(squared, 0)))


def _linear(rgb: ArrayLike) -> NDArray[np.float64]:
    coded = np.asarray(rgb, dtype=np.float64) / 255
    return np.asarray(np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4))


def _seen(linear: NDArray[np.float64], vision: Vision) -> NDArray[np.float64]:
    if vision is Vision.NORMAL:
        return linear
    if vision is Vision.TRITANOPE:
        near, far = (linear @ plane.T for plane in _BRETTEL_TRITAN)
        return np.asarray(np.where((linear @ _TRITAN_BORDER >= 0)[..., np.newaxis], near, far))
    return np.asarray(linear @ _MACHADO[vision.value].T)


def _lab(linear: NDArray[np.float64]) -> Lab:
    share = linear @ _XYZ_FROM_RGB.T / _WHITE
    root = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _chroma_share(chroma: NDArray[np.float64]) -> NDArray[np.float64]:
    power = chroma**7
    return np.asarray(np.sqrt(power / (power + 25.0**7)))
