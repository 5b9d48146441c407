"""From the bytes of a photo to its pixels, whatever wrote it."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from app.formats.images import reader as photo_reader
from app.formats.images.kinds import can_open, kind_of
from app.formats.images.reader import PhotoError, decoded, upright_size

RAMP = np.tile(np.linspace(0, 1, 64), (32, 1))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def halves(width: int = 40, height: int = 20) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), (220, 20, 20))
    image.paste((20, 20, 220), (width // 2, 0, width, height))
    return image


def chunk(kind: bytes, data: bytes, wrong: int = 0) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) ^ wrong)


def png(width: int, height: int, depth: int, colour: int, rows: bytes, extra: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def tiff(samples: np.ndarray, *, photometric: int = 1, kind: int = 1, orientation: int = 1) -> bytes:
    """A TIFF in one strip; `kind` is its sample format: 1 unsigned, 2 signed, 3 real."""
    height, width = samples.shape[:2]
    channels, body = samples.size // (height * width), np.ascontiguousarray(samples).tobytes()
    many = {258: samples.dtype.itemsize * 8, 339: kind}
    tags = {256: width, 257: height, 258: 0, 259: 1, 262: photometric, 273: 8, 274: orientation, 277: channels}
    tags |= {278: height, 279: len(body), 339: 0}
    at = 8 + len(body)
    outside, table = at + 6 + 12 * len(tags), b""
    extra = b""
    for tag, value in tags.items():
        if tag in many:
            values = struct.pack(f"<{channels}H", *[many[tag]] * channels)
            if len(values) > 4:
                table += struct.pack("<HHII", tag, 3, channels, outside + len(extra))
                extra += values
            else:
                table += struct.pack("<HHI", tag, 3, channels) + values.ljust(4, b"\0")
        else:
            table += struct.pack("<HHII", tag, 4, 1, value)
    return b"II*\0" + struct.pack("<I", at) + body + struct.pack("<H", len(tags)) + table + bytes(4) + extra


def is_ramp(image: Image.Image) -> bool:
    pixels = np.asarray(image.convert("RGB")).astype(float)
    return bool(np.abs(pixels - 255 * RAMP[..., None]).max() < 8)


def in_colour(samples: np.ndarray) -> np.ndarray:
    return np.repeat(samples[..., None], 3, 2)


@pytest.mark.parametrize(
    "data",
    [
        tiff((RAMP * 4095).astype(np.uint16)),
        tiff(((1 - RAMP) * 65535).astype(np.uint16), photometric=0),
        tiff((RAMP * 65535).astype(np.int32), kind=2),
        tiff((RAMP * 4.29e9).astype(np.uint32)),
        tiff((RAMP * 3047 - 1000).astype(np.int16), kind=2),
        tiff(RAMP.astype(np.float32), kind=3),
        tiff(RAMP * 255, kind=3),
        tiff(in_colour((RAMP * 65535).astype(np.uint16)), photometric=2),
        tiff(in_colour((RAMP * 4095).astype(np.uint16)), photometric=2),
        tiff(in_colour(RAMP.astype(np.float32)), photometric=2, kind=3),
        saved(Image.fromarray((RAMP * 4095).astype(np.uint16)), "PNG"),
        cv2.imencode(".png", in_colour((RAMP * 4095).astype(np.uint16)))[1].tobytes(),
        cv2.imencode(".png", in_colour((RAMP * 65535).astype(np.uint16)))[1].tobytes(),
        saved(Image.fromarray((RAMP * 255).astype(np.uint8)).convert("CMYK"), "TIFF"),
    ],
    ids=[
        "12 in 16 bits",
        "white is zero",
        "int32",
        "uint32",
        "int16",
        "float",
        "double to 255",
        "16-bit colour TIFF",
        "12 in 16 bits of colour TIFF",
        "float colour",
        "12 in 16 bits PNG",
        "12 in 16 bits colour PNG",
        "16-bit colour PNG",
        "CMYK",
    ],
)
def test_samples_are_shown_for_what_they_are(data):
    assert is_ramp(decoded(data, "a", 4096))


def test_grey_with_opacity_of_16_bits():
    rows = np.zeros((32, 64, 2), ">u2")
    rows[..., 0], rows[..., 1] = RAMP * 65535, 30_000
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    image = decoded(png(64, 32, 16, 4, raw), "a", 4096)
    assert image.mode == "RGBA"
    assert is_ramp(image.convert("RGB"))
    assert 100 < image.getpixel((5, 5))[3] < 260


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "TIFF", "AVIF", "deep TIFF", "deep PNG"])
def test_it_stands_upright(kind, orientation):
    turned = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    image = halves() if orientation == 1 else halves().transpose(turned[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    deep = np.asarray(image).astype(np.uint16) * 257
    if kind == "deep TIFF":
        data = tiff(deep, photometric=2, orientation=orientation)
    elif kind == "deep PNG":
        plain = cv2.imencode(".png", deep[..., ::-1])[1].tobytes()
        data = plain[:33] + chunk(b"eXIf", exif.tobytes()[6:]) + plain[33:]
    else:
        data = saved(image, kind, exif=exif)
    shown = decoded(data, "a", 4096)
    assert shown.size == (40, 20)
    assert shown.getpixel((3, 10))[0] > 200
    assert shown.getpixel((36, 10))[2] > 200
    if "deep" not in kind:
        assert upright_size(data) == (40, 20)


@pytest.mark.parametrize(
    "extra",
    [
        chunk(b"zTXt", b"key\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iCCP", b"name\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iCCP", b"name\0\0no stream"),
        chunk(b"tEXt", b"key\0text", wrong=1),
        chunk(b"eXIf", b"MM\0*nothing"),
        chunk(b"eXIf", b"II*\0\x08\0\0\0", wrong=1),
    ],
    ids=["zTXt", "iCCP", "no profile", "tEXt", "eXIf", "eXIf checksum"],
)
def test_what_lies_beside_the_pixels_refuses_no_photo(extra):
    whole = saved(halves(), "PNG")
    shown = decoded(whole[:33] + extra + whole[33:], "a.png", 4096)
    assert np.array_equal(np.asarray(shown), np.asarray(halves()))


def test_a_damaged_text_costs_neither_profile_nor_orientation():
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"rXYZ", b"-XYZ")
    profile = profile.replace(b"gXYZ", b"rXYZ").replace(b"-XYZ", b"gXYZ")
    whole = saved(halves(), "PNG", exif=exif, icc_profile=profile)
    shown = decoded(whole[:33] + chunk(b"tEXt", b"key\0text", wrong=1) + whole[33:], "a.png", 4096)
    assert shown.size == (20, 40)
    assert shown.getpixel((10, 3))[1] > 200


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0nothing", b"Exif\0\0MM\0*\0\0\0\x08\0\x09\x01\x12"]
)
def test_a_damaged_exif_refuses_no_photo(kind, exif):
    options = {} if kind == "TIFF" else {"exif": exif}
    assert decoded(saved(halves(), kind, icc_profile=b"nothing", **options), "a", 4096).size == (40, 20)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_several_pictures_the_first_is_shown(kind):
    data = saved(halves(), kind, save_all=True, append_images=[Image.new("RGB", (40, 20))])
    assert decoded(data, "a", 4096).getpixel((3, 10))[0] > 180


def test_the_kind_is_told_by_what_is_inside():
    for kind in ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "AVIF"):
        data = saved(halves(), kind)
        assert kind_of(data[:64]) == kind
        assert decoded(data, "a.txt", 4096).size == (40, 20)
    for head, kind in (
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIF"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "AVIF"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0miaf", "HEIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", None),
        (b"BM is how this text begins", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"", None),
    ):
        assert kind_of(head) == kind


def test_a_heic_photo_says_what_it_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(PhotoError, match="is a HEIC photo, and what opens these is not installed") as caught:
        decoded(b"\0\0\0\x18ftypheic" + bytes(200), "IMG_2.HEIC", 4096)
    assert "pip install pillow-heif" in caught.value.hint
    assert not can_open("HEIF")


def test_a_heic_photo_opens_where_its_reader_is_installed():
    heif = pytest.importorskip("pillow_heif")
    heif.register_heif_opener()
    data = saved(halves(64, 64), "HEIF")
    assert kind_of(data[:64]) == "HEIF"
    assert decoded(data, "a.heic", 4096).getpixel((8, 32))[0] > 180
    with pytest.raises(PhotoError, match="damaged"):
        decoded(b"\0\0\0\x18ftypheic" + bytes(200), "IMG_2.HEIC", 4096)


def test_two_hundred_megapixels_open():
    width, height = 16_000, 12_500
    rows = (b"\0" + b"\xf0" * (width // 8)) * height
    shown = decoded(png(width, height, 1, 0, rows), "a.png", 1024)
    assert shown.size == (1024, 800)
    assert shown.getpixel((500, 400)) == pytest.approx((128, 128, 128), abs=12)
    assert decoded(saved(Image.new("L", (width, height), 90), "JPEG"), "a.jpg", 1024).getpixel((9, 9)) == (90, 90, 90)


def test_a_panorama_opens():
    image = halves(30_000, 40)
    for kind in ("JPEG", "PNG"):
        shown = decoded(saved(image, kind), "a", 1000)
        assert shown.size == (1000, 1)
        assert shown.getpixel((10, 0))[0] > 200
        assert shown.getpixel((990, 0))[2] > 200


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "LA", "CMYK", "L", "I;16", "F"])
def test_large_images_are_reduced_band_by_band_as_in_one(monkeypatch, mode):
    plain = halves(1200, 700).convert("L") if mode in ("I;16", "F") else halves(1200, 700)
    image = plain.convert("I").convert("I;16") if mode == "I;16" else plain.convert(mode)
    if mode in ("RGBA", "LA"):
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    data = saved(image, "TIFF")
    whole = np.asarray(decoded(data, "a", 100)).astype(int)
    monkeypatch.setattr(photo_reader, "_BAND_PX", 5000)
    assert np.abs(np.asarray(decoded(data, "a", 100)) - whole).max() <= 1
    assert whole.shape == (58, 100, 4 if mode in ("RGBA", "LA") else 3)


@pytest.mark.parametrize("options", [{"format": "PNG"}, {"format": "JPEG", "progressive": True}, {"format": "WEBP"}])
def test_more_than_memory_holds_is_refused_in_a_sentence(monkeypatch, options):
    stream = io.BytesIO()
    halves(300, 300).save(stream, **options)
    monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(available=500_000))
    with pytest.raises(PhotoError, match=r"“big” has too many pixels to open\."):
        decoded(stream.getvalue(), "big", 4096)


@pytest.mark.parametrize("end", [0.3, 0.6, 0.95])
def test_a_deep_image_that_is_cut_short_is_damaged(end):
    noise = np.random.default_rng(0).integers(0, 65535, (40, 40, 3)).astype(np.uint16)
    for suffix in (".png", ".tif"):
        data = cv2.imencode(suffix, noise)[1].tobytes()
        with pytest.raises(PhotoError, match="damaged"):
            decoded(data[: int(len(data) * end)], "a", 4096)


@pytest.mark.parametrize(
    ("chunks", "shown"),
    [
        ({b"gAMA": struct.pack(">I", 100000)}, 186),
        ({b"gAMA": struct.pack(">I", 45455)}, 128),
        ({b"gAMA": struct.pack(">I", 0)}, 128),
        ({b"sRGB": b"\0", b"gAMA": struct.pack(">I", 100000)}, 128),
    ],
)
def test_samples_in_another_gamma_are_shown_as_they_were_meant(chunks: dict[bytes, bytes], shown: int) -> None:
    extra = b"".join(chunk(kind, data) for kind, data in chunks.items())
    image = decoded(png(1, 1, 8, 2, b"\0" + bytes([128] * 3), extra), "a", 4096)
    assert image.getpixel((0, 0)) == (shown, shown, shown)
