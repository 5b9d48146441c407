"""The judge: a segmenter that is independent of whatever made the label maps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engine.errors import WeightsError

_BATCH = 16


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
        for first in range(0, len(pictures), _BATCH):
            batch = pictures[first : first + _BATCH].transpose(0, 3, 1, 2).astype(np.float32)
            probabilities, pooled = self._session.run(["probabilities", "features"], {"image": batch})
            ids.append(probabilities.argmax(1).astype(np.uint8))
            features.append(pooled)
        return np.concatenate(ids), np.concatenate(features)
