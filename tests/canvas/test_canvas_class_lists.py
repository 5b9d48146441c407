"""Class lists as people have them come in whole, with their ids, and with a word on what is not as in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from canvas.errors import PaletteError
from canvas.palette import Palette, PaletteEntry
from canvas.palette_check import ALIKE
from canvas.palette_colours import distance, lab
from canvas.palette_csv import csv_text, palette_from_csv
from canvas.palette_files import import_palette
from canvas.palette_gpl import palette_from_gpl
from canvas.palette_rows import ImportedPalette

SKY, ROAD = (70, 130, 180), (128, 64, 128)


def imported(path: Path, data: str | bytes, encoding: str = "utf-8") -> ImportedPalette:
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return import_palette(path)


def of(palette: Palette) -> list[tuple[int, str, tuple[int, int, int]]]:
    return [(entry.class_id, entry.name, entry.rgb) for entry in palette.entries if entry.class_id]


@pytest.mark.parametrize(
    "text",
    [
        "name,r,g,b\nsky,70,130,180\nroad,128,64,128\n",
        "Label;Red;Green;Blue\r\nsky;70;130;180\r\nroad;128;64;128\r\n",
        "sep=;\nname;r;g;b\nsky;70;130;180\nroad;128;64;128\n",
        "r\tg\tb\tclass\n70\t130\t180\tsky\n128\t64\t128\troad\n",
        "# made by hand\n# class_name, r, g, b\nsky, 70, 130, 180\n\n// streets\nroad, 128, 64, 128\n",
        'Name,"Color_Code (R,G,B)",Color_Code(hex)\nsky,"(70, 130, 180)",#4682B4\nroad,"(128, 64, 128)",#804080\n',
        "Name,Color_Code (R,G,B)\nsky,(70, 130, 180)\nroad,(128, 64,128)\n",
        "name,color\nsky,70 130 180\nroad,128 64 128\n",
        "name,colour\nsky,#4682b4\nroad,#804080FF\n",
        'name,hex\nsky,0x4682b4\nroad,"[128, 64, 128]"\n',
        "label_name,rgb\nsky,SteelBlue\nroad,804080\n",
        "name,r,g,b\nsky,70.0,130.0,180.0\nroad,128.0,64.0,128.0\n",
        "name|rgb\nsky|70,130,180\nroad|rgb(128, 64, 128)\n",
        "70 130 180\tsky\n128 64 128\troad\n",
        "sky 70 130 180\nroad 128 64 128\n",
        "1 sky 70 130 180\n2 road 128 64 128\n",
        "70,130,180,sky\n128,64,128,road\n",
        "sky,70,130,180,1\nroad,128,64,128,0\n",
        "id;class;colour\n1;sky;70,130,180\n2;road;128,64,128\n",
        "value,label,color\n2,road,#804080\n1,sky,#4682b4\n",
        "label,class,r,g,b\nsky,1,70,130,180\nroad,2,128,64,128\n",
        "#,name,r,g,b\n1,sky,70,130,180\n2,road,128,64,128\n",
    ],
)
def test_tables_in_every_usual_spelling(text: str, tmp_path: Path) -> None:
    found = imported(tmp_path / "table.csv", text)
    assert sorted(of(found.palette)) == [(1, "sky", SKY), (2, "road", ROAD)]


def test_fractions_count_only_where_they_cannot_be_bytes(tmp_path: Path) -> None:
    found = imported(tmp_path / "a.csv", "name,r,g,b\nsky,0,0.5,1\nroad,1,1,0.2\n")
    assert of(found.palette) == [(1, "sky", (0, 128, 255)), (2, "road", (255, 255, 51))]
    found = imported(tmp_path / "a.csv", "name,r,g,b\nsky,0,1,1\nroad,1,1,0\n")
    assert of(found.palette) == [(1, "sky", (0, 1, 1)), (2, "road", (1, 1, 0))]
    found = imported(tmp_path / "a.csv", "name,r,g,b\nsky,50%,0,1\nroad,1,1,0\n")
    assert "“50%”" in " ".join(found.remarks)
    assert found.palette.classes() == {0: "unlabelled", 1: "sky", 2: "road"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1"])
def test_every_usual_encoding(encoding: str, tmp_path: Path) -> None:
    found = imported(tmp_path / "a.csv", "id\tname\tr\tg\tb\n1\tFluß\t24\t84\t168\n2\tCafé\t10\t20\t30\n", encoding)
    assert of(found.palette) == [(1, "Fluß", (24, 84, 168)), (2, "Café", (10, 20, 30))]
    assert any("UTF-8" in remark for remark in found.remarks) == (encoding in ("cp1252", "latin-1"))


@pytest.mark.parametrize("nothing", ["background", "Background", "_background_", "VOID", "unlabeled", "Unlabelled"])
@pytest.mark.parametrize("colour", ["0,0,0", "255,0,0"])
def test_a_first_row_of_nothing_is_class_0_so_that_ids_stay(nothing: str, colour: str, tmp_path: Path) -> None:
    found = imported(tmp_path / "class_dict.csv", f"name,r,g,b\n{nothing},{colour}\ncar,9,9,9\ntree,8,8,8\n")
    assert found.palette.classes() == {0: "unlabelled", 1: "car", 2: "tree"}
    assert ",".join(str(part) for part in found.palette.entry(0).rgb) == colour
    assert f"“{nothing}” is unlabelled" in found.remarks[0]


def test_ids_by_order_are_said() -> None:
    found = palette_from_csv("name,r,g,b\nAnimal,64,128,64\nother,1,1,1\nVoid,0,0,0\n", "CamVid")
    assert found.palette.classes() == {1: "Animal", 2: "other", 0: "unlabelled"}
    assert "count from 1" in found.remarks[0]
    assert palette_from_csv("name,r,g,b\nunknown,0,0,0\nurban,0,255,255\n", "").palette.classes()[1] == "urban"
    assert palette_from_csv("name,r,g,b\nunknown,9,9,9\nurban,0,255,255\n", "").palette.classes()[2] == "urban"


def test_ids_stay_and_those_that_cannot_get_a_free_one() -> None:
    text = "id,name,r,g,b\n0,wall,5,5,5\n3,sky,1,2,3\n3,sea,1,2,4\n-1,plate,9,9,9\n700,far,7,7,7\n,new,6,6,6\n"
    found = palette_from_csv(text, "")
    assert found.palette.classes() == {0: "unlabelled", 4: "wall", 3: "sky", 5: "sea", 6: "plate", 7: "far", 8: "new"}
    for moved in ("“wall” (0 → 4)", "“sea” (3 → 5)", "“plate” (-1 → 6)", "“far” (700 → 7)", "“new” (– → 8)"):
        assert moved in found.remarks[0]
    found = palette_from_csv("id,name,r,g,b\n4711,sky,1,2,3\n4712,sea,1,2,4\n", "")
    assert found.palette.classes() == {0: "unlabelled", 1: "sky", 2: "sea"}
    assert "do not fit" in found.remarks[0]
    found = palette_from_csv("trainId,name,r,g,b\n1,sky,1,2,3\n255,ignore,0,0,0\n", "")
    assert found.palette.classes() == {0: "unlabelled", 1: "sky"}
    assert "255" in found.remarks[0]


def test_more_classes_than_there_can_be_are_named() -> None:
    found = palette_from_csv("name,hex\nvoid,#000000\n" + "".join(f"c{i},#0001{i % 256:02x}\n" for i in range(300)), "")
    assert len(found.palette.entries) == 256
    assert found.palette.name_of(255) == "c254"
    assert any("45 were left out: “c255”" in remark for remark in found.remarks)
    gimp = "GIMP Palette\n" + "".join(f"{i % 256} {i // 256} 7\tn{i}\n" for i in range(300))
    found = palette_from_gpl(gimp, "gimp")
    assert found.palette.name_of(255) == "n254"
    assert any("45 were left out: “n255”" in remark for remark in found.remarks)


def test_a_colour_of_two_classes_stays_with_the_first_and_the_other_is_told_from_all() -> None:
    found = palette_from_csv("id,name,r,g,b\n1,road,140,140,140\n2,tower,140,140,140\n3,ego,0,0,0\n0,none,0,0,0\n", "")
    colours = {entry.class_id: entry.rgb for entry in found.palette.entries}
    assert (colours[0], colours[1]) == ((0, 0, 0), (140, 140, 140))
    for moved, at in ((2, 1), (3, 0)):
        others = [rgb for class_id, rgb in colours.items() if class_id != moved]
        assert distance(lab(colours[moved]), lab(others)).min() >= ALIKE
        assert float(distance(lab(colours[moved]), lab(colours[at]))) < 25
    assert "“tower” (#8c8c8c → " in found.remarks[0]
    assert "“ego” (#000000 → " in found.remarks[0]


def test_names_that_come_twice_are_numbered() -> None:
    found = palette_from_csv(
        "name,hex\nwall,#000001\nWall,#000002\nwall (2),#000003\nunlabelled,#000004\n,#000005\n", ""
    )
    assert list(found.palette.classes().values()) == ["wall", "Wall (2)", "wall (2) (2)", "unlabelled", "class 4"]
    assert "“Wall (2)”, “wall (2) (2)”" in found.remarks[-1]


def test_one_wrong_row_costs_its_colour_and_moves_no_other() -> None:
    found = palette_from_csv("name,r,g,b\nsky,1,2,3\nsea,1,2,300\nroad,9,9\ntree,4,5,6\n", "")
    assert found.palette.classes() == {0: "unlabelled", 1: "sky", 2: "sea", 3: "road", 4: "tree"}
    assert "Line 3: “300”" in found.remarks[0]
    assert "“sea”, “road”" in found.remarks[-1]


def test_columns_that_mean_nothing_here_are_named() -> None:
    found = palette_from_csv("name,r,g,b,class_11,note\nsky,1,2,3,1,x\n", "")
    assert found.remarks[0] == "Columns that were passed over: class_11, note."


@pytest.mark.parametrize("name", ["=1+1", "+1", "-rocks", "@home", "'=1", "'quoted'", "''", "= "])
def test_a_name_is_no_formula_and_comes_back(name: str) -> None:
    palette = Palette(
        "x", (PaletteEntry(0, "unlabelled", (0, 0, 0)), PaletteEntry(1, name.strip(), (1, 2, 3), (name.strip(),)))
    )
    text = csv_text(palette)
    assert palette_from_csv(text, "x").palette == palette
    assert ",=" not in text
    assert not any(text.count(f",{sign}") for sign in "=+-@")


PROGRAMS = {
    "cvat.json": json.dumps([{"id": 91, "name": "road", "color": "#804080"}, {"name": "sky", "color": "#4682b4"}]),
    "supervisely.json": json.dumps(
        {
            "classes": [
                {"title": "road", "color": "#804080", "id": 9001},
                {"title": "sky", "color": "#4682B4", "id": 9002},
            ]
        }
    ),
    "coco.json": json.dumps(
        {
            "images": [],
            "categories": [
                {"id": 1, "name": "road", "color": [128, 64, 128], "isthing": 0},
                {"id": 2, "name": "sky", "color": [70, 130, 180]},
            ],
        }
    ),
    "mapillary.json": json.dumps(
        {
            "labels": [
                {"name": "flat--road", "readable": "road", "color": [128, 64, 128]},
                {"name": "nature--sky", "readable": "sky", "color": [70, 130, 180]},
            ]
        }
    ),
    "colours.json": json.dumps({"road": [128, 64, 128], "sky": {"r": 70, "g": 130, "b": 180}}),
    "ids.json": json.dumps({"1": {"name": "road", "color": "#804080"}, "2": {"name": "sky", "color": [70, 130, 180]}}),
    "classes.json": json.dumps(
        {"classes": [{"id": 1, "name": "road", "rgb": ROAD}, {"id": 2, "name": "sky", "rgb": SKY}]}
    ),
    "labelmap.txt": "# label:color_rgb:parts:actions\nbackground:0,0,0::\nroad:128,64,128::\nsky:70,130,180::\n",
    "studio.xml": '<?xml version="1.0" encoding="UTF-16"?><View><BrushLabels name="t" toName="i">'
    '<Label value="road" background="rgba(128, 64, 128, 0.7)"/><Label value="sky" background="#4682b4" hotkey="2"/>'
    "</BrushLabels></View>",
    "style.qml": '<qgis><pipe><paletteEntry value="1" label="road" color="#804080" alpha="255"/>'
    '<paletteEntry value="2" label="sky" color="#4682b4"/></pipe></qgis>',
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("suffix", ["", ".txt", ".csv"])
def test_class_lists_of_other_programs_by_what_is_in_them(name: str, suffix: str, tmp_path: Path) -> None:
    found = imported(tmp_path / (name + suffix), PROGRAMS[name])
    assert [(class_id, title) for class_id, title, _ in of(found.palette)] in (
        [(1, "road"), (2, "sky")],
        [(91, "road"), (92, "sky")],
    )
    assert [rgb for _, _, rgb in of(found.palette)] == [ROAD, SKY]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("labels.txt", "__ignore__\n_background_\nroad\nsky\n"),
        ("voc.names", "background\nroad\nsky\n"),
        ("list.txt", "0 background\n1 road\n2 sky\n"),
        ("list.txt", "1: road\n2: sky\n"),
        ("objectInfo.csv", "Idx,Ratio,Train,Name\n1,0.15,11664,road\n2,0.1,6046,sky\n"),
        ("data.yaml", "path: ../data\nnames:\n  0: background\n  1: road  # paved\n  2: 'sky'\nnc: 3\n"),
        ("data.yaml", "nc: 2\nnames: [road, 'sky']\n"),
        ("data.yaml", "names:\n- road\n- sky\n"),
        ("config.json", json.dumps({"id2label": {"0": "background", "1": "road", "2": "sky"}})),
        ("label2id.json", json.dumps({"road": 1, "sky": 2})),
        ("names.json", json.dumps({"name": "list", "classes": ["road", "sky"]})),
        ("coco.json", json.dumps({"categories": [{"id": 1, "name": "road"}, {"id": 2, "name": "sky"}]})),
    ],
)
def test_lists_without_colours_get_some_that_are_told_apart(name: str, text: str, tmp_path: Path) -> None:
    found = imported(tmp_path / name, text)
    assert found.palette.classes() == {0: "unlabelled", 1: "road", 2: "sky"}
    seen = lab([entry.rgb for entry in found.palette.entries])
    assert min(distance(seen[0], seen[1]), distance(seen[0], seen[2]), distance(seen[1], seen[2])) > 20
    assert "“road”, “sky”" in found.remarks[-1]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("GIMP Palette\nChannels: RGBA\n#\n255 0 0 255\tred\n0 0 255 128\tblue\n", ["red", "blue"]),
        ("GIMP Palette\n# by hand\nName: x\nColumns: 3\n255 0 0 red\nColumns: 4\n0 0 255 blue\n", ["red", "blue"]),
        ("GIMP Palette\r\n255\t0\t0\tred\r\n255\t0\t0\tred\r\n", ["red", "red (2)"]),
        ("GIMP Palette\n255 0 0 red\n0 0 256 wrong\nrubbish\n0 0 255 blue", ["red", "blue"]),
        ("\n\n  GIMP Palette v2\n255 0 0 red\n0 0 255 blue", ["red", "blue"]),
    ],
)
def test_gimp_palettes_as_they_are_found(text: str, classes: list[str], tmp_path: Path) -> None:
    found = imported(tmp_path / "a.txt", text)
    assert [title for _, title, _ in of(found.palette)] == classes
    assert any("4, 5" in remark or "3, 4" in remark for remark in found.remarks) == ("rubbish" in text)


@pytest.mark.parametrize(
    "text",
    [
        "0 0 0 0 Background\n1 70 130 180 sky\n2 128 64 128 road\nnv 0 0 0 0\n",
        "1 70 130 180 255 sky\n2 128 64 128 255 road\n",
        "# QGIS Generated Color Map Export File\nINTERPOLATION:EXACT\n1,70,130,180,255,sky\n2,128,64,128,255,road\n",
        '# IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL\n  0  0 0 0  0  0 0 "Clear Label"\n'
        '  1  70 130 180  1  1 1  "sky"\n  2  128 64 128  1  1 1  "road"\n',
        "# Color table file\n0 Background 0 0 0 0\n1 sky 70 130 180 255\n2 road 128 64 128 255\n",
        "#No. Label Name:    R   G   B   A\n0   Unknown  0 0 0 0\n1   sky  70  130 180 0\n2  road 128 64 128 0\n",
    ],
)
def test_colour_tables_of_maps_and_scans(text: str, tmp_path: Path) -> None:
    """GDAL's, QGIS's, ITK-SNAP's, 3D Slicer's and FreeSurfer's."""
    assert of(imported(tmp_path / "table.txt", text).palette) == [(1, "sky", SKY), (2, "road", ROAD)]


