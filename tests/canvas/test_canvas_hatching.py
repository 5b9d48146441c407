"""Hatching: where the mask is, nowhere else, seen on every colour, at every zoom and turn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from canvas.qt.hatching import Hatching
from canvas.qt.images import image_array

SIZE = QSize(80, 60)


def hatched(mask, colour, document=None, turn=None):
    document, turn = document or QRectF(0, 0, 80, 60), turn or QTransform()
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(*colour))
    painter = QPainter(image)
    Hatching(mask).paint(painter, document, turn, SIZE)
    painter.end()
    return np.abs(image_array(image).astype(int) - colour).max(2)


@pytest.fixture
def left():
    mask = np.zeros((6, 8), bool)
    mask[:, :4] = True
    return mask


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (193, 68, 14), (128, 128, 128)])
def test_it_is_seen_on_every_colour_and_only_in_the_mask(qapp, left, colour):
    change = hatched(left, colour)
    assert (change[:, :40] > 60).mean() > 0.1
    assert (change[:, :40] == 0).mean() > 0.4
    assert not change[:, 40:].any()


def test_lines_are_as_far_apart_at_every_zoom(qapp, left):
    near = hatched(left, (0, 0, 0), QRectF(0, 0, 800, 600))
    far = hatched(left, (0, 0, 0))
    assert (near[:, :40] == far[:, :40]).all()


def test_the_mask_is_turned_with_the_view(qapp, left):
    turn = QTransform(-1, 0, 0, 1, 80, 0)
    change = hatched(left, (0, 0, 0), turn=turn)
    assert change[:, 40:].any()
    assert not change[:, :40].any()


def test_a_sheet_shows_it_and_takes_it_away(qtbot, left):
    from canvas.qt.sheet import Sheet

    sheet = Sheet()
    qtbot.addWidget(sheet)
    sheet.resize(120, 100)
    sheet.set_document_size((6, 8))
    plain = image_array(sheet.grab().toImage())
    sheet.set_hatched(left)
    assert (image_array(sheet.grab().toImage()) != plain).any()
    sheet.set_hatched(None)
    assert (image_array(sheet.grab().toImage()) == plain).all()
