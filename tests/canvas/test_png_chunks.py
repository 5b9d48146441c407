"""A PNG without what its pixels do not need."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from canvas.png_chunks import SIGNATURE, critical_png


def chunk(kind: bytes, data: bytes, wrong: int = 0) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) ^ wrong)


def png(*extra: bytes) -> bytes:
    """An indexed PNG of 4 x 2, of which index 0 is clear, with chunks behind its header."""
    image = Image.fromarray(np.arange(8, dtype=np.uint8).reshape(2, 4))
    image.putpalette(bytes(range(24)))
    stream = io.BytesIO()
    image.save(stream, "PNG", transparency=0)
    data = stream.getvalue()
    return data[:33] + b"".join(extra) + data[33:]


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    "extra",
    [
        chunk(b"zTXt", b"key\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iTXt", b"key\0\1\0\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iCCP", b"name\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"tEXt", b"key\0text", wrong=1),
        chunk(b"gAMA", b"\0", wrong=1),
    ],
    ids=["zTXt", "iTXt", "iCCP", "tEXt", "gAMA"],
)
def test_a_chunk_beside_the_pixels_stops_nobody(extra):
    with pytest.raises((OSError, ValueError, SyntaxError, struct.error)):
        opened(png(extra))
    image = opened(critical_png(png(extra), also=(b"gAMA",)))
    assert np.asarray(image).tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert image.getpalette()[:24] == list(range(24))
    assert image.info["transparency"] == 0


def test_what_is_asked_for_is_kept_where_it_is_sound():
    sound, broken = chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"eXIf", b"II", wrong=1)
    found = critical_png(png(sound, broken, chunk(b"tEXt", b"key\0text")), also=(b"gAMA", b"eXIf"))
    assert found == png(sound)


def test_a_file_that_is_cut_short_or_no_png_is_left_to_its_reader():
    assert critical_png(b"GIF89a") == b"GIF89a"
    assert critical_png(SIGNATURE) == SIGNATURE
    whole = png()
    for end in (40, len(whole) - 20, len(whole) - 2):
        assert whole.startswith(critical_png(whole[:end]))
    assert critical_png(whole + b"more") == whole
