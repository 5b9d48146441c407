"""Files as a bad disk, a bad transfer or a bad person leaves them: seeded, and deeper than flipped bits.

Each kind of file is also damaged inside its own checksums, so that the damage reaches the readers behind them.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

Rng = np.random.Generator

_PNG = b"\x89PNG\r\n\x1a\n"
_JOURNAL_HEAD = struct.Struct("<cII")
_BOMB_BYTES = 130 * 2**20
"""More than the readers unpack of one entry."""
_SIZES = (0, 1, 2, 4096, 4097, 65_535, 2**31 - 1, 2**31, 2**32 - 1)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    256,
    2**31,
    2**64,
    1e308,
    -0.5,
    float("nan"),
    float("inf"),
    "",
    " ",
    "ünïcode",
    "a" * 10_000,
    "\ud800",
    "\x00",
    "../../etc/passwd",
    [],
    {},
    [[]],
    [1, 2],
    {"id": 0},
)
_NOT_TEXT = (b"\xff\xfe\x00", b"\xc3\x28", b"\xed\xa0\x80", b"\x00")


def mutated(data: bytes, suffix: str, rng: Rng) -> bytes:
    """Damage a file of this kind, which may be one that nothing is known of."""
    deep = _WAYS.get(suffix)
    if deep is None or rng.random() < 0.3:
        return _bytes(data, rng)
    return deep(data, rng)


@cache
def _bomb() -> bytes:
    return zlib.compress(bytes(_BOMB_BYTES), 1)


def _chosen(rng: Rng, acts: tuple[Callable[[], bytes], ...]) -> bytes:
    return acts[rng.integers(len(acts))]()


def _bytes(data: bytes, rng: Rng) -> bytes:
    """Damage that knows nothing of the kind of file."""

    def flip() -> bytes:
        spoiled = bytearray(data)
        for at in rng.integers(0, max(len(data), 1), int(rng.integers(1, 9))):
            if at < len(spoiled):
                spoiled[at] ^= 1 << int(rng.integers(8))
        return bytes(spoiled)

    def cut() -> bytes:
        return data[: int(rng.integers(0, len(data) + 1))]

    def hole() -> bytes:
        start, length = int(rng.integers(0, len(data) + 1)), int(rng.integers(1, 600))
        return data[:start] + bytes(length) + data[start + length :]

    def lost() -> bytes:
        start, length = int(rng.integers(0, len(data) + 1)), int(rng.integers(1, 600))
        return data[:start] + data[start + length :]

    def twice() -> bytes:
        start, length = int(rng.integers(0, len(data) + 1)), int(rng.integers(1, 600))
        return data[: start + length] + data[start:]

    def noise() -> bytes:
        start = int(rng.integers(0, len(data) + 1))
        return data[:start] + rng.bytes(int(rng.integers(1, 600))) + data[start:]

    return _chosen(rng, (flip, flip, cut, hole, lost, twice, noise, lambda: b"", lambda: rng.bytes(500)))


def _archive(data: bytes, rng: Rng) -> bytes:
    """Damage inside an OpenRaster file whose archive is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    names = list(entries)
    first, second = (names[int(rng.integers(len(names)))] for _ in range(2))

    def spoil() -> bytes:
        kind = first[first.rfind(".") :] if "." in first else ""
        entries[first] = mutated(entries[first], kind, rng)
        return _zipped(entries)

    def swap() -> bytes:
        entries[first], entries[second] = entries[second], entries[first]
        return _zipped(entries)

    def drop() -> bytes:
        del entries[first]
        return _zipped(entries)

    def rename() -> bytes:
        return _zipped({("../" + name if name == first else name): part for name, part in entries.items()})

    def bomb() -> bytes:
        entries[first] = bytes(_BOMB_BYTES)
        return _zipped(entries)

    def resize() -> bytes:
        w, h = (_SIZES[int(rng.integers(len(_SIZES)))] for _ in range(2))
        entries["stack.xml"] = entries["stack.xml"].replace(b' w="', f' w="{w}" x-w="'.encode(), 1)
        if rng.random() < 0.5:
            entries["stack.xml"] = entries["stack.xml"].replace(b' h="', f' h="{h}" x-h="'.encode(), 1)
        return _zipped(entries)

    def move() -> bytes:
        at = (b"-1", b"1e9", b"nan", b"inf", b"-99999999999999999999", b"x", b"")[int(rng.integers(7))]
        entries["stack.xml"] = entries["stack.xml"].replace(b'x="0"', b'x="' + at + b'"')
        return _zipped(entries)

    def xml() -> bytes:
        entries["stack.xml"] = (
            b"<image w='9' h='9'>" + b"<stack>" * 5000,
            b"<!DOCTYPE a [<!ENTITY b 'c'>]><image w='9' h='9'><stack>&b;</stack></image>",
            b"",
            b"<image/>",
            b"\xff\xfe<image w='9' h='9'/>",
            b"<image w='9' h='9'>" + b"<layer src='data/layer0.png'/>" * 300 + b"</image>",
            entries["stack.xml"].replace(b"data/layer0.png", b"stack.xml"),
            entries["stack.xml"].replace(b"UTF-8", b"UTF-99"),
        )[int(rng.integers(8))]
        return _zipped(entries)

    def lie() -> bytes:
        """Another size in the directory than in the entry."""
        spoiled = bytearray(_zipped(entries))
        at = spoiled.rfind(b"PK\x01\x02")
        spoiled[at + 24 : at + 28] = struct.pack("<I", _SIZES[int(rng.integers(len(_SIZES)))])
        return bytes(spoiled)

    def pack() -> bytes:
        return _zipped(entries, (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)[int(rng.integers(2))])

    def many() -> bytes:
        return _zipped({**entries, **{f"data/{number}": b"" for number in range(3000)}})

    return _chosen(
        rng, (spoil, spoil, spoil, spoil, swap, swap, drop, rename, bomb, resize, move, xml, lie, pack, many)
    )


