"""Label maps as other programs write them: what is stored, which reading is plain, and which ones are offered."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from canvas.errors import LabelMapError
from canvas.label_maps.evidence import Evidence, UnclearLabelMapError, weigh
from canvas.label_maps.reading import read
from canvas.label_maps.rule import Rule, Way, rule_of
from canvas.label_maps.samples import samples_of
from canvas.label_png import colour_png_bytes, read_label_png
from canvas.palette import Palette, PaletteEntry

_COLOURS = [(0, 0, 0), (112, 172, 240), (24, 84, 168), (90, 140, 60), (150, 120, 90), (220, 200, 160), (240, 240, 240)]


@pytest.fixture
def palette() -> Palette:
    names = ("unlabelled", "sky", "water", "grass", "rock", "sand", "snow")
    return Palette("seven", tuple(PaletteEntry(i, names[i], rgb) for i, rgb in enumerate(_COLOURS)))


@pytest.fixture
def gaps() -> Palette:
    """Ids with gaps, as Cityscapes numbers its classes."""
    names = {0: "unlabelled", 7: "road", 8: "sidewalk", 11: "building", 23: "sky"}
    entries = (PaletteEntry(i, name, (i, 2 * i, 255 - i if i else 0)) for i, name in names.items())
    return Palette("gaps", tuple(entries))


def regions(*values: int, side: int = 24) -> np.ndarray:
    """Stripes of these values, as regions are."""
    return np.repeat(np.array(values), side)[None].repeat(20, 0)


def raw_png(
    samples: np.ndarray,
    depth: int,
    kind: int,
    table: list[int] | None = None,
    clear: bytes | None = None,
    extra: tuple[tuple[bytes, bytes], ...] = (),
) -> bytes:
    """A PNG of (H, W) or (H, W, channels) samples of `depth` bits, of PNG's colour type `kind`."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b""
    for row in samples.reshape(len(samples), -1).tolist():
        bits = "".join(format(value, f"0{depth}b") for value in row)
        bits += "0" * (-len(bits) % 8)
        rows += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    height, width = samples.shape[:2]
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)), *extra]
    parts += [(b"PLTE", bytes(table))] if table is not None else []
    parts += [(b"tRNS", clear)] if clear is not None else []
    parts += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


def saved(pixels: np.ndarray, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


def evidence(data: bytes, palette: Palette) -> Evidence:
    return weigh(samples_of(data, "map.png"), palette)


def plain(data: bytes, palette: Palette) -> np.ndarray:
    found = evidence(data, palette)
    assert found.evident is not None, found.reason
    return found.evident.ids


def offered(data: bytes, palette: Palette) -> list[str]:
    found = evidence(data, palette)
    assert found.evident is None
    return [reading.rule.text(palette) for reading in found.readings]


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_grey_samples_are_numbers_at_every_depth(palette: Palette, depth: int) -> None:
    ids = regions(*range(min(7, 2**depth)))
    assert np.array_equal(plain(raw_png(ids, depth, 0), palette), ids)


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "BMP", "WEBP", "PPM"])
def test_other_formats_that_keep_colours_are_read(palette: Palette, kind: str) -> None:
    ids = regions(0, 1, 2, 5, 6).astype(np.uint8)
    options = {"lossless": True} if kind == "WEBP" else {}
    assert np.array_equal(plain(saved(ids, kind, **options), palette), ids)
    coloured = palette.colour_table()[ids]
    assert np.array_equal(plain(saved(coloured, kind, **options), palette), ids)


@pytest.mark.parametrize("dtype", [np.uint16, np.int32, np.float32])
def test_numbers_of_wide_tiffs_are_read(palette: Palette, dtype: type) -> None:
    ids = regions(0, 1, 2, 6)
    assert np.array_equal(plain(saved(ids.astype(dtype), "TIFF"), palette), ids)


def test_fractions_are_no_classes(palette: Palette) -> None:
    with pytest.raises(LabelMapError, match="fractions"):
        samples_of(saved(np.full((4, 4), 0.5, np.float32), "TIFF"), "map.tif")


@pytest.mark.parametrize("kind", [2, 4, 6])
def test_numbers_in_16_bits_of_colour_are_numbers(palette: Palette, kind: int) -> None:
    ids = regions(0, 3, 5, 6)
    opaque = np.full_like(ids, 65535)
    channels = {2: [ids] * 3, 4: [ids, opaque], 6: [ids, ids, ids, opaque]}[kind]
    assert np.array_equal(plain(raw_png(np.dstack(channels), 16, kind), palette), ids)


