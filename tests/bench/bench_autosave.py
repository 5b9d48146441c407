"""What autosaving costs the brush, run by hand: `python tests/bench/bench_autosave.py`.

Milliseconds that a stroke's commit takes with and without the journal, and until the stroke is on disk.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from canvas.document import Document
from canvas.edits import PatchEdit
from canvas.history import History
from canvas.journal_writer import JournalWriter
from canvas.palette import Palette, PaletteEntry
from canvas.raster import line

STROKES = 60


def measure(side: int, brush_px: int, folder: Path | None) -> tuple[np.ndarray, np.ndarray]:
    """Times of the commits, and from each commit until it is on disk."""
    rng = np.random.default_rng(0)
    entries = tuple(PaletteEntry(i, "unlabelled" if i == 0 else f"class {i}", (i, i, i)) for i in range(10))
    blocks = rng.integers(0, 10, (side // 16, side // 16), dtype=np.uint8)
    document = Document(Palette("bench", entries), np.kron(blocks, np.ones((16, 16), np.uint8)))
    history = History(document)
    writer = None
    if folder is not None:
        writer = JournalWriter(document, history, folder / f"{side}-{brush_px}.journal", dict, print, lambda: None)
    commits, disk = [], []
    for number in range(STROKES):
        start, end = rng.uniform(0, side, 2), rng.uniform(0, side, 2)
        history.begin("Brush stroke")
        bbox, mask = line(document.size, tuple(start), tuple(end), brush_px)
        history.record(PatchEdit.paint(document.labels, bbox, mask, number % 10))
        began = time.perf_counter()
        history.commit()
        commits.append(time.perf_counter() - began)
        if writer is not None:
            writer.flush()
            disk.append(time.perf_counter() - began)
    if writer is not None:
        writer.close()
    return np.array(commits) * 1e3, np.array(disk) * 1e3


def main() -> None:
    print("side  brush | commit ms p50 p99: without, with journal | on disk after ms p50, max")
    with tempfile.TemporaryDirectory() as folder:
        for side in (512, 1024, 2048, 4096):
            for brush_px in (8, 64, 512):
                bare, _ = measure(side, brush_px, None)
                kept, disk = measure(side, brush_px, Path(folder))
                print(
                    f"{side:4} {brush_px:6} | {np.median(bare):7.2f} {np.percentile(bare, 99):7.2f}"
                    f" {np.median(kept):7.2f} {np.percentile(kept, 99):7.2f} | {np.median(disk):7.1f} {disk.max():7.1f}"
                )


if __name__ == "__main__":
    main()
