"""What the pictures are worth and what they cost: before and now, from draft to 1024 pixels, on the built-in base.

    python tests/bench/bench_pictures.py DATA -o OUT [--maps 96] [--first 64] [table] [text] [sheet] [times]

DATA are the WebDataset shards of the base's photographs; maps are taken evenly from the public test split. `table`:
agreement, realism, lightness and chroma of every arm, with 95 % intervals over the maps, the same maps and noise for
all; pictures larger than 128 pixels are reduced to that for the judge and the figures; `text` adds arms with captions.
`sheet`: the examples and eight
maps, painted by every arm. `times`: median seconds of five, and the most memory, on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.installed.palettes import palette_of
from app.system import resources
from canvas.label_png import read_label_png
from engine.evaluation.measure.judge import Judge
from engine.evaluation.measure.metrics import KernelDistance, bootstrap, confusions, mean_iou, pixel_accuracy
from engine.installed.registry import Registry
from engine.painting.pipeline import Pipeline
from engine.request.stages import picture_size
from engine.request.types import Finished, GenerationRequest
from engine.training.data.dataset import PictureSet

SIDE = 128
BEFORE = {"size": 128, "steps": 20, "strength": 5.0, "parallel": 1.0, "rescale": 0.25, "first_px": 0}
ARMS: Mapping[str, Mapping[str, Any]] = {
    "before, 128 px, 20 steps": BEFORE,
    "draft, 128 px": {"size": 128, "first_px": 0},
    "draft, 256 px": {"size": 256, "first_px": 0},
    "finish, 512 px": {"size": 512},
    "1024 px": {"size": 1024},
}
SHEET_ONLY = ("1024 px",)
"""Takes too long to be painted for every map of the table."""
TEXT_ARMS: Mapping[str, Mapping[str, Any]] = {
    "before, with captions": BEFORE,
    "draft, 256 px, with captions": {"size": 256, "first_px": 0},
}
SIZES = (128, 256, 384, 512, 768, 1024)
TONES = ("lightness", "its spread", "chroma", "its spread")


class Painter:
    """The built-in base and label module with their own defaults, and an arm's changes."""

    def __init__(self) -> None:
        registry = Registry(resources.bases_folders()[1:], resources.modules_folders()[1:], resources.cache_folder())
        self.module, self._base = registry.module("pocket-labels"), registry.base("pocket")
        self._pipeline = Pipeline(registry)
        known = GenerationRequest.__dataclass_fields__
        defaults = {**self._base.defaults, **self.module.defaults}
        self._defaults = {key: value for key, value in defaults.items() if key in known}
        self._classes = {entry.id: entry.name for entry in self.module.classes}

    def __call__(self, labels: np.ndarray, seed: int, *, size: int, prompt: str = "", **changes: Any) -> Finished:
        height, width = labels.shape
        sized = picture_size(width / height, size, self._base.step_px)
        values = {**self._defaults, **changes, "width": sized[0], "height": sized[1]}
        request = GenerationRequest(
            base="pocket",
            module="pocket-labels",
            labels=labels,
            classes=self._classes,
            seed=seed,
            prompt=prompt,
            **values,
        )
        *_, last = self._pipeline.run(request)
        assert isinstance(last, Finished), last
        return last


class Eye:
    """What is measured of pictures of the same maps."""

    def __init__(self, data: PictureSet, numbers: np.ndarray, count: int) -> None:
        self.examples = [data[int(number)] for number in numbers]
        self._maps = np.stack([one.labels for one in self.examples])
        self._judge = Judge(resources.ASSETS / "evaluation" / "judge.onnx")
        others = np.setdiff1d(np.arange(count), numbers)[: 4 * len(numbers)]
        _, self._others = self._judge(np.stack([data[int(number)].picture for number in others]))
        self.real = tones(np.stack([one.picture for one in self.examples])).mean(0)

    def __call__(self, pictures: list[np.ndarray]) -> dict[str, Any]:
        small = np.stack([reduced(picture, SIDE) for picture in pictures])
        ids, features = self._judge(small)
        return {
            "confusion": confusions(self._maps, ids, 10),
            "distance": KernelDistance(features, self._others),
            "tones": tones(small) / self.real,
        }


def tones(pictures: np.ndarray) -> np.ndarray:
    """(N, S, S, 3) -> (N, 4): mean and standard deviation within the picture of CIE L* and of chroma."""
    found = []
    for picture in pictures:
        lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        chroma = np.hypot(lab[..., 1], lab[..., 2])
        found.append([lab[..., 0].mean(), lab[..., 0].std(), chroma.mean(), chroma.std()])
    return np.array(found)


def reduced(picture: np.ndarray, side: int) -> np.ndarray:
    if picture.shape[:2] == (side, side):
        return picture
    shrinks = picture.shape[0] > side
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)


