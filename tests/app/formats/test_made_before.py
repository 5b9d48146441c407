"""What an earlier version saved opens as it was, and paints the same picture again.

`made_before/` was written by the version before drafts, cascades and projected strength (commit 73ca8d4): a square
picture of a drawing that is not square, by the old rule of strength.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.formats.compare import same_picture
from app.formats.opened_file import read_work
from app.painting.request_builder import build_request, restore_settings
from app.settings import table as s
from app.system import resources
from canvas.document import Document
from canvas.palette import Palette, PaletteEntry
from engine.installed.registry import Registry
from engine.painting.pipeline import Pipeline
from engine.request.types import Finished, GenerationRequest

MADE_BEFORE = Path(__file__).parents[1] / "made_before"
NO_CLASSES = Palette("none", (PaletteEntry(0, "unlabelled", (0, 0, 0)),))
FILES = ("picture.png", "project.ora")


def opened(name: str) -> tuple[GenerationRequest, Finished, Document]:
    """Request, picture and drawing of one of the files."""
    work = read_work(MADE_BEFORE / name, NO_CLASSES)
    assert work.request is not None
    assert work.finished is not None
    assert work.warnings == ()
    return work.request, work.finished, Document(work.palette, work.labels, work.ink)


@pytest.mark.parametrize("name", FILES)
def test_its_recipe_means_what_it_meant(name: str) -> None:
    request, finished, _ = opened(name)
    assert (request.width, request.height) == finished.image.shape[:2] == (64, 64)
    assert request.labels.shape == (48, 72)
    assert (request.strength, request.rescale, request.parallel, request.first_px) == (5.0, 0.25, 1.0, 0)


@pytest.mark.parametrize("name", FILES)
def test_it_paints_the_same_picture_again(name: str, tmp_path: Path) -> None:
    request, finished, _ = opened(name)
    registry = Registry(resources.bases_folders(), resources.modules_folders(), tmp_path)
    *_, again = Pipeline(registry).run(request)
    assert isinstance(again, Finished), again
    off = np.abs(again.image.astype(int) - finished.image)
    assert off.max() <= 2  # of 255: sums in another order on another processor
    assert off.mean() < 0.1


@pytest.mark.parametrize("name", FILES)
def test_the_window_asks_for_the_same_picture_after_opening_it(name: str) -> None:
    request, _, document = opened(name)
    settings = s.Settings()
    settings.suggest(s.SIZE_PX, 512)
    settings.suggest(s.FIRST_PX, 256)
    settings.suggest(s.PARALLEL, 0.3)
    restore_settings(request, settings)
    assert same_picture(build_request(document.snapshot(), settings), request)
