from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from app.formats.images.photo import (
    MAX_SIDE_PX,
    PhotoError,
    _photo,
    fitted,
    kept_photo,
    photo_from,
    photo_of,
    read_photo,
)


def _file(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)
    return path


def _halves(width: int = 40, height: int = 20) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), (220, 20, 20))
    image.paste((20, 20, 220), (width // 2, 0, width, height))
    return image


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp", "tif", "gif"])
def test_common_formats(tmp_path: Path, suffix: str) -> None:
    photo = read_photo(_file(tmp_path / f"a.{suffix}", _halves()))
    assert photo.pixels.shape == (20, 40, 3)
    assert photo.pixels[10, 5, 0] > 200
    assert not photo.pixels.flags.writeable


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "I;16"])
def test_other_kinds_of_pixels_become_colours(tmp_path: Path, mode: str) -> None:
    image = Image.fromarray(np.full((8, 8), 40000, np.uint16)) if mode == "I;16" else _halves().convert(mode)
    path = _file(tmp_path / ("a.tif" if mode == "CMYK" else "a.png"), image)
    photo = read_photo(path)
    assert photo.pixels.shape[2] == 3
    if mode == "I;16":
        assert (photo.pixels == 40000 >> 8).all()


def test_it_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: upright after a quarter turn clockwise
    photo = read_photo(_file(tmp_path / "a.jpg", _halves(), exif=exif))
    assert photo.pixels.shape == (40, 20, 3)
    assert photo.pixels[5, 10, 0] > 200
    assert photo.pixels[35, 10, 2] > 200


@pytest.mark.parametrize("suffix", ["jpg", "webp", "png", "gif", "tif", "avif"])
def test_what_is_kept_tells_nothing_of_the_maker(tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of A. Person"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "A. Person")
    options = {"png": {"pnginfo": text}, "gif": {"comment": b"A. Person"}, "jpg": {"comment": b"A. Person"}}
    photo = read_photo(_file(tmp_path / f"a.{suffix}", _halves(), exif=exif, **options.get(suffix, {})))
    assert b"Person" not in photo.data
    clear = _halves().convert("RGBA")
    clear.putalpha(100)
    clear.info["icc_profile"] = clear.info["comment"] = b"A. Person"
    assert b"Person" not in _photo(clear).data
    again = kept_photo(photo.data, "a")
    assert again.data == photo.data
    assert np.abs(again.pixels.astype(int) - photo.pixels).mean() < 4


def test_what_is_clear_stays_clear(tmp_path: Path) -> None:
    image = _halves().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    photo = read_photo(_file(tmp_path / "a.png", image))
    assert photo.pixels.shape == (20, 40, 4)
    assert kept_photo(photo.data, "a").pixels.shape == (20, 40, 4)


def test_large_photos_are_made_smaller(tmp_path: Path) -> None:
    photo = read_photo(_file(tmp_path / "a.jpg", _halves(2 * MAX_SIDE_PX, 100)))
    assert photo.pixels.shape == (50, MAX_SIDE_PX, 3)
    assert photo_from(np.zeros((10, 2 * MAX_SIDE_PX, 3), np.uint8)).pixels.shape == (5, MAX_SIDE_PX, 3)


def _png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [40_000, 2**31 - 1])
def test_huge_photos_are_refused_from_the_header(side: int) -> None:
    with pytest.raises(PhotoError, match=r"“a\.png” has too many pixels"):
        photo_of(_png_header(side, side), "a.png")


def test_damaged_files_are_one_sentence(tmp_path: Path) -> None:
    stream = io.BytesIO()
    _halves().save(stream, "JPEG")
    whole = stream.getvalue()
    for data in (b"", b"text", whole[:20], whole[: len(whole) // 2], _png_header(10, 10)):
        with pytest.raises(PhotoError) as caught:
            photo_of(data, "a.jpg")
        assert str(caught.value).count(".") == 2
        assert caught.value.hint
    with pytest.raises(PhotoError, match="could not be read: no such file"):
        read_photo(tmp_path / "none.jpg")


def test_it_fits_into_the_middle_of_a_drawing() -> None:
    whole = fitted(photo_from(np.asarray(_halves())), (100, 100))
    assert whole.shape == (100, 100, 4)
    assert (whole[:25, :, 3] == 0).all()
    assert (whole[75:, :, 3] == 0).all()
    assert (whole[25:75, :, 3] == 255).all()
    assert whole[50, 5, 0] > 200
