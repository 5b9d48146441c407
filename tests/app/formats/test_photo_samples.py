"""What samples of any depth and range look like."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from app.formats.images.samples import coloured, in_8_bits, in_srgb, within

RAMP = np.tile(np.linspace(0, 1, 64), (32, 1))


@pytest.mark.parametrize(
    "samples",
    [
        (RAMP * 65535).astype(np.uint16),
        (RAMP * 4095).astype(np.uint16),
        (RAMP * 1023).astype(np.uint16),
        (RAMP * 10_000).astype(np.uint16),
        (RAMP * 100).astype(np.uint16),
        (RAMP * 2.147e9).astype(np.int32),
        (RAMP * 4.29e9).astype(np.uint32),
        (RAMP * 3047 - 1000).astype(np.int16),
        (RAMP * 200 + 100_000).astype(np.int32),
        RAMP.astype(np.float32),
        RAMP * 255,
        RAMP * 65535,
        RAMP * 2 - 1,
        RAMP * 1e-4,
        RAMP * 7e5,
    ],
    ids=lambda samples: f"{samples.dtype} to {samples.max():g}",
)
def test_a_ramp_is_a_ramp_whatever_its_range(samples):
    shown = in_8_bits(samples)
    assert np.abs(shown.astype(float) - 255 * RAMP).max() < 4


def test_a_usual_range_is_taken_as_it_is():
    """A dull picture stays dull."""
    for samples in (
        (RAMP * 10_000 + 40_000).astype(np.uint16),
        (RAMP * 0.1 + 0.85).astype(np.float32),
        (RAMP * 400 + 3600).astype(np.uint16),
    ):
        shown = in_8_bits(samples)
        assert np.ptp(shown) < 60
        assert shown.min() > 120
    dark = (RAMP * 9000).astype(np.uint16)
    dark[:, -4:] = 60_000
    assert in_8_bits(dark)[:, :-4].max() < 40
    assert (in_8_bits(np.full((4, 4), 40_000, np.uint16)) == 40_000 >> 8).all()
    assert (in_8_bits(np.full((4, 4), 0.5, np.float32)) == 128).all()
    assert (in_8_bits(np.zeros((4, 4), np.int32)) == 0).all()


def test_hot_pixels_and_what_is_no_number_do_not_count():
    hot = (np.tile(np.linspace(0, 1, 64), (64, 1)) * 4095).astype(np.uint16)
    hot[3, 5] = hot[40, 7] = 65_535
    assert in_8_bits(hot)[:, 32].mean() == pytest.approx(128, abs=4)
    odd = RAMP.astype(np.float32)
    odd[0, :3] = np.nan, np.inf, -np.inf
    assert in_8_bits(odd)[0, :3].tolist() == [0, 255, 0]
    assert in_8_bits(odd)[1].tolist() == in_8_bits(RAMP.astype(np.float32))[1].tolist()
    assert (in_8_bits(np.full((2, 2), np.nan)) == 0).all()


def test_opacity_has_a_range_of_its_own():
    colours = (np.stack([RAMP] * 4, -1) * 4095).astype(np.uint16)
    colours[..., 3] = 65_535
    shown = coloured(colours)
    assert shown.shape == (32, 64, 4)
    assert shown[0, -1].tolist() == [255] * 4
    assert shown[0, 0].tolist() == [0, 0, 0, 255]
    assert coloured(colours[..., [0, 3]]).shape == (32, 64, 4)
    assert coloured(colours[..., :3]).shape == (32, 64, 3)
    assert coloured(colours[..., :1]).shape == (32, 64)


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float64])
def test_large_ones_are_made_smaller_before_they_are_looked_at(dtype):
    small = within(np.full((10, 400), 1000, dtype), 100)
    assert small.shape == (2, 100)
    assert (small == 1000).all()


@pytest.fixture(scope="module")
def swapped():
    """A profile in whose space red and green have changed places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_are_those_of_the_profile(swapped, mode):
    image = Image.new("RGB", (8, 8), (200, 40, 40)).convert(mode)
    if mode == "RGBA":
        image.putpixel((0, 0), (200, 40, 40, 0))
    shown = in_srgb(image, swapped)
    assert shown.mode == ("RGBA" if mode == "RGBA" else "RGB")
    red, green, blue = shown.getpixel((4, 4))[:3]
    assert green > 180
    assert max(red, blue) < 80
    if mode == "RGBA":
        assert shown.getpixel((0, 0))[3] == 0
        assert shown.getpixel((4, 4))[3] == 255


def test_grey_follows_a_grey_profile():
    linear = _grey_profile(gamma=1.0)
    shown = in_srgb(Image.new("L", (4, 4), 55), linear)
    assert shown.getpixel((0, 0)) == pytest.approx((128, 128, 128), abs=3)
    clear = in_srgb(Image.new("LA", (4, 4), (55, 100)), linear)
    assert clear.getpixel((0, 0)) == pytest.approx((128, 128, 128, 100), abs=3)


def test_a_profile_that_cannot_be_used_is_passed_over(swapped):
    image = Image.new("RGB", (8, 8), (200, 40, 40))
    for profile in (b"no profile", swapped[:100], swapped[:36] + swapped[40:], _grey_profile(1.0), b"", None):
        assert in_srgb(image, profile).getpixel((0, 0)) == (200, 40, 40)
    assert in_srgb(Image.new("L", (8, 8), 77), swapped).getpixel((0, 0)) == (77, 77, 77)
    assert in_srgb(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), swapped).getpixel((0, 0)) == (255, 0, 0)


def _grey_profile(gamma: float) -> bytes:
    """A minimal ICC profile of version 2 for grey."""

    def tag(kind: bytes, body: bytes) -> bytes:
        data = kind + bytes(4) + body
        return data + bytes(-len(data) % 4)

    d50 = b"".join(int(value * 65536).to_bytes(4, "big") for value in (0.9642, 1, 0.8249))
    curve = (1).to_bytes(4, "big") + int(gamma * 256).to_bytes(2, "big")
    named = (5).to_bytes(4, "big") + b"grey\0" + bytes(78)
    tags = [
        (b"desc", tag(b"desc", named)),
        (b"cprt", tag(b"text", b"none\0")),
        (b"wtpt", tag(b"XYZ ", d50)),
        (b"kTRC", tag(b"curv", curve)),
    ]
    table, body, start = len(tags).to_bytes(4, "big"), io.BytesIO(), 132 + 12 * len(tags)
    for name, data in tags:
        table += name + (start + body.tell()).to_bytes(4, "big") + len(data).to_bytes(4, "big")
        body.write(data)
    rest = table + body.getvalue()
    head = (128 + len(rest)).to_bytes(4, "big") + b"lcms" + bytes.fromhex("02400000") + b"mntrGRAYXYZ " + bytes(12)
    return (head + b"acsp" + bytes(28) + d50).ljust(128, b"\0") + rest