def test_colours_in_16_bits_are_exact_or_a_question(palette: Palette) -> None:
    ids = regions(0, 3, 5, 6)
    colours = palette.colour_table()[ids].astype(np.int64)
    for exact in (colours * 257, colours * 256):
        assert np.array_equal(plain(raw_png(exact, 16, 2), palette), ids)
    assert offered(raw_png(colours * 257 + (colours > 0) * 3, 16, 2), palette) == ["nearest"]


def test_a_tiff_where_zero_is_white_holds_the_numbers_that_it_holds(palette: Palette) -> None:
    ids = regions(0, 3, 5, 6)
    stored = (255 - ids).astype(np.uint8)
    data = bytearray(saved(stored, "TIFF", tiffinfo={262: 1}))
    at = data.index(struct.pack("<HHI", 262, 3, 1)) + 8
    assert data[at] == 1
    data[at] = 0
    assert np.array_equal(samples_of(bytes(data), "map").values, stored)


@pytest.mark.parametrize("channel", [0, 2])
def test_numbers_in_one_channel_alone_are_numbers(palette: Palette, channel: int) -> None:
    ids = regions(0, 0, 0, 0, 3, 5)
    colours = np.zeros((*ids.shape, 3), np.uint8)
    colours[..., channel] = ids
    assert np.array_equal(plain(saved(colours), palette), ids)


def test_few_equal_channels_on_much_black_are_numbers(palette: Palette) -> None:
    ids = regions(0, 0, 0, 0, 0, 3, 5)
    assert np.array_equal(plain(saved(np.dstack([ids] * 3).astype(np.uint8)), palette), ids)
    mask = regions(0, 0, 0, 255)
    assert offered(saved(np.dstack([mask] * 3).astype(np.uint8)), palette)[0] == "mask:sky"


def test_numbers_of_a_lossy_file_are_a_question(palette: Palette) -> None:
    ids = regions(0, 3, 5, 6).astype(np.uint8)
    assert offered(saved(ids, "JPEG", quality=95), palette) == ["numbers"]


@pytest.mark.parametrize("empty", [float("nan"), -1, -9999, 65535])
def test_what_gis_calls_no_data_is_unlabelled_and_said(palette: Palette, empty: float) -> None:
    ids = regions(0, 3, 5, 6)
    data = saved(np.where(ids == 0, empty, ids).astype(np.float32), "TIFF")
    assert np.array_equal(plain(data, palette), ids)
    assert evidence(data, palette).notes


def test_doubles_are_numbers_as_floats_are(palette: Palette) -> None:
    ids = regions(0, 3, 5, 6)
    data = cv2.imencode(".tiff", ids.astype(np.float64))[1].tobytes()
    assert np.array_equal(plain(data, palette), ids)


def test_what_cityscapes_does_not_count_keeps_its_class(palette: Palette) -> None:
    ids = regions(0, 3, 5, 6)
    counted = np.where(ids > 4, ids * 1000 + 2, ids).astype(np.uint16)
    reading = next(each for each in evidence(saved(counted), palette).readings if each.rule == Rule(Way.HIGH, 1000))
    assert np.array_equal(reading.ids, ids)


def test_equal_red_green_and_blue_are_numbers(palette: Palette) -> None:
    ids = regions(0, 1, 2, 3).astype(np.uint8)
    assert np.array_equal(plain(saved(np.dstack([ids] * 3)), palette), ids)
    assert np.array_equal(plain(saved(np.dstack([ids] * 3 + [np.full_like(ids, 255)])), palette), ids)


@pytest.mark.parametrize("under", [(0, 0, 0), (255, 255, 255), (112, 172, 240)])
def test_an_indexed_copy_of_our_colours_is_what_it_was(palette: Palette, under: tuple[int, int, int]) -> None:
    ids = regions(0, 1, 3).astype(np.uint8)
    order = [3, 0, 1]
    table = [value for class_id in order for value in (_COLOURS[class_id] if class_id else under)]
    clear = bytes(0 if class_id == 0 else 255 for class_id in order)
    indices = np.argsort(order)[np.searchsorted([0, 1, 3], ids)]
    original = np.asarray(Image.open(io.BytesIO(colour_png_bytes(ids, palette))))
    data = raw_png(indices, 2, 3, table, clear)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))[..., 3], original[..., 3])
    assert np.array_equal(plain(data, palette), ids)


def test_one_stray_colour_does_not_turn_colours_into_numbers(palette: Palette) -> None:
    ids = regions(0, 1, 3)
    order = [1, 3, 0]
    indices = np.argsort(order)[np.searchsorted([0, 1, 3], ids)]
    indices[0, 0] = 3
    data = raw_png(indices, 8, 3, [value for class_id in order for value in _COLOURS[class_id]] + [113, 172, 240])
    assert offered(data, palette)[:2] == ["nearest", "numbers"]
    nearest = evidence(data, palette).readings[0]
    assert (nearest.ids != ids).sum() <= 1
    assert nearest.lost == pytest.approx(1 / ids.size)


