from __future__ import annotations

import numpy as np
import pytest

from canvas.errors import PaletteError
from canvas.palette import Palette, PaletteEntry
from canvas.palette_colours import distance, lab
from canvas.palette_editing import coloured, moved, renamed, unused_name, with_class, with_key, without
from canvas.palette_mapping import Likewise, mapped, matches, shares


def palette_of(*names: str, start: int = 1) -> Palette:
    entries = [PaletteEntry(i, name, (i, 2 * i % 256, 7)) for i, name in enumerate(names, start=start)]
    return Palette("test", (PaletteEntry(0, "unlabelled", (0, 0, 0)), *entries))


def test_a_new_class_takes_a_free_id_and_a_colour_far_from_the_others(palette: Palette) -> None:
    more, class_id = with_class(palette, " 道路 ")
    assert class_id == 3
    assert more.classes() == {**palette.classes(), 3: "道路"}
    taken = lab([entry.rgb for entry in palette.entries])
    assert float(distance(lab(more.entry(3).rgb), taken).min()) > 25


def test_a_full_palette_takes_no_more() -> None:
    full = Palette("full", tuple(PaletteEntry(i, "unlabelled" if i == 0 else f"c{i}", (i, 0, 0)) for i in range(256)))
    with pytest.raises(PaletteError, match="255 classes"):
        with_class(full, "one more")


def test_names_and_colours_of_others_are_refused(palette: Palette) -> None:
    assert renamed(palette, 1, "Heaven").name_of(1) == "Heaven"
    assert renamed(palette, 1, "SKY").name_of(1) == "SKY"
    with pytest.raises(PaletteError, match="already"):
        renamed(palette, 1, " Tree")
    with pytest.raises(PaletteError, match="no name"):
        renamed(palette, 1, " ")
    assert coloured(palette, 1, (5, 5, 5)).entry(1).rgb == (5, 5, 5)
    with pytest.raises(PaletteError, match="tree"):
        coloured(palette, 1, palette.entry(2).rgb)


def test_keys_follow_the_order_but_for_those_that_were_given() -> None:
    palette = palette_of(*"abcdefghijkl")
    assert palette.keys() == {digit: digit for digit in range(1, 10)}
    palette = with_key(palette, 12, 2)
    assert palette.keys() == {1: 1, 2: 12, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8}
    palette = with_key(palette, 5, 2)
    assert palette.keys()[2] == 5
    assert palette.entry(12).key is None
    assert with_key(palette, 5, None) == palette_of(*"abcdefghijkl")


def test_order_changes_and_ids_do_not() -> None:
    palette = palette_of("a", "b", "c")
    assert moved(palette, 3, 1).ids == (0, 3, 1, 2)
    assert moved(palette, 1, None).ids == (0, 2, 3, 1)
    assert moved(palette, 3, 0).ids == (0, 3, 1, 2)
    assert moved(palette, 0, 2).ids == (0, 1, 2, 3)
    assert moved(palette, 3, 1).classes() == palette.classes()
    assert without(palette, 2).ids == (0, 1, 3)
    assert without(palette, 0) == palette


def test_unused_names() -> None:
    palette = palette_of("New class", "new class 2")
    assert unused_name(palette, "new class") == "new class 3"
    assert unused_name(palette, "road") == "road"


def test_classes_are_matched_by_name_then_by_other_names() -> None:
    mine = palette_of("Sky", "trees", "wall;partition", "sea water", "sky-other", "motor car", "ground", "ufo")
    other = Palette(
        "other",
        (
            PaletteEntry(0, "unlabelled", (0, 0, 0)),
            PaletteEntry(10, "sky", (1, 1, 1)),
            PaletteEntry(11, "tree", (1, 1, 2)),
            PaletteEntry(12, "partition", (1, 1, 3)),
            PaletteEntry(13, "sea-water", (1, 1, 4)),
            PaletteEntry(14, "car", (1, 1, 5), ("auto", "motorcar")),
            PaletteEntry(15, "earth", (1, 1, 6), ("ground",)),
            PaletteEntry(16, "buses", (1, 1, 7)),
        ),
    )
    found = {mine.name_of(m.class_id): (m.target, m.likewise) for m in matches(mine, other)}
    assert found == {
        "Sky": (10, Likewise.NAME),
        "trees": (11, Likewise.OTHER_NAME),
        "wall;partition": (12, Likewise.OTHER_NAME),
        "sea water": (13, Likewise.OTHER_NAME),
        "sky-other": (10, Likewise.OTHER_NAME),
        "motor car": (14, Likewise.OTHER_NAME),
        "ground": (15, Likewise.OTHER_NAME),
        "ufo": (0, Likewise.NOT),
    }


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("bus", "buses"),
        ("city", "cities"),
        ("glass", "glasses"),
        ("tree", "Trees"),
        ("box", "boxes"),
        ("house", "houses"),
    ],
)
def test_plurals_are_the_same_class(one: str, many: str) -> None:
    assert matches(palette_of(one), palette_of(many, start=5))[0].target == 5
    assert matches(palette_of(many), palette_of(one, start=5))[0].target == 5


def test_an_own_name_goes_before_another_name_of_somebody_else() -> None:
    other = Palette(
        "other",
        (
            PaletteEntry(0, "unlabelled", (0, 0, 0)),
            PaletteEntry(1, "buffet", (1, 1, 1), ("counters",)),
            PaletteEntry(2, "counter", (1, 1, 2)),
        ),
    )
    assert matches(palette_of("counters"), other)[0].target == 2


def test_a_map_takes_the_ids_of_the_other_palette() -> None:
    labels = np.array([[0, 1, 1, 2], [3, 3, 3, 2]], np.uint8)
    assert shares(labels) == {3: 3 / 8, 1: 2 / 8, 2: 2 / 8}
    np.testing.assert_array_equal(mapped(labels, {1: 2, 2: 1, 0: 9}), [[0, 2, 2, 1], [0, 0, 0, 1]])
