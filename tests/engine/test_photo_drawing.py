"""From a photo of any size to a drawing that can be painted on."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cancel import CancelToken
from engine.errors import RunCancelled
from engine.installed.registry import Registry
from engine.painting.photo_drawing import drawing_of_photo, drawing_size
from tests.engine.conftest import POCKET


@pytest.fixture(scope="module")
def info(tmp_path_factory):
    found = Registry([POCKET.parent], [], tmp_path_factory.mktemp("cache")).segmenter("pocket")
    assert found is not None
    return found


def landscape(height, width):
    """Blue sky over dark green."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[: height // 2] = (112, 172, 240)
    grass = np.random.default_rng(0).integers(0, 60, (height - height // 2, width, 3))
    picture[height // 2 :] = grass + np.array([10, 40, 10])
    return picture


@pytest.mark.parametrize(
    ("photo", "drawing"),
    [((128, 128), (512, 512)), ((2731, 4096), (683, 1024)), ((600, 800), (600, 800)), ((4096, 3), (1024, 16))],
)
def test_the_drawing_has_the_photos_shape(photo, drawing):
    assert drawing_size(*photo) == drawing


def test_layers_have_one_size_and_lie_where_the_photo_has_them(info):
    heard = []
    found = drawing_of_photo(landscape(150, 200), info, inked=True, on_progress=heard.append)
    assert found.labels is not None
    assert found.ink is not None
    assert found.labels.shape == found.ink.shape == (384, 512)
    sky = info.classes.index("sky")
    assert (found.labels[:150] == sky).mean() > 0.9
    assert (found.labels[250:] == sky).mean() < 0.1
    assert found.ink[150:235].any()
    assert not found.ink[:150].any()
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_only_what_is_wanted_is_made(info):
    assert drawing_of_photo(landscape(64, 64), info, inked=False).ink is None
    assert drawing_of_photo(landscape(64, 64), None, inked=True).labels is None


def test_it_can_be_cancelled(info):
    token = CancelToken()
    with pytest.raises(RunCancelled):
        drawing_of_photo(
            landscape(128, 1280), info, inked=False, cancel=token, on_progress=lambda _part: token.cancel()
        )