def test_transparent_numbers_are_a_question(palette: Palette) -> None:
    data = raw_png(regions(1, 2, 3), 8, 0, clear=struct.pack(">H", 2))
    assert offered(data, palette)[:2] == ["numbers", "opaque"]
    hidden, shown = evidence(data, palette).readings[:2]
    assert hidden.shown == (0, 1, 3)
    assert shown.shown == (1, 2, 3)


@pytest.mark.parametrize("ignored", [254, 255])
def test_the_number_of_what_nobody_labelled_is_unlabelled_and_said(palette: Palette, ignored: int) -> None:
    data = saved(regions(0, 1, 5, ignored).astype(np.uint8))
    found = evidence(data, palette)
    assert found.evident is not None
    assert np.array_equal(found.evident.ids, regions(0, 1, 5, 0))
    assert str(ignored) in found.notes[0]
    assert "from-0" in [reading.rule.text(palette) for reading in found.readings]


def test_255_is_a_class_where_the_palette_has_it() -> None:
    palette = Palette("p", (PaletteEntry(0, "unlabelled", (0, 0, 0)), PaletteEntry(255, "void", (9, 9, 9))))
    assert np.array_equal(plain(saved(regions(0, 255).astype(np.uint8)), palette), regions(0, 255))


def test_numbers_counted_from_zero_are_offered(gaps: Palette) -> None:
    data = saved(regions(0, 1, 3, 255).astype(np.uint8))
    assert offered(data, gaps)[0] == "from-0"
    assert np.array_equal(evidence(data, gaps).readings[0].ids, regions(7, 8, 23, 0))


def test_numbers_counted_from_one_are_offered(gaps: Palette) -> None:
    data = saved(regions(0, 1, 4).astype(np.uint8))
    assert "from-1" in offered(data, gaps)
    reading = read(samples_of(data, "map"), gaps, Rule(Way.FROM_ONE))
    assert reading is not None
    assert np.array_equal(reading.ids, regions(0, 7, 23))


@pytest.mark.parametrize("part", [256, 1000])
def test_numbers_that_count_things_are_offered_without_the_count(palette: Palette, part: int) -> None:
    data = raw_png(regions(part + 3, 3 * part, 6 * part + 2), 16, 0)
    assert f"high:{part}" in offered(data, palette)
    reading = read(samples_of(data, "map"), palette, Rule(Way.HIGH, part))
    assert reading is not None
    assert np.array_equal(reading.ids, regions(1, 3, 6))


def test_a_mask_of_two_values_may_be_any_class(palette: Palette) -> None:
    data = saved(regions(0, 255).astype(np.uint8))
    assert offered(data, palette) == [f"mask:{name}" for name in ("sky", "water", "grass", "rock", "sand", "snow")]
    assert np.array_equal(evidence(data, palette).readings[1].ids, regions(0, 2))


def test_more_numbers_than_the_palette_has_are_offered_with_what_is_lost(palette: Palette) -> None:
    data = saved(regions(0, 1, 30, 31).astype(np.uint8))
    found = evidence(data, palette)
    assert found.evident is None
    assert "lacks: 30, 31" in found.reason
    assert found.readings[0].rule.way is Way.NUMBERS
    assert found.readings[0].lost == pytest.approx(0.5)
    assert np.array_equal(found.readings[0].ids, regions(0, 1, 0, 0))


def test_smooth_edges_become_one_of_their_two_sides(palette: Palette) -> None:
    ids = np.zeros((200, 300), np.uint8)
    cv2.circle(ids, (150, 100), 75, 5, -1)
    ids[150:] = 2
    big = cv2.resize(ids, (600, 400), interpolation=cv2.INTER_NEAREST)
    smooth = cv2.resize(palette.colour_table()[big], (300, 200), interpolation=cv2.INTER_LINEAR)
    smooth = cv2.GaussianBlur(smooth, (3, 3), 0)
    assert offered(saved(smooth), palette) == ["nearest"]
    nearest = evidence(saved(smooth), palette).readings[0]
    assert nearest.shown == (0, 2, 5)
    assert (nearest.ids != ids).mean() < 0.02
    assert 0 < nearest.lost < 0.1


def test_a_jpeg_of_a_map_is_offered_and_a_photo_is_not(palette: Palette) -> None:
    ids = np.zeros((96, 96), np.uint8)
    ids[:, 48:] = 5
    data = saved(palette.colour_table()[ids], "JPEG", quality=90)
    assert offered(data, palette) == ["nearest"]
    assert (evidence(data, palette).readings[0].ids != ids).mean() < 0.02
    noise = np.random.default_rng(0).integers(0, 255, (96, 96, 3), np.uint8)
    assert offered(saved(noise, "JPEG"), palette) == []
    assert offered(saved(noise), palette) == []