def test_a_number_in_names_is_no_part_of_the_colour(tmp_path: Path) -> None:
    text = "zone 1 0 255 0\nzone 2 255 0 0\n"
    names = [entry.name for entry in imported(tmp_path / "table.txt", text).palette.entries[1:]]
    assert names == ["zone 1", "zone 2"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.pal", "JASC-PAL\r\n0100\r\n2\r\n70 130 180\r\n128 64 128\r\n"),
        ("a.pal", "JASC-PAL\n0100\n2\n70 130 180 255\n128 64 128 255\n"),
        ("a.txt", "; paint.net Palette File\n; Colors are written as AARRGGBB\nFF4682B4\nFF804080\n"),
    ],
)
def test_lists_of_colours_of_painting_programs(name: str, text: str, tmp_path: Path) -> None:
    assert [entry.rgb for entry in imported(tmp_path / name, text).palette.entries[1:]] == [SKY, ROAD]


def test_a_list_of_colours_with_a_line_that_is_none_is_refused_by_line(tmp_path: Path) -> None:
    with pytest.raises(PaletteError, match="line 4"):
        imported(tmp_path / "a.pal", "JASC-PAL\n0100\n1\nblue 3\n")


def test_the_style_of_a_raster_layer_declares_its_type(tmp_path: Path) -> None:
    text = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis><pipe>"
    text += (
        '<paletteEntry value="1" label="sky" color="#4682b4"/><paletteEntry value="2" label="road" color="#804080"/>'
    )
    assert of(imported(tmp_path / "style.qml", text + "</pipe></qgis>").palette) == [(1, "sky", SKY), (2, "road", ROAD)]


def test_one_zero_byte_does_not_make_utf_16(tmp_path: Path) -> None:
    with pytest.raises(PaletteError, match="is no text"):
        imported(tmp_path / "a.csv", b"name,r,g,b\nsk\0y,70,130,180\n")


@pytest.mark.parametrize("separator", [";", "\t", "|", " | "])
def test_commas_of_a_colour_do_not_part_a_table(separator: str, tmp_path: Path) -> None:
    text = f"sky{separator}70,130,180\nroad{separator}128, 64, 128\n"
    assert of(imported(tmp_path / "table.txt", text).palette) == [(1, "sky", SKY), (2, "road", ROAD)]
