"""The judge: a segmenter that is independent of whatever made the label maps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engine.errors import WeightsError

_BATCH = 2
"""The judge's graph holds coordinates for two pictures at a time, whatever its input shape says."""


class Judge:
    """An ONNX segmenter with input `image` and outputs `probabilities` and `features` (see its README)."""

    def __init__(self, path: Path) -> None:
        """Raises WeightsError if the file is missing, damaged or has other outputs."""
        if not path.is_file():
            raise WeightsError(f"There is no judge at {path.name}.", "Name the file with --judge.")
        try:
            self._session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors share no public base class
            raise WeightsError(f"The judge {path.name} cannot be loaded: {error}", "Copy the file again.") from error
        outputs = {output.name for output in self._session.get_outputs()}
        if not {"probabilities", "features"} <= outputs:
            raise WeightsError(f"{path.name} is not a judge: it lacks “probabilities” or “features”.")
        self.size = int(self._session.get_inputs()[0].shape[-1])

    def __call__(self, pictures: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """(N, size, size, 3) RGB -> (N, size, size) class ids and (N, F) features."""
        ids, features = [], []
        padded = np.concatenate([pictures, pictures[-1:]]) if len(pictures) % _BATCH else pictures
        for first in range(0, len(padded), _BATCH):
            batch = padded[first : first + _BATCH].transpose(0, 3, 1, 2).astype(np.float32)
            probabilities, pooled = self._session.run(["probabilities", "features"], {"image": batch})
            ids.append(probabilities.argmax(1).astype(np.uint8))
            features.append(pooled)
        count = len(pictures)
        return np.concatenate(ids)[:count], np.concatenate(features)[:count]