def test_a_map_larger_than_a_drawing_is_thinned_out(palette: Palette, tmp_path: Path) -> None:
    ids = np.zeros((100, 5000), np.uint8)
    ids[:, 2500:] = 3
    (tmp_path / "map.png").write_bytes(saved(ids))
    found = evidence((tmp_path / "map.png").read_bytes(), palette)
    assert found.evident is not None
    assert found.evident.ids.shape == (82, 4096)
    assert np.array_equal(found.evident.ids[0], np.repeat([0, 3], 2048))
    assert "5000 x 100" in found.notes[0]


@pytest.mark.parametrize("extra", [b"zTXt", b"iCCP"])
def test_what_is_beside_the_pixels_stops_nobody(palette: Palette, extra: bytes) -> None:
    huge = b"profile\0\0" + zlib.compress(bytes(3 * 10**6))
    data = raw_png(regions(0, 1), 8, 0, extra=((extra, huge),))
    assert np.array_equal(plain(data, palette), regions(0, 1))


@pytest.mark.parametrize("values", [(0, 1), (1, 0)])
def test_black_and_white_is_no_plain_map(palette: Palette, values: tuple[int, int]) -> None:
    assert not evidence(raw_png(regions(*values), 1, 0), palette).is_plain_map
    lines = np.where(regions(*values)[..., None], 240, 0).repeat(3, -1).astype(np.uint8)
    assert not evidence(saved(lines), palette).is_plain_map


def test_numbers_in_regions_are_a_plain_map_and_noise_is_not(palette: Palette) -> None:
    assert evidence(saved(regions(0, 1, 4).astype(np.uint8)), palette).is_plain_map
    noise = np.random.default_rng(0).integers(0, 6, (40, 40)).astype(np.uint8)
    assert not evidence(saved(noise), palette).is_plain_map


def test_an_indexed_picture_in_colours_of_its_own_is_no_plain_map(palette: Palette) -> None:
    art = Image.fromarray(np.random.default_rng(3).integers(0, 255, (40, 40, 3), np.uint8)).quantize(4)
    stream = io.BytesIO()
    art.save(stream, "PNG")
    assert not evidence(stream.getvalue(), palette).is_plain_map


def test_an_unclear_map_is_an_error_that_brings_its_readings(palette: Palette, tmp_path: Path) -> None:
    (tmp_path / "mask.png").write_bytes(saved(regions(0, 255).astype(np.uint8)))
    with pytest.raises(UnclearLabelMapError, match=r'"mask.png" has 1 class .* lacks: 255\.') as caught:
        read_label_png(tmp_path / "mask.png", palette)
    assert caught.value.evidence.readings


def test_rules_have_a_word(palette: Palette) -> None:
    rules = [Rule(way) for way in Way if way not in (Way.MASK, Way.HIGH)]
    for rule in (*rules, Rule(Way.MASK, 5), Rule(Way.HIGH, 256), Rule(Way.HIGH, 1000)):
        assert rule_of(rule.text(palette), palette) == rule
        assert rule.title(palette)


@pytest.mark.parametrize("word", ["", "mask", "mask:unlabelled", "mask:nothing", "high:7", "colors", "numbers:3"])
def test_other_words_are_refused(palette: Palette, word: str) -> None:
    with pytest.raises(LabelMapError) as caught:
        rule_of(word, palette)
    assert caught.value.hint


def test_twelve_megapixels_of_a_photo_are_judged_without_sorting_them(
    palette: Palette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorting the colours of a photo took 27 seconds."""
    sizes: list[int] = []
    unique = np.unique
    monkeypatch.setattr(np, "unique", lambda values, **options: sizes.append(values.size) or unique(values, **options))
    noise = np.random.default_rng(0).integers(0, 255, (600, 800, 3), np.uint8)
    assert evidence(saved(noise), palette).evident is None
    assert all(size <= 4096 for size in sizes)


def test_black_ink_on_nothing_is_no_plain_map(palette: Palette) -> None:
    ink = np.where(regions(0, 0, 1, 0) > 0, 255, 0).astype(np.uint8)
    image = Image.merge("LA", [Image.new("L", ink.shape[::-1]), Image.fromarray(ink)])
    stream = io.BytesIO()
    image.save(stream, "PNG")
    assert not evidence(stream.getvalue(), palette).is_plain_map


def test_red_and_blue_in_the_other_order_are_offered_so(palette: Palette) -> None:
    ids = regions(0, 1, 3, 5)
    colours = np.ascontiguousarray(palette.colour_table()[ids][..., ::-1])
    first = evidence(saved(colours), palette).readings[0]
    assert first.rule == Rule(Way.EXCHANGED)
    assert np.array_equal(first.ids, ids)
