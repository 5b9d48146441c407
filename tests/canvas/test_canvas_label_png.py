from __future__ import annotations

import errno
import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from canvas.errors import LabelMapError, SaveError
from canvas.label_png import label_png_bytes, read_label_png, read_label_png_bytes, write_label_png
from canvas.palette import Palette, PaletteEntry


@pytest.fixture
def ids(palette: Palette) -> np.ndarray:
    return np.random.default_rng(0).choice(np.array(palette.ids, dtype=np.uint8), (37, 53))


def png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def header_only(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))


def test_a_map_comes_back_from_its_file(tmp_path: Path, ids: np.ndarray, palette: Palette) -> None:
    write_label_png(tmp_path / "map.png", ids, palette)
    assert np.array_equal(read_label_png(tmp_path / "map.png", palette), ids)


def test_other_programs_see_ids_and_the_palettes_colours(ids: np.ndarray, palette: Palette) -> None:
    image = Image.open(io.BytesIO(label_png_bytes(ids, palette)))
    assert image.mode == "P"
    assert np.array_equal(np.asarray(image), ids)
    assert np.array_equal(np.asarray(image.convert("RGB")), palette.colour_table()[ids])


def test_1x1_and_256_classes_come_back() -> None:
    palette = Palette(
        "full",
        (
            PaletteEntry(0, "unlabelled", (0, 0, 0)),
            *(PaletteEntry(number, f"c{number}", (number, 1, 2)) for number in range(1, 256)),
        ),
    )
    for ids in (np.array([[255]], dtype=np.uint8), np.arange(256, dtype=np.uint8).reshape(16, 16)):
        assert np.array_equal(read_label_png_bytes(label_png_bytes(ids, palette), palette), ids)


def test_colours_are_read_exactly(ids: np.ndarray, palette: Palette) -> None:
    rgb = palette.colour_table()[ids]
    assert np.array_equal(read_label_png_bytes(png(Image.fromarray(rgb)), palette), ids)


def test_transparent_pixels_are_unlabelled(ids: np.ndarray, palette: Palette) -> None:
    rgba = np.dstack([palette.colour_table()[ids], np.full(ids.shape, 255, dtype=np.uint8)])
    rgba[:5] = (9, 9, 9, 0)
    read = read_label_png_bytes(png(Image.fromarray(rgba)), palette)
    assert not read[:5].any()
    assert np.array_equal(read[5:], ids[5:])


def test_greyscale_holds_ids(ids: np.ndarray, palette: Palette) -> None:
    assert np.array_equal(read_label_png_bytes(png(Image.fromarray(ids)), palette), ids)


def test_an_indexed_file_in_our_colours_but_another_order_is_read_by_colour(ids: np.ndarray, palette: Palette) -> None:
    order = np.array([2, 7, 0, 1], dtype=np.uint8)
    index_of = np.zeros(256, dtype=np.uint8)
    index_of[order] = np.arange(4)
    image = Image.fromarray(index_of[ids])
    image.putpalette(palette.colour_table()[order].tobytes())
    assert np.array_equal(read_label_png_bytes(png(image), palette), ids)


def test_an_indexed_file_in_foreign_colours_is_read_by_index(ids: np.ndarray, palette: Palette) -> None:
    image = Image.fromarray(ids)
    image.putpalette(np.random.default_rng(1).integers(0, 256, 768, dtype=np.uint8).tobytes())
    assert np.array_equal(read_label_png_bytes(png(image), palette), ids)


def test_unknown_ids_are_listed_ten_and_counted(palette: Palette) -> None:
    image = Image.fromarray(np.arange(100, 115, dtype=np.uint8).reshape(3, 5))
    with pytest.raises(LabelMapError) as caught:
        read_label_png_bytes(png(image), palette, "map.png")
    assert str(caught.value) == (
        '"map.png" has 15 classes that the palette "test" lacks: '
        "100, 101, 102, 103, 104, 105, 106, 107, 108, 109 and 5 more."
    )
    assert caught.value.hint


