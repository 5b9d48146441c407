from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from canvas.errors import PaletteError
from canvas.palette import Palette, PaletteEntry
from canvas.palette_csv import csv_text, palette_from_csv
from canvas.palette_files import SUFFIXES, read_palette, write_palette
from canvas.palette_gpl import gpl_text, palette_from_gpl

SCRIPTS = Palette(
    'Écritures, 文字; "x"',
    (
        PaletteEntry(0, "unlabelled", (0, 0, 0)),
        PaletteEntry(200, 'небо, "синее"', (1, 2, 3)),
        PaletteEntry(3, "سماء", (9, 9, 9)),
        PaletteEntry(12, "12 tree;木", (28, 96, 48)),
        PaletteEntry(255, "# not a comment", (255, 255, 254)),
    ),
)
FULL = Palette(
    "full",
    (
        PaletteEntry(0, "unlabelled", (0, 0, 0)),
        PaletteEntry(2, "sky", (1, 2, 3), ("heaven", "blue"), 4),
        PaletteEntry(1, "tree", (3, 2, 1)),
    ),
    "somewhere",
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_brings_ids_order_names_and_colours_back(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a palette{suffix}"
    write_palette(path, SCRIPTS)
    assert read_palette(path).entries == SCRIPTS.entries


def test_json_holds_everything_and_csv_all_of_the_classes(tmp_path: Path) -> None:
    assert Palette.from_json(FULL.to_json()) == FULL
    assert palette_from_csv(csv_text(FULL), "full").palette.entries == FULL.entries
    assert palette_from_gpl(gpl_text(FULL), "").palette.name == "full"


@pytest.mark.parametrize(
    "text",
    [
        "id,name,r,g,b\n1,sky,1,2,3\n5,tree,9,9,9\n",
        "\ufeffID;Name;Red;Green;Blue\r\n1;sky;1;2;3\r\n5;tree;9;9;9\r\n",
        "name\thex\tid\nsky\t#010203\t1\ntree\t090909\t5\n",
        "1,sky,1,2,3\n\n5, tree ,9,9,9",
        "1,sky,#010203\n5,tree,#090909\n",
        "area,colour,label,class\n7,#010203,sky,1\n8,#090909,tree,5\n",
    ],
)
def test_tables_of_many_kinds_are_read(text: str) -> None:
    palette = palette_from_csv(text, "table").palette
    assert [(e.class_id, e.name, e.rgb) for e in palette.entries] == [
        (0, "unlabelled", (0, 0, 0)),
        (1, "sky", (1, 2, 3)),
        (5, "tree", (9, 9, 9)),
    ]


def test_classes_without_ids_count_from_one_and_zero_is_unlabelled() -> None:
    palette = palette_from_csv("sky,0,0,0\nunlabeled,4,4,4\ntree,5,5,5\n", "table").palette
    assert palette.classes() == {1: "sky", 0: "unlabelled", 2: "tree"}
    palette = palette_from_csv("id,name,hex\n0,background,#000000\n1,,#ff0000\n", "table").palette
    assert palette.classes() == {0: "unlabelled", 1: "class 1"}
    assert palette_from_csv("sky,0,0,0\n", "table").palette.entry(0).rgb == (1, 1, 1)


def test_a_palette_of_gimp_is_read_in_its_order() -> None:
    text = "GIMP Palette\nName: Earths \nColumns: 4\n# from a book\n193  68  14 sinopia\n\n 12 12 12\tUntitled\n1 1 1\n"
    palette = palette_from_gpl(text, "file").palette
    assert palette.name == "Earths"
    assert [(e.class_id, e.name, e.rgb) for e in palette.entries[1:]] == [
        (1, "sinopia", (193, 68, 14)),
        (2, "class 2", (12, 12, 12)),
        (3, "class 3", (1, 1, 1)),
    ]
    old = palette_from_gpl("GIMP Palette\n#\n1 2 3 12 monkeys\n4 5 6 monkeys\n", "file").palette
    assert (old.name, old.classes()) == ("file", {0: "unlabelled", 1: "12 monkeys", 2: "monkeys"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the table is empty"),
        ("id,name,r,g,b\n", "the table has no classes"),
        ("a,b,c,d,e,f\n", "line 1: 6 columns without headings"),
        ("id,name,r,g,b\n1,sky,1,2,300\n", "line 2: “300” is not a whole number"),
        ('name,hex\n"sky",bluish\n', "line 2: “bluish” is not a colour"),
        ("name,hex\nsky,#12345\n", "line 2: “#12345” is not a colour"),
        ('name,hex\n"sky\n' + "x" * 200_000, "cannot be read as a table"),
        ("x" * 301, "line 1: it is too long"),
    ],
)
def test_malformed_tables_are_refused_by_line(text: str, said: str) -> None:
    with pytest.raises(PaletteError) as caught:
        palette_from_csv(text, "table")
    assert said in str(caught.value)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1"),
        ("RIFF", "line 1"),
        ("GIMP Palette\nName: x\n", "no colours"),
        ("GIMP Palette\nName: x\n1 2 sky\n", "line 3: it is not three numbers"),
        ("GIMP Palette\nName: x\n1 2 256 sky\n", "line 3"),
    ],
)
def test_malformed_gimp_palettes_are_refused_by_line(text: str, said: str) -> None:
    with pytest.raises(PaletteError) as caught:
        palette_from_gpl(text, "file")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    def refused(name: str, data: bytes | None) -> str:
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(PaletteError) as caught:
            read_palette(path)
        return str(caught.value)

    assert "could not be read" in refused("absent.csv", None)
    assert "is no text" in refused("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert "is no text" in refused("cut.csv", b"\xff\xfea\0b")
    assert "too large" in refused("huge.csv", b" " * (2**20 + 1))
    assert "at all" in refused("deep.json", b"[" * 100_000)
    assert "at all" in refused("digits.json", b'{"classes": ' + b"9" * 5000 + b"}")
    assert "no XML" in refused("entity.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><View><Label value="&b;"/></View>')
    assert "has no classes" in refused("page.xml", b"<html/>")
    for text in ('{"a": 3}', "[]", '{"classes": []}', '[{"id": 1}]', "[1, 2]", '"name"', '{"categories": [null]}'):
        assert refused("other.json", text.encode())


def test_damaged_files_are_read_or_refused_in_one_sentence(tmp_path: Path) -> None:
    random = Random(4)
    refused = 0
    for suffix in SUFFIXES:
        path = tmp_path / f"p{suffix}"
        write_palette(path, FULL)
        whole = path.read_bytes()
        for _ in range(200):
            data = bytearray(whole)
            for _ in range(random.randint(1, 4)):
                at = random.randrange(len(data))
                data[at : at + random.randint(0, 3)] = random.randbytes(random.randint(0, 3))
            path.write_bytes(bytes(data))
            sentence = refusal(path)
            refused += bool(sentence)
            assert "\n" not in sentence
            assert not sentence or sentence.endswith(".")
    assert refused > 50


def refusal(path: Path) -> str:
    try:
        read_palette(path)
    except PaletteError as error:
        return str(error)
    return ""


def test_a_heading_says_where_the_cells_end_whatever_names_hold(tmp_path: Path) -> None:
    path = tmp_path / "classes.csv"
    path.write_text("name,r,g,b\nroad;2,128,64,128\nlane|3,1,2,3\n", "utf-8")
    assert {entry.name for entry in read_palette(path).entries} == {"unlabelled", "road;2", "lane|3"}
