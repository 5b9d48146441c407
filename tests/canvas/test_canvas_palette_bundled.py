"""The palettes that come with the program hold the published facts."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from canvas.label_png import colour_png_bytes, coloured, read_label_png_bytes
from canvas.palette import Palette, PaletteEntry
from canvas.palette_check import alike, least_distances
from canvas.palette_colours import Vision

MODULES = Path(__file__).resolve().parents[2] / "assets" / "modules"
FOLDER = Path(__file__).resolve().parents[2] / "assets" / "palettes"


def bundled(name: str) -> Palette:
    return Palette.from_json((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "count", "some"),
    [
        (
            "ade20k-150",
            150,
            {
                1: ("wall", (120, 120, 120)),
                2: ("building", (180, 120, 120)),
                3: ("sky", (6, 230, 230)),
                5: ("tree", (4, 200, 3)),
                7: ("road", (140, 140, 140)),
                22: ("water", (61, 230, 250)),
                90: ("television", (0, 255, 194)),
                150: ("flag", (92, 0, 255)),
            },
        ),
        (
            "cityscapes",
            19,
            {
                7: ("road", (128, 64, 128)),
                8: ("sidewalk", (244, 35, 232)),
                23: ("sky", (70, 130, 180)),
                26: ("car", (0, 0, 142)),
                33: ("bicycle", (119, 11, 32)),
            },
        ),
        (
            "celebamask-hq",
            18,
            {
                1: ("skin", (204, 0, 0)),
                2: ("nose", (76, 153, 0)),
                3: ("eye_g", (204, 204, 0)),
                7: ("r_brow", (255, 204, 204)),
                13: ("hair", (0, 0, 204)),
                18: ("cloth", (0, 204, 0)),
            },
        ),
    ],
)
def test_ids_names_and_colours_are_the_published_ones(
    name: str, count: int, some: dict[int, tuple[str, tuple[int, int, int]]]
) -> None:
    palette = bundled(name)
    assert palette.source
    assert len(palette.entries) == count + 1
    assert list(palette.ids) == sorted(palette.ids)
    assert {class_id: (palette.name_of(class_id), palette.entry(class_id).rgb) for class_id in some} == some


def test_coco_stuff_has_its_182_ids() -> None:
    palette = bundled("coco-stuff")
    assert palette.ids == tuple(range(183))
    assert [palette.name_of(i) for i in (1, 12, 91, 92, 106, 157, 182)] == [
        "person",
        "street sign",
        "hair brush",
        "banner",
        "clouds",
        "sky-other",
        "wood",
    ]
    assert "No colours are published" in palette.source
    assert least_distances(palette)[Vision.NORMAL] > 5


def test_ade20k_keeps_the_other_names_and_says_where_it_deviates() -> None:
    palette = bundled("ade20k-150")
    assert palette.entry(91).also == ("aeroplane", "plane")
    assert palette.entry(49).rgb == (140, 140, 156)
    assert "skyscraper" in palette.source


def test_every_bundled_palette_is_usable_and_has_its_own_name() -> None:
    palettes = [bundled(path.stem) for path in FOLDER.glob("*.json")]
    assert len({palette.name for palette in palettes}) == len(palettes) == 5


def test_the_colours_of_the_program_pass_its_own_check_and_are_those_of_its_module() -> None:
    own = bundled("pocket-landscapes")
    assert alike(own) == ()
    about = json.loads((MODULES / "pocket-labels" / "sinopia.json").read_text(encoding="utf-8"))
    assert [(each["id"], each["name"], tuple(each["rgb"])) for each in about["classes"]] == [
        (entry.class_id, entry.name, entry.rgb) for entry in own.entries
    ]


def test_maps_in_the_colours_before_are_read() -> None:
    own = bundled("pocket-landscapes")
    ids = np.array([[8, 7, 1, 8]], np.uint8).repeat(4, 0)
    before = replace(
        own, entries=tuple(replace(e, rgb=(206, 168, 110)) if e.name == "ground" else e for e in own.entries)
    )
    np.testing.assert_array_equal(read_label_png_bytes(colour_png_bytes(ids, before), own), ids)
    stream = io.BytesIO()
    Image.fromarray(coloured(ids, before)[..., :3]).save(stream, "PNG")
    np.testing.assert_array_equal(read_label_png_bytes(stream.getvalue(), own), ids)
    sand = replace(own, entries=(*own.entries, PaletteEntry(10, "sand", (206, 168, 110))))
    assert (read_label_png_bytes(stream.getvalue(), sand)[:, 0] == 10).all()