def test_unknown_colours_are_listed_most_frequent_first_and_never_guessed(palette: Palette) -> None:
    rgb = np.full((4, 4, 3), (112, 172, 240), dtype=np.uint8)
    rgb[0, 0] = (112, 172, 241)
    rgb[1] = (255, 0, 0)
    with pytest.raises(LabelMapError, match=r"has 2 colours .* lacks: #ff0000, #70acf1\.$") as caught:
        read_label_png_bytes(png(Image.fromarray(rgb)), palette)
    assert caught.value.hint


def test_half_transparent_colours_are_listed_with_their_opacity(palette: Palette) -> None:
    rgba = np.full((2, 2, 4), (112, 172, 240, 128), dtype=np.uint8)
    with pytest.raises(LabelMapError, match=r"1 colour .*#70acf080"):
        read_label_png_bytes(png(Image.fromarray(rgba)), palette)


def test_writing_ids_that_the_palette_lacks_is_refused(tmp_path: Path, palette: Palette) -> None:
    with pytest.raises(LabelMapError, match="class 5"):
        write_label_png(tmp_path / "map.png", np.full((2, 2), 5, dtype=np.uint8), palette)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [(20_000, 20_000), (4097, 1), (1, 4097), (2**31 - 1, 2**31 - 1)])
def test_a_huge_image_of_our_own_is_refused_from_its_header(
    palette: Palette, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("decoded"))
    with pytest.raises(LabelMapError, match=f'"map.png" is {size[0]} x {size[1]} pixels') as caught:
        read_label_png_bytes(header_only(*size), palette, "map.png")
    assert "4096" in caught.value.hint


@pytest.mark.parametrize("size", [(20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_an_image_of_too_many_pixels_is_refused_from_its_header(
    tmp_path: Path, palette: Palette, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_, **__: pytest.fail("decoded"))
    (tmp_path / "map.png").write_bytes(header_only(*size))
    with pytest.raises(LabelMapError, match=r'"map\.png" .* pixels') as caught:
        read_label_png(tmp_path / "map.png", palette)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not a PNG image"),
        (b"\xff\xd8\xff\xe0 a photograph", "is not a PNG image"),
        (b"\x89PNG\r\n\x1a\n", "is damaged or cut short"),
        (header_only(8, 8), "is damaged or cut short"),
        (header_only(0, 8), "has no pixels"),
    ],
)
def test_what_is_no_label_map_is_refused_in_one_sentence(palette: Palette, data: bytes, said: str) -> None:
    with pytest.raises(LabelMapError, match=said) as caught:
        read_label_png_bytes(data, palette)
    assert caught.value.hint


def test_a_file_cut_or_damaged_before_its_end_mark_is_refused(ids: np.ndarray, palette: Palette) -> None:
    data = label_png_bytes(ids, palette)
    # The last twelve bytes are the end mark, which has no content; the last four of them its checksum.
    broken = [data[:length] for length in range(len(data) - 4)]
    rng = np.random.default_rng(0)
    for _ in range(500):
        damaged = bytearray(data)
        damaged[int(rng.integers(len(data) - 12))] ^= 1 << int(rng.integers(8))
        broken.append(bytes(damaged))
    for file in broken:
        with pytest.raises(LabelMapError, match=r"damaged|not a PNG|pixels"):
            read_label_png_bytes(file, palette)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, palette: Palette) -> None:
    for path in (tmp_path / "absent.png", tmp_path):
        with pytest.raises(LabelMapError, match=f'"{path.name}" could not be read') as caught:
            read_label_png(path, palette)
        assert caught.value.hint


def test_a_full_disk_keeps_the_old_map(
    tmp_path: Path, ids: np.ndarray, palette: Palette, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.png"
    write_label_png(path, ids, palette)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(SaveError, match="the disk is full"):
            write_label_png(path, np.zeros_like(ids), palette)
    assert [file.name for file in tmp_path.iterdir()] == ["map.png"]
    assert np.array_equal(read_label_png(path, palette), ids)
