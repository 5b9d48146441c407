from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from canvas.palette import Palette
from canvas.qt.images import image_array, label_image, rgb_image


@pytest.mark.parametrize("size", [(1, 1), (5, 7), (16, 3)])
def test_pixels_come_back(size: tuple[int, int]) -> None:
    array = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    assert np.array_equal(image_array(rgb_image(array)), array)


def test_neither_side_shares_memory() -> None:
    array = np.zeros((4, 5, 3), dtype=np.uint8)
    image = rgb_image(array)
    array[:] = 255
    assert image.pixelColor(2, 2) == QColor(0, 0, 0)
    back = image_array(image)
    image.fill(QColor(9, 9, 9))
    assert not back.any()


def test_a_part_of_a_larger_array_is_read_by_its_strides() -> None:
    array = np.random.default_rng(0).integers(0, 256, (20, 20, 3), dtype=np.uint8)
    assert np.array_equal(image_array(rgb_image(array[3:9, 5:12])), array[3:9, 5:12])


def test_labels_get_the_palettes_colours(palette: Palette) -> None:
    ids = np.array([[0, 1, 2], [7, 7, 1]], dtype=np.uint8)
    table = palette.colour_table()
    assert np.array_equal(image_array(label_image(ids, table)), table[ids])


def test_any_format_is_read() -> None:
    image = QImage(3, 2, QImage.Format.Format_ARGB32)
    image.fill(QColor(10, 20, 30))
    assert (image_array(image) == (10, 20, 30)).all()
