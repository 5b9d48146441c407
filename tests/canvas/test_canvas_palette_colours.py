from __future__ import annotations

import itertools

import numpy as np
import pytest

from canvas.palette import Palette, PaletteEntry
from canvas.palette_check import ALIKE, alike, least_distances
from canvas.palette_colours import Vision, distance, lab
from canvas.palette_recolouring import recoloured, spread

ZERO = PaletteEntry(0, "unlabelled", (0, 0, 0))


def palette_of(*colours: tuple[int, int, int]) -> Palette:
    return Palette("test", (ZERO, *(PaletteEntry(i, f"class {i}", rgb) for i, rgb in enumerate(colours, start=1))))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # from table 1 of Sharma, Wu and Dalal, 2005
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (56, -27, -3), 31.9030),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distance_is_that_of_the_published_table(first: object, second: object, expected: float) -> None:
    a, b = np.array(first, float), np.array(second, float)
    assert float(distance(a, b)) == pytest.approx(expected, abs=5e-5)
    assert float(distance(b, a)) == pytest.approx(expected, abs=5e-5)


def test_lab_of_known_colours() -> None:
    np.testing.assert_allclose(lab([255, 0, 0]), [53.24, 80.09, 67.20], atol=0.01)
    np.testing.assert_allclose(lab([255, 255, 255]), [100, 0, 0], atol=0.01)


@pytest.mark.parametrize("vision", Vision)
def test_everybody_sees_greys_as_they_are(vision: Vision) -> None:
    greys = [[level] * 3 for level in (0, 60, 128, 255)]
    np.testing.assert_allclose(lab(greys, vision), lab(greys), atol=0.05)


@pytest.mark.parametrize(
    ("vision", "first", "second"),
    [
        (Vision.PROTANOPE, (150, 90, 0), (110, 98, 0)),
        (Vision.DEUTERANOPE, (150, 90, 0), (110, 107, 0)),
        (Vision.TRITANOPE, (0, 130, 190), (0, 130, 140)),
    ],
)
def test_colours_that_one_vision_confuses(
    vision: Vision, first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    apart = {each: float(distance(lab(first, each), lab(second, each))) for each in Vision}
    assert min(apart, key=lambda each: apart[each]) is vision
    assert apart[vision] < 0.6 * apart[Vision.NORMAL]


def test_the_check_names_each_pair_once_and_those_for_everybody_first() -> None:
    palette = palette_of((150, 90, 0), (110, 107, 0), (200, 200, 255), (200, 201, 255), (10, 40, 90))
    found = alike(palette)
    assert [(each.first, each.second, each.vision) for each in found] == [
        (3, 4, Vision.NORMAL),
        (1, 2, Vision.DEUTERANOPE),
    ]
    assert found[0].is_same
    assert not found[1].is_same
    assert all(each.distance < ALIKE for each in found)


def test_nothing_to_compare() -> None:
    assert alike(palette_of((9, 9, 9))) == ()
    assert set(least_distances(palette_of()).values()) == {float("inf")}
    assert recoloured(palette_of()) == palette_of()


@pytest.mark.parametrize("count", [1, 2, 10, 100])
def test_new_colours_are_many_and_all_different(count: int) -> None:
    colours = spread(count)
    assert len({tuple(colour) for colour in [*colours.tolist(), (0, 0, 0)]}) == count + 1
    np.testing.assert_array_equal(colours, spread(count))


@pytest.mark.parametrize(("count", "least_normal", "least_blind"), [(10, 20, 11), (150, 5, 2.5)])
def test_recolouring_parts_the_classes_for_everybody(count: int, least_normal: float, least_blind: float) -> None:
    before = palette_of(*((i, 100 + i % 3, 40) for i in range(1, count + 1)))
    after = recoloured(before)
    apart = least_distances(after)
    assert apart[Vision.NORMAL] > least_normal
    assert min(apart.values()) > least_blind
    assert [(e.class_id, e.name) for e in after.entries] == [(e.class_id, e.name) for e in before.entries]
    assert after.entry(0).rgb == (0, 0, 0)


def test_each_class_gets_the_new_colour_that_is_like_its_own_as_far_as_all_can() -> None:
    before = palette_of((230, 20, 20), (20, 190, 40), (30, 60, 230), (240, 230, 40), (120, 120, 120))
    former = lab([entry.rgb for entry in before.entries[1:]])
    new = lab([entry.rgb for entry in recoloured(before).entries[1:]])
    sums = [distance(former, new[list(order)]).sum() for order in itertools.permutations(range(5))]
    assert distance(former, new).sum() == pytest.approx(min(sums))
