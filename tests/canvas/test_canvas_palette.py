from __future__ import annotations

import json

import numpy as np
import pytest

from canvas.errors import PaletteError
from canvas.palette import Palette, PaletteEntry

ZERO = {"id": 0, "name": "unlabelled", "rgb": [0, 0, 0]}
SKY = {"id": 1, "name": "sky", "rgb": [1, 2, 3]}


def as_json(*classes: object) -> str:
    return json.dumps({"name": "test", "classes": list(classes)})


def test_json_brings_the_palette_back(palette: Palette) -> None:
    assert Palette.from_json(palette.to_json()) == palette


def test_look_ups(palette: Palette) -> None:
    assert palette.ids == (0, 1, 2, 7)
    assert palette.entry(7).rgb == (24, 84, 168)
    assert palette.name_of(2) == "tree"
    assert palette.classes() == {0: "unlabelled", 1: "sky", 2: "tree", 7: "water"}
    found = palette.find_name(" SKY ")
    assert found is not None
    assert found.class_id == 1
    assert palette.find_name("road") is None
    assert palette.missing(np.array([[0, 9], [7, 200]], dtype=np.uint8)) == [9, 200]
    table = palette.colour_table()
    assert table.shape == (256, 3)
    assert table[1].tolist() == [112, 172, 240]


def test_equal_palettes_are_equal_and_hashable(palette: Palette) -> None:
    assert hash(palette) == hash(Palette("test", palette.entries))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"name": "x",\n "classes": [,]}', "line 2, column 14"),
        ("[]", 'list of "classes"'),
        (as_json(ZERO).replace("test", "\\ud800"), "its name has characters"),
        ('{"classes": []}', '"name"'),
        (as_json(), 'no class 0 named "unlabelled"'),
        (as_json({"id": 0, "name": "background", "rgb": [0, 0, 0]}), 'no class 0 named "unlabelled"'),
        (as_json(ZERO, 3), "entry 2"),
        (as_json(ZERO, {"id": 1, "name": "sky"}), "entry 2"),
        (as_json(ZERO, {**SKY, "colour": 1}), "entry 2"),
        (as_json(ZERO, {**SKY, "key": 10}), 'entry 2 ("sky") has the key 10'),
        (as_json(ZERO, {**SKY, "key": "1"}), "entry 2"),
        (as_json(ZERO, {**SKY, "also": "heaven"}), "entry 2"),
        (as_json(ZERO, {**SKY, "also": [""]}), 'entry 2 ("sky") has no name'),
        (as_json(ZERO, {**SKY, "id": "1"}), "entry 2"),
        (as_json(ZERO, {**SKY, "id": True}), "entry 2"),
        (as_json(ZERO, {**SKY, "rgb": [1, 2, 3.5]}), "entry 2"),
        (as_json(ZERO, {**SKY, "id": 256}), 'entry 2 ("sky") has the id 256'),
        (as_json(ZERO, {**SKY, "name": " "}), "has no name"),
        (as_json(ZERO, {**SKY, "rgb": [1, 2, 256]}), 'entry 2 ("sky") has the colour [1, 2, 256]'),
        (as_json(ZERO, SKY, {**SKY, "name": "sea", "rgb": [9, 9, 9]}), 'entry 3 ("sea") has the id 1 of "sky"'),
        (as_json(ZERO, SKY, {"id": 2, "name": "Sky", "rgb": [9, 9, 9]}), 'entry 3 ("Sky") has the name of "sky"'),
        (as_json(ZERO, SKY, {"id": 2, "name": "sea", "rgb": [1, 2, 3]}), "has the colour #010203 of"),
    ],
)
def test_malformed_palettes_are_refused_by_line_or_entry(text: str, said: str) -> None:
    with pytest.raises(PaletteError) as caught:
        Palette.from_json(text)
    assert said in str(caught.value)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_palette_made_in_code_is_checked_as_well() -> None:
    with pytest.raises(PaletteError):
        Palette("x", (PaletteEntry(1, "sky", (1, 2, 3)),))
