"""A segmenter: from a photo or picture to the class of each pixel."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import WeightsError
from engine.installed.weights import REINSTALL
from engine.request.types import LabelMap, Picture
from engine.words import say

_BATCH = 2
"""The graph holds coordinates for two pictures at a time: a square of the picture, and the same square mirrored."""

_MOST_ENLARGED = 8
"""A small picture is enlarged until its longer side has so many times the length of a square."""


class Segmenter:
    """An ONNX graph with input `image` (2, 3, S, S), RGB 0 to 255, and output `probabilities` (2, K, S, S).

    A picture is brought to S pixels on its shorter side and read in squares that overlap by half or more; each is
    read once as it is and once mirrored. A strip of few pixels is stretched instead of enlarged beyond 8 S in length.
    Belongs to one thread.
    """

    def __init__(self, path: Path, classes: Sequence[str], threads: int = 1) -> None:
        """`classes` names the K classes in order, "unlabelled" first.

        Raises WeightsError if the file is missing, damaged, or gives another number of classes.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            self._side = int(self._session.get_inputs()[0].shape[-1])
            found = self._read(np.zeros((self._side, self._side, 3), np.uint8)).shape[0]
        except Exception as error:  # onnxruntime's errors share no public base class
            raise WeightsError(say("The segmenter {name} cannot be loaded.", name=path.name), REINSTALL) from error
        if found != len(classes):
            raise WeightsError(
                say(
                    "The segmenter {name} tells {found} classes apart, and its manifest names {named}.",
                    name=path.name,
                    found=found,
                    named=len(classes),
                ),
                REINSTALL,
            )
        self.classes = tuple(classes)

    def __call__(
        self,
        picture: Picture,
        cancel: CancelToken | None = None,
        on_progress: Callable[[float], None] = lambda part: None,
    ) -> LabelMap:
        """(H, W, 3) RGB -> (H, W) ids of `classes`. `cancel` is read before every square; raises RunCancelled.

        `on_progress` hears after each square which part of them is done.
        """
        height, width = picture.shape[:2]
        best = np.full((height, width), -1, np.float32)
        ids: LabelMap = np.zeros((height, width), np.uint8)
        for class_id, map_ in enumerate(self.probabilities(picture, cancel, on_progress)):
            full = cv2.resize(map_, (width, height), interpolation=cv2.INTER_LINEAR)
            is_better = full > best
            best[is_better] = full[is_better]
            ids[is_better] = class_id
        return ids

    def probabilities(
        self,
        picture: Picture,
        cancel: CancelToken | None = None,
        on_progress: Callable[[float], None] = lambda part: None,
    ) -> NDArray[np.float32]:
        """(H, W, 3) RGB -> (K, h, w), where the shorter of h and w is S; they sum to 1 over the classes."""
        side = self._side
        short, long = sorted(picture.shape[:2])
        scale = side / short
        if scale > 1:
            scale = min(scale, max(1.0, _MOST_ENLARGED * side / long))
        height, width = (max(side, round(length * scale)) for length in picture.shape[:2])
        shrinks = scale < 1
        sized = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
        total: NDArray[np.float32] | None = None
        weights = np.zeros((height, width), np.float32)
        corners = [(top, left) for top in _offsets(height, side) for left in _offsets(width, side)]
        for done, (top, left) in enumerate(corners, start=1):
            if cancel is not None:
                cancel.check()
            rows, cols = slice(top, top + side), slice(left, left + side)
            seen = self._read(sized[rows, cols])
            if total is None:
                total = np.zeros((len(seen), height, width), np.float32)
            weight = np.outer(_ramp(side, height), _ramp(side, width))
            total[:, rows, cols] += weight * seen
            weights[rows, cols] += weight
            on_progress(done / len(corners))
        assert total is not None
        total /= weights
        return total

    def _read(self, square: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(S, S, 3) RGB -> (K, S, S)."""
        both = np.stack([square, square[:, ::-1]]).transpose(0, 3, 1, 2).astype(np.float32)
        (found,) = self._session.run(["probabilities"], {"image": both})
        mean: NDArray[np.float32] = (found[0] + found[1][..., ::-1]) / _BATCH
        return mean


def _offsets(length: int, side: int) -> list[int]:
    """Where the squares begin along one axis: evenly, and overlapping by at least half."""
    count = 1 + math.ceil((length - side) / (side / 2))
    return [round(at) for at in np.linspace(0, length - side, count)]


def _ramp(side: int, length: int) -> NDArray[np.float32]:
    """How much a square counts along one axis: less towards its ends, where it sees less of what is around."""
    if length == side:
        return np.ones(side, np.float32)
    middle = (side - 1) / 2
    ramp: NDArray[np.float32] = (1 + middle - np.abs(np.arange(side) - middle)).astype(np.float32)
    return ramp