def _zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method, compresslevel=1) as archive:
        for name, data in entries.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else method)
    return stream.getvalue()


def _png(data: bytes, rng: Rng) -> bytes:
    """Damage inside the chunks of a PNG, whose checksums are right."""
    chunks = _chunks(data)
    place = int(rng.integers(len(chunks)))
    kind, body = chunks[place]

    def spoil() -> bytes:
        chunks[place] = kind, _bytes(body, rng)
        return _joined(chunks)

    def text() -> bytes:
        for number, (each, content) in enumerate(chunks):
            if each == b"iTXt" and rng.random() < 0.7:
                chunks[number] = each, _spoiled_text(content, rng)
        return _joined(chunks)

    def header() -> bytes:
        size = [_SIZES[int(rng.integers(len(_SIZES)))] for _ in range(2)]
        old = struct.unpack(">II", chunks[0][1][:8])
        kept = int(rng.integers(3))
        new = struct.pack(">II", *(old[i] if i == kept else size[i] for i in range(2)))
        chunks[0] = b"IHDR", new + chunks[0][1][8:]
        return _joined(chunks)

    def depth() -> bytes:
        flags = bytes(int(rng.choice((0, 1, 2, 3, 4, 6, 8, 16, 255))) for _ in range(5))
        chunks[0] = b"IHDR", chunks[0][1][:8] + flags
        return _joined(chunks)

    def drop() -> bytes:
        del chunks[place]
        return _joined(chunks)

    def swap() -> bytes:
        other = int(rng.integers(len(chunks)))
        chunks[place], chunks[other] = chunks[other], chunks[place]
        return _joined(chunks)

    def again() -> bytes:
        chunks.insert(place, chunks[int(rng.integers(len(chunks)))])
        return _joined(chunks)

    def pixels() -> bytes:
        is_bomb = rng.random() < 0.3
        chunks[place] = b"IDAT", _bomb() if is_bomb else zlib.compress(bytes(int(rng.integers(1, 2**20))))
        return _joined(chunks)

    def bomb() -> bytes:
        chunks.insert(1, (b"zTXt", b"sinopia-recipe\0\0" + _bomb()))
        return _joined(chunks)

    def strange() -> bytes:
        extra = (b"acTL", b"fcTL", b"tRNS", b"PLTE", b"eXIf", b"iCCP", b"gAMA", b"pHYs", b"zTXt", b"iTXt", b"sRGB")
        chunks.insert(place, (extra[int(rng.integers(len(extra)))], rng.bytes(int(rng.integers(0, 40)))))
        return _joined(chunks)

    def endless() -> bytes:
        start = data.index(kind)
        return data[: start - 4] + struct.pack(">I", _SIZES[int(rng.integers(len(_SIZES)))]) + data[start:]

    return _chosen(
        rng, (spoil, spoil, text, text, text, header, depth, drop, swap, again, pixels, bomb, strange, endless)
    )


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    chunks, at = [], len(_PNG)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return chunks


def _joined(chunks: list[tuple[bytes, bytes]]) -> bytes:
    parts = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    ]
    return _PNG + b"".join(parts)


def _spoiled_text(content: bytes, rng: Rng) -> bytes:
    """An iTXt chunk whose text is damaged: keyword, 0, is packed, method, language, 0, keyword, 0, text."""
    keyword, _, rest = content.partition(b"\0")
    is_packed = rest[:1] == b"\1"
    text = rest[2:].split(b"\0", 2)[2]
    plain = zlib.decompress(text) if is_packed else text
    try:
        json.loads(plain)
    except ValueError:
        spoiled = _bytes(plain, rng)
    else:
        spoiled = _json(plain, rng)
    return keyword + b"\0\0\0\0\0" + spoiled