def table(painter: Painter, eye: Eye, with_text: bool) -> str:
    photographs = [one.picture for one in eye.examples]
    arms = {"real photographs": eye(photographs)}
    for name, changes in {**ARMS, **(TEXT_ARMS if with_text else {})}.items():
        if name in SHEET_ONLY:
            continue
        pictures = [
            painter(one.labels, seed, prompt=one.caption if name in TEXT_ARMS else "", **changes).image
            for seed, one in enumerate(eye.examples)
        ]
        arms[name] = eye(pictures)
        print(name, flush=True)
    count = len(photographs)

    def cell(measure: Any, digits: int) -> str:
        low, high = bootstrap(count, measure)
        return f"{measure(np.arange(count)):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"

    lines = ["| | mIoU | accuracy | KID x 1000 | " + " | ".join(TONES) + " |", "|---" * 8 + "|"]
    for name, seen in arms.items():
        cells = [
            cell(lambda rows, seen=seen: mean_iou(seen["confusion"][rows]), 3),
            cell(lambda rows, seen=seen: pixel_accuracy(seen["confusion"][rows]), 3),
            cell(lambda rows, seen=seen: 1000 * seen["distance"](rows), 0),
            *(cell(lambda rows, seen=seen, k=k: float(seen["tones"][rows, k].mean()), 2) for k in range(4)),
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "Paired differences to “before” on the same maps:", "", "| | mIoU | KID x 1000 |", "|---|---|---|"]
    old = arms["before, 128 px, 20 steps"]
    for name in ARMS:
        if name in arms and arms[name] is not old:
            new = arms[name]
            iou = cell(lambda rows, new=new: mean_iou(new["confusion"][rows]) - mean_iou(old["confusion"][rows]), 3)
            kid = cell(lambda rows, new=new: 1000 * (new["distance"](rows) - old["distance"](rows)), 0)
            lines.append(f"| {name} | {iou} | {kid} |")
    return "\n".join(lines)


def sheet(painter: Painter, eye: Eye, out: Path) -> None:
    """Drawings on top, then a row an arm; each picture in its own shape, 320 pixels high."""
    palette = palette_of(painter.module)
    drawings = [read_label_png(path, palette) for path in resources.example_files()]
    every = len(eye.examples) // 8
    drawings += [one.labels for one in eye.examples[every // 2 :: every][:8]]
    colours = np.zeros((256, 3), np.uint8)
    for entry in palette.entries:
        colours[entry.class_id] = entry.rgb
    rows = [[colours[labels] for labels in drawings]]
    for name, changes in ARMS.items():
        rows.append([painter(labels, 7, **changes).image for labels in drawings])
        print(name, flush=True)
    for part, columns in (("examples", slice(0, 4)), ("maps", slice(4, 12))):
        high = 320 if part == "examples" else 240
        shown = [np.concatenate([fitted(picture, high) for picture in row[columns]], 1) for row in rows]
        Image.fromarray(np.concatenate(shown)).save(out / f"sheet-{part}.png")


def fitted(picture: np.ndarray, high: int) -> np.ndarray:
    wide = round(picture.shape[1] * high / picture.shape[0])
    shrinks = picture.shape[0] > high
    return cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_NEAREST)


def times(painter: Painter, labels: np.ndarray) -> str:
    lines = ["| size | at once, 8 steps | from a draft of 256 px | of 128 px | memory |", "|---|---|---|---|---|"]
    painter(labels, 0, size=128, first_px=0)
    for size in SIZES:
        cells = []
        for first in (0, 256, 128):
            if first and size <= first:
                cells.append("")
                continue
            if not first and size > 768:
                cells.append("")  # takes too long to be of use
                continue
            seconds = [
                painter(labels, seed, size=size, first_px=first).seconds for seed in range(3 if size > 512 else 5)
            ]
            cells.append(f"{statistics.median(seconds):.2f} s")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        lines.append(f"| {size} px | " + " | ".join(cells) + f" | {most:.2f} GB |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("parts", nargs="*", default=["table", "sheet", "times"])
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--maps", type=int, default=96)
    parser.add_argument("--split", type=int, default=1030, help="the first so many of the test split")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    data = PictureSet(arguments.data, SIDE, "test")
    count = min(arguments.split, len(data))
    painter = Painter()
    eye = Eye(data, np.linspace(3, count - 4, arguments.maps).round().astype(int), count)
    if "times" in arguments.parts:
        (arguments.out / "times.md").write_text(times(painter, eye.examples[len(eye.examples) // 2].labels) + "\n")
    if "sheet" in arguments.parts:
        sheet(painter, eye, arguments.out)
    if "table" in arguments.parts:
        found = table(painter, eye, "text" in arguments.parts)
        (arguments.out / "table.md").write_text(found + "\n")


if __name__ == "__main__":
    main()
