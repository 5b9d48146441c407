"""From pictures to classes: squares of any number are blended into one map."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cancel import CancelToken
from engine.errors import RunCancelled, WeightsError
from engine.installed.registry import Registry
from engine.painting.segmenter import Segmenter


@pytest.fixture(scope="module")
def info(tmp_path_factory):
    from tests.engine.conftest import POCKET

    found = Registry([POCKET.parent], [], tmp_path_factory.mktemp("cache")).segmenter("pocket")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def segmenter(info):
    return Segmenter(info.path, info.classes)


def landscape(height, width):
    """Blue sky over dark green."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[: height // 2] = (112, 172, 240)
    grass = np.random.default_rng(0).integers(0, 60, (height - height // 2, width, 3))
    picture[height // 2 :] = grass + np.array([10, 40, 10])
    return picture


def test_sky_is_above_and_is_not_below(segmenter):
    ids = segmenter(landscape(128, 128))
    sky = segmenter.classes.index("sky")
    assert ids.shape == (128, 128)
    assert ids.dtype == np.uint8
    assert (ids[:48] == sky).mean() > 0.9
    assert (ids[80:] == sky).mean() < 0.1
    assert not (ids == 0).any()


@pytest.mark.parametrize("size", [(64, 64), (300, 420), (96, 352), (512, 128)])
def test_every_pixel_of_any_size_gets_a_class(segmenter, size):
    ids = segmenter(landscape(*size))
    assert ids.shape == size
    assert (ids[: size[0] // 3] == segmenter.classes.index("sky")).mean() > 0.8


def test_blended_probabilities_still_sum_to_one(segmenter):
    found = segmenter.probabilities(landscape(128, 300))
    assert found.shape == (10, 128, 300)
    assert np.allclose(found.sum(0), 1, atol=1e-3)


@pytest.mark.parametrize("size", [(3, 400), (400, 3), (1, 4096), (1, 1), (20, 4096)])
def test_a_strip_of_few_pixels_is_read_in_no_more_squares_than_it_has_room_for(segmenter, size):
    """Its few pixels once were enlarged to the side of a square, and its length with them."""
    parts = []
    ids = segmenter(landscape(*size), on_progress=parts.append)
    assert ids.shape == size
    assert len(parts) <= 2 * max(size) / 128 + 16


def test_a_long_picture_keeps_its_shape(segmenter):
    assert segmenter.probabilities(landscape(64, 512)).shape == (10, 128, 1024)


def test_a_mirrored_picture_gives_the_mirrored_map(segmenter):
    picture = landscape(128, 128)
    picture[40:90, 10:50] = (250, 250, 250)
    found = segmenter.probabilities(picture)
    assert np.allclose(segmenter.probabilities(picture[:, ::-1])[..., ::-1], found, atol=1e-4)


def test_cancel_is_read_before_every_square(segmenter):
    token = CancelToken()
    token.cancel()
    with pytest.raises(RunCancelled):
        segmenter(landscape(128, 128), token)


def test_a_missing_or_damaged_file_is_one_sentence(tmp_path, info):
    with pytest.raises(WeightsError, match=r"gone\.onnx"):
        Segmenter(tmp_path / "gone.onnx", info.classes)
    (tmp_path / "bad.onnx").write_bytes(info.path.read_bytes()[:1000])
    with pytest.raises(WeightsError, match=r"bad\.onnx"):
        Segmenter(tmp_path / "bad.onnx", info.classes)


def test_the_manifest_names_as_many_classes_as_there_are(info):
    with pytest.raises(WeightsError, match="10 classes apart"):
        Segmenter(info.path, info.classes[:-1])