def _json(data: bytes, rng: Rng) -> bytes:
    """Damage inside JSON: another value, a missing or a strange key, far too deep, not text."""
    content = json.loads(data)

    def value() -> bytes:
        for _ in range(int(rng.integers(1, 3))):
            _replace(content, _VALUES[int(rng.integers(len(_VALUES)))], rng)
        return json.dumps(content).encode()

    def deep() -> bytes:
        depth = 100_000
        opening, closing = ((b"[", b"]"), (b'{"a":', b"}"))[int(rng.integers(2))]
        if rng.random() < 0.5:
            return opening * depth + b"1" + closing * depth
        _replace(content, "HERE", rng)
        return json.dumps(content).encode().replace(b'"HERE"', opening * depth + b"1" + closing * depth)

    def long() -> bytes:
        _replace(content, "HERE", rng)
        return json.dumps(content).encode().replace(b'"HERE"', b"9" * 5000)

    def not_text() -> bytes:
        at = int(rng.integers(len(data)))
        return data[:at] + _NOT_TEXT[int(rng.integers(len(_NOT_TEXT)))] + data[at:]

    def other() -> bytes:
        return json.dumps(_VALUES[int(rng.integers(len(_VALUES)))]).encode()

    return _chosen(rng, (value, value, value, value, deep, long, not_text, other, lambda: b"\xef\xbb\xbf" + data))


def _replace(content: Any, value: Any, rng: Rng) -> None:
    """Put `value` in place of something inside `content`."""
    places: list[tuple[Any, Any]] = []

    def walk(part: Any) -> None:
        keys = list(part) if isinstance(part, dict) else list(range(len(part))) if isinstance(part, list) else []
        for key in keys:
            places.append((part, key))
            walk(part[key])

    walk(content)
    if places:
        part, key = places[int(rng.integers(len(places)))]
        if isinstance(part, dict) and rng.random() < 0.2:
            part[str(_VALUES[int(rng.integers(len(_VALUES)))])] = part.pop(key)
        else:
            part[key] = value


def _table(data: bytes, rng: Rng) -> bytes:
    """Damage inside the lines of a text: a cell with something else, a line with more or fewer, another separator."""
    lines = data.split(b"\n")
    place = int(rng.integers(len(lines)))
    strange = str(_VALUES[int(rng.integers(len(_VALUES)))]).encode("utf-8", "replace")
    act = int(rng.integers(7))
    if act == 0:
        cells = lines[place].split(b",")
        cells[int(rng.integers(len(cells)))] = strange
        lines[place] = b",".join(cells)
    elif act == 1:
        lines[place] = lines[place].replace(b",", (b";", b"\t", b",,", b" ")[int(rng.integers(4))])
    elif act == 2:
        lines.insert(place, lines[int(rng.integers(len(lines)))])
    elif act == 3:
        lines[place] += b',"' + strange
    elif act == 4:
        lines[place] = _NOT_TEXT[int(rng.integers(len(_NOT_TEXT)))]
    elif act == 5:
        lines = lines * 2000
    else:
        del lines[place]
    return b"\n".join(lines)


def _journal(data: bytes, rng: Rng) -> bytes:
    """Damage inside the entries of a journal, whose checksums are right."""
    at = data.index(b"\n") + 1
    magic, entries = data[:at], []
    while at < len(data):
        kind, length, _ = _JOURNAL_HEAD.unpack_from(data, at)
        entries.append((kind, data[at + _JOURNAL_HEAD.size : at + _JOURNAL_HEAD.size + length]))
        at += _JOURNAL_HEAD.size + length
    place = int(rng.integers(len(entries)))
    kind, body = entries[place]
    act = int(rng.integers(6))
    if act == 0:
        entries[place] = kind, _bytes(body, rng)
    elif act == 1:
        del entries[place]
    elif act == 2:
        entries[place] = (b"W", b"P", b"?", b"K", b"\0")[int(rng.integers(5))], body
    elif act == 3 and kind == b"P":
        sides = struct.pack("<4I", *(_SIZES[int(rng.integers(len(_SIZES)))] for _ in range(4)))
        entries[place] = kind, sides + body[16:]
    elif act == 4:
        entries[place] = kind, body[:16] + _bomb()
    elif kind == b"W":
        (length,) = struct.unpack_from("<I", body)
        text = _json(body[4 : 4 + length], rng)
        entries[place] = kind, struct.pack("<I", len(text)) + text + body[4 + length :]
    return magic + b"".join(
        _JOURNAL_HEAD.pack(each, len(content), zlib.crc32(each + content)) + content for each, content in entries
    )


_WAYS: dict[str, Callable[[bytes, Rng], bytes]] = {
    ".ora": _archive,
    ".png": _png,
    ".json": _json,
    ".csv": _table,
    ".gpl": _table,
    ".journal": _journal,
}
