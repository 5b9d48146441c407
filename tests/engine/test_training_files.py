"""Data sets as people have them: names, numberings and files from many programs, and files from strangers."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import DataError
from engine.training.data.dataset import PictureSet
from engine.training.data.members import find_members
from engine.training.data.numbering import Numbering
from engine.training.data.shards import LeftOut, Place, ShardStream, named_shards, read_shard
from engine.training.data.tar_files import LARGEST_MEMBER
from tests.engine.test_training import CLASSES, example, jpeg, png


def raised(error: DataError) -> None:
    raise error


def add(tar: tarfile.TarFile, name: str, data: bytes, **record: object) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in record.items():
        setattr(info, key, value)
    tar.addfile(info, io.BytesIO(data))


def pair(folder: Path, name: str, labels: np.ndarray | bytes, seed: int = 0, picture: str = ".jpg") -> None:
    data = labels if isinstance(labels, bytes) else png(labels)
    (folder / f"{name}{picture}").write_bytes(jpeg(example(seed)[0]))
    (folder / f"{name}.png").write_bytes(data)


def grey_png(values: np.ndarray, depth: int, colour_type: int = 0) -> bytes:
    """A grey or indexed PNG of so many bits a sample, as no library here writes it."""
    rows = b""
    for row in values:
        bits = "".join(f"{int(value):0{depth}b}" for value in row)
        rows += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = values.shape
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0))]
    if colour_type == 3:
        parts.append(chunk(b"PLTE", bytes(range(3 * 2 ** min(depth, 6)))))
    return b"\x89PNG\r\n\x1a\n" + b"".join([*parts, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")])


def classes_of(folder: Path, *ids: int, **record: object) -> None:
    listed = [{"id": each, "name": f"class {each}", "rgb": [each % 256, 0, 0]} for each in ids]
    (folder / "classes.json").write_text(json.dumps({"classes": listed, **record}))


def only(folder: Path, numbering: Numbering | None = None) -> np.ndarray:
    return PictureSet(folder, 16, "test", numbering=numbering)[0].labels


MAP = np.arange(256).reshape(16, 16) % 16


@pytest.mark.parametrize(
    "data",
    [
        grey_png(MAP % 2, 1),
        grey_png(MAP % 4, 2),
        grey_png(MAP, 4),
        grey_png(MAP, 8),
        grey_png(MAP, 16),
        grey_png(MAP % 2, 1, 3),
        grey_png(MAP % 4, 2, 3),
        grey_png(MAP, 4, 3),
        png(np.repeat(MAP[..., None], 3, 2).astype(np.uint8)),
        png(np.dstack([MAP, MAP, MAP, np.full_like(MAP, 255)]).astype(np.uint8)),
        png(np.dstack([MAP, np.full_like(MAP, 255)]).astype(np.uint8)),
    ],
)
def test_a_label_map_holds_its_samples_whatever_its_form(tmp_path, data):
    classes_of(tmp_path, *range(1, 16))
    pair(tmp_path, "a", data)
    found = only(tmp_path)
    assert np.array_equal(found, MAP % (int(found.max()) + 1))
    assert found.max() in (1, 3, 15)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (png(np.dstack([MAP, MAP + 1, MAP]).astype(np.uint8)), "the label map is RGB, not class ids"),
        (png(np.dstack([MAP, MAP, MAP, MAP]).astype(np.uint8)), "the label map is RGBA, not class ids"),
        (jpeg(np.repeat(MAP[..., None], 3, 2).astype(np.uint8)), "a JPEG, which does not keep ids"),
        (grey_png(MAP + 300, 16), "the class list has no id 300, 301"),
    ],
)
def test_what_is_no_label_map_is_refused(tmp_path, labels, said):
    classes_of(tmp_path, *range(1, 16))
    pair(tmp_path, "a", labels)
    with pytest.raises(DataError, match=said):
        only(tmp_path)


STORED = np.array([[0, 1], [2, 255]], np.uint8).repeat(8, 0).repeat(8, 1)


@pytest.mark.parametrize(
    ("record", "numbering", "expected"),
    [
        ({"ignore": [255]}, None, [0, 1, 2, 0]),
        ({}, Numbering(ignore=frozenset([255])), [0, 1, 2, 0]),
        ({"ignore": [255], "shift": 1}, None, [1, 2, 3, 0]),
        ({"ids": {"1": 3, "2": 1, "255": 2}}, None, [0, 3, 1, 2]),
        ({"ids": {"0": 1, "1": 2, "2": 3}, "ignore": [255]}, None, [1, 2, 3, 0]),
        ({"ignore": [255]}, Numbering(ids={1: 1, 2: 1, 255: 2}), [0, 1, 1, 2]),
    ],
)
def test_values_become_classes_as_the_class_list_or_the_person_says(tmp_path, record, numbering, expected):
    classes_of(tmp_path, 1, 2, 3, **record)
    pair(tmp_path, "a", STORED)
    assert only(tmp_path, numbering)[::8, ::8].ravel().tolist() == expected


def test_a_numbering_is_part_of_what_the_cache_depends_on(tmp_path):
    classes_of(tmp_path, 1, 2, 3)
    pair(tmp_path, "a", STORED)
    sets = [None, Numbering(ignore=frozenset([255])), Numbering(shift=1), Numbering(ids={255: 1})]
    assert len({PictureSet(tmp_path, 16, "test", numbering=one).digest() for one in sets}) == 4


def test_ids_with_gaps_are_counted_anew(tmp_path):
    classes_of(tmp_path, 7, 11, 26)
    pair(tmp_path, "a", np.where(STORED == 1, 26, np.where(STORED == 2, 11, 0)).astype(np.uint8))
    found = PictureSet(tmp_path, 16, "test")
    assert [entry.name for entry in found.classes] == ["unlabelled", "class 7", "class 11", "class 26"]
    assert found[0].labels[::8, ::8].ravel().tolist() == [0, 3, 2, 0]


@pytest.mark.parametrize(
    ("ids", "stored", "option"),
    [
        ([1, 2], [0, 1, 2, 255], "--ignore 255"),
        ([1], [0, 255, 0, 255], "--ids 255=1"),
        ([1, 2], [1, 2, 3, 3], "--shift -1"),
        ([1, 2], [0, 1, 9, 12], None),
    ],
)
def test_what_the_class_list_lacks_is_refused_with_the_option_that_fits(tmp_path, ids, stored, option):
    classes_of(tmp_path, *ids)
    pair(tmp_path, "a", np.array(stored, np.uint8).reshape(2, 2).repeat(8, 0).repeat(8, 1))
    with pytest.raises(DataError, match="the class list has no id") as caught:
        only(tmp_path)
    assert (option or "") in caught.value.text
    assert ("--" in caught.value.text) == (option is not None)


def test_endings_in_capitals_are_read_and_hidden_files_are_not(tmp_path):
    classes_of(tmp_path, 1, 2)
    (tmp_path / "A.JPG").write_bytes(jpeg(example(0)[0]))
    (tmp_path / "A.PNG").write_bytes(png(example(0)[1]))
    (tmp_path / "A.TXT").write_bytes(b"\xef\xbb\xbfsea")
    (tmp_path / ".hidden").mkdir()
    for name in ("._A.JPG", "._A.png", ".b.jpg", ".hidden/c.jpg", "._train.tar"):
        (tmp_path / name).write_bytes(b"\0\5\x16\7")
    found = PictureSet(tmp_path, 16, "test")
    assert found.keys() == ["A.JPG"]
    assert found.captions() == ["sea"]
    assert np.array_equal(found[0].labels, example(0)[1])


def test_a_class_list_of_notepad_is_read(tmp_path):
    pair(tmp_path, "a", example(0)[1])
    (tmp_path / "classes.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(CLASSES).encode())
    assert len(PictureSet(tmp_path, 16, "test").classes) == 3


def test_members_of_shards_are_matched_as_files_are(tmp_path):
    classes_of(tmp_path, 1, 2)
    for shard in ("train.TAR", "test.tar"):
        with tarfile.open(tmp_path / shard, "w") as tar:
            add(tar, "./x/K.1.JPG", jpeg(example(0)[0]))
            add(tar, "./x/K.1.Seg.PNG", png(example(0)[1]))
            add(tar, "x/K.1.json", b'\xef\xbb\xbf{"caption": "sea"}')
            add(tar, "x/._K.1.jpg", b"\0\5\x16\7")
            add(tar, "x/2.json", b"[]")
            add(tar, "x/2.jpg", jpeg(example(1)[0]))
    data = PictureSet(tmp_path, 16, "train", labelled=False)
    assert [(one.caption, one.labels.any()) for one in (data[0], data[1])] == [("sea", True), ("", False)]
    streamed = list(read_shard(tmp_path / "train.TAR"))
    assert [sorted(member.parts) for member in streamed] == [["json", "labels", "picture"], ["json", "picture"]]


def test_a_file_name_is_never_a_command_or_an_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ["pipe:touch PWNED; : .tar", "https:somewhere.tar"]
    for name in names:
        with tarfile.open(tmp_path / name, "w") as tar:
            add(tar, "k.jpg", jpeg(example(0)[0]))
    listed = named_shards(Path(), ()).training
    typed = named_shards(Path(), names).training  # as a shell does that expands *.tar
    assert set(listed) == set(typed) == {tmp_path / name for name in names}
    for shard in listed:
        assert [member.key for member in read_shard(shard)] == [f"{shard.name}/k"]
    assert not (tmp_path / "PWNED").exists()
    assert named_shards(Path(), ["pipe:" + "x" * 300]).training == ["pipe:" + "x" * 300]


def shard_of(path: Path, count: int = 10) -> Path:
    with tarfile.open(path, "w") as tar:
        for index in range(count):
            add(tar, f"k{index}.jpg", jpeg(example(index)[0]))
            add(tar, f"k{index}.seg.png", png(example(index)[1]))
    return path


def told_of(folder: Path) -> str:
    """What is said of the shards of a folder, read as a whole and streamed."""
    told: list[str] = []
    list(find_members(folder, lambda error: told.append(error.text)))
    left_out: list[str] = []
    stream = ShardStream(named_shards(folder, ()).training, 0, LeftOut(left_out.append))
    for place, _ in stream.after(Place()):
        if place.epoch == 3:
            break
    assert len(told) == len(left_out) == 1
    return told[0] + "\n" + left_out[0]


def test_a_shard_that_is_cut_in_a_header_is_told(tmp_path):
    path = shard_of(tmp_path / "train-0.tar")
    with tarfile.open(path) as tar:
        header = tar.getmember("k3.jpg").offset
    for cut in (path.read_bytes()[: header + 100], path.read_bytes()[:header] + b"x" * 2048):
        path.write_bytes(cut)
        assert "train-0.tar cannot be read" in told_of(tmp_path)


def test_a_name_that_a_shard_holds_twice_is_told_once(tmp_path):
    with tarfile.open(shard_of(tmp_path / "train-0.tar"), "a") as tar:
        add(tar, "k3.seg.png", png(example(9)[1]))
    assert "train-0.tar holds more than one file for “k3.seg.png”" in told_of(tmp_path)


def test_a_compressed_shard_is_told(tmp_path):
    path = shard_of(tmp_path / "train-0.tar")
    path.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(DataError, match=r"train-0\.tar is compressed"):
        PictureSet(tmp_path, 16, "train", labelled=False)


def sparse(path: Path, old: bool) -> Path:
    """A member that says it is 3 GB large, in a few kB."""
    shard_of(path, 2)
    with tarfile.open(path, "a", format=tarfile.PAX_FORMAT) as tar:
        if old:
            info = tarfile.TarInfo("big.jpg")
            info.type, info.size = tarfile.GNUTYPE_SPARSE, 512
            header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
            header[386:410] = b"00000000000\0" + b"00000001000\0"
            header[482:495] = b"\0" + b"30000000000\0"
            header[148:156] = b" " * 8
            header[148:156] = f"{sum(header):06o}\0 ".encode()
            tar.fileobj.seek(tar.offset)
            tar.fileobj.write(bytes(header) + b"x" * 512 + bytes(1024))
            tar.offset += 1024
        else:
            headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(3 * 2**30)}
            headers["GNU.sparse.name"] = "big.jpg"
            add(tar, "GNUSparseFile.0/big.jpg", b"1\n0\n512\n".ljust(512, b"\0") + b"x" * 512, pax_headers=headers)
    return path


@pytest.mark.parametrize("old", [False, True])
def test_a_sparse_member_is_refused_before_it_is_read(tmp_path, old):
    sparse(tmp_path / "train-0.tar", old)
    assert "big.jpg is sparse, or too large" in told_of(tmp_path)


def test_a_member_larger_than_any_picture_is_refused_before_it_is_read(tmp_path):
    path = shard_of(tmp_path / "train-0.tar", 2)
    info = tarfile.TarInfo("big.jpg")
    info.size = LARGEST_MEMBER + 1
    with tarfile.open(path) as tar:
        end = tar.getmembers()[-1]
    data = path.read_bytes()[: end.offset_data + -(-end.size // 512) * 512]
    path.write_bytes(data + info.tobuf())
    assert "big.jpg is too large" in told_of(tmp_path)


def test_what_a_file_says_is_cut_in_a_sentence(tmp_path):
    classes_of(tmp_path, 1, 2)
    with tarfile.open(tmp_path / "test.tar", "w") as tar:
        add(tar, "a\n" + "k" * 20_000 + ".jpg", b"no picture")
    with pytest.raises(DataError) as caught:
        PictureSet(tmp_path, 16, "test", labelled=False).check()
    assert len(caught.value.text) < 500


def test_one_picture_is_too_few_and_says_so(tmp_path):
    classes_of(tmp_path, 1, 2)
    pair(tmp_path, "a", example(0)[1])
    with pytest.raises(DataError, match="only one picture with a label map; two at least are needed"):
        PictureSet(tmp_path, 16, "train")
    pair(tmp_path, "b", example(1)[1])
    assert len(PictureSet(tmp_path, 16, "train")) == 1


def test_png_photographs_are_told(tmp_path):
    classes_of(tmp_path, 1, 2)
    (tmp_path / "a.png").write_bytes(png(example(0)[0]))
    with pytest.raises(DataError) as caught:
        PictureSet(tmp_path, 16, "train")
    assert "has to be a JPEG or WebP" in caught.value.hint


def test_a_picture_that_another_program_would_read_is_not_opened(tmp_path):
    classes_of(tmp_path, 1)
    pair(tmp_path, "a", example(0)[1])
    Image.fromarray(example(0)[0]).save(tmp_path / "a.eps")
    (tmp_path / "a.eps").rename(tmp_path / "a.jpg")
    with pytest.raises(DataError, match=r"a\.jpg: the picture cannot be read"):
        only(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_captions_are_read_as_editors_and_shells_write_them(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "classes.json").write_text(json.dumps(CLASSES))
    for number in range(2):
        pair(tmp_path, f"p{number}", example(number)[1])
        (tmp_path / f"p{number}.txt").write_bytes("café by the sea\r\n".encode(encoding))
    assert PictureSet(tmp_path, 16, "train").captions() == ["café by the sea"]


def test_a_web_page_for_a_picture_is_said_to_be_no_image(tmp_path: Path) -> None:
    (tmp_path / "classes.json").write_text(json.dumps(CLASSES))
    for number in range(2):
        pair(tmp_path, f"p{number}", example(number)[1])
    (tmp_path / "p1.jpg").write_bytes(b"<html>")
    with pytest.raises(DataError, match="it is no image"):
        PictureSet(tmp_path, 16, "train").check()
