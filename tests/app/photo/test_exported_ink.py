"""Ink that was exported comes back as exactly that ink; other line drawings can be taken as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pytestqt.qtbot import QtBot

from app.files.drop import Dropping
from app.files.export import Exporter
from app.files.open_and_save import Filing
from app.installed.choices import Choices
from app.library.module_packs import ModulePacks
from app.photo.becomes import Becomes, OfferStage
from app.photo.photo_offer import PhotoOffer
from app.photo.reference_photo import ReferencePhoto
from app.settings import table as s
from canvas.edits import PatchEdit
from canvas.layers.ink_png import drawn_lines, inked
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry
from tests.fakes.scripted_asking import ScriptedAsking

Pixels = NDArray[np.uint8]


@pytest.fixture
def offer(bench: Bench, asking: ScriptedAsking) -> Iterator[PhotoOffer]:
    bench.settings.set(s.LIVE, False)
    tracing = ReferencePhoto(bench.session.work, bench.session.notices, asking)
    offer = PhotoOffer(bench.session, Choices(FakeRegistry(), bench.settings), tracing, asking)
    yield offer
    offer.stop()


@pytest.fixture
def take(bench: Bench, offer: PhotoOffer, filing: Filing, asking: ScriptedAsking, qtbot: QtBot) -> Callable[..., None]:
    """Drops a file, as a person does, and waits for the question."""
    choices = Choices(FakeRegistry(), bench.settings)
    dropping = Dropping(
        bench.session, filing, offer, ModulePacks(bench.session, choices, bench.session.notices, asking)
    )

    def take(path: Path) -> None:
        dropping.open_path(path)
        qtbot.waitUntil(lambda: offer.stage is OfferStage.ASKING)

    return take


def lines(shape: tuple[int, int], *, is_soft: bool = True) -> Pixels:
    """Every step of grey, on little of the paper."""
    ink = np.zeros(shape, np.uint8)
    ink[3] = np.resize(np.arange(256, dtype=np.uint8), shape[1]) if is_soft else 255
    ink[10:12, 5:30] = 255
    return ink


def export(bench: Bench, filing: Filing, asking: ScriptedAsking, path: Path, ink: Pixels) -> None:
    document, history = bench.session.document, bench.session.history
    history.perform("Pen stroke", PatchEdit.replace_all(document.ink, ink, "ink"))
    bench.settings.set(s.EXPORT_FORMAT, "ink-png")
    asking.paths = [path]
    exporting = Exporter(bench.session, filing, asking)
    exporting.export()
    exporting.stop()


@pytest.mark.parametrize("is_soft", [True, False])
@pytest.mark.parametrize("becomes", [None, Becomes.SKETCH])
def test_exported_ink_comes_back_pixel_for_pixel_and_the_labels_stay(
    bench: Bench,
    filing: Filing,
    offer: PhotoOffer,
    take: Callable[[Path], None],
    asking: ScriptedAsking,
    tmp_path: Path,
    is_soft: bool,
    becomes: Becomes | None,
) -> None:
    document, history = bench.session.document, bench.session.history
    ink = lines(document.size, is_soft=is_soft)
    export(bench, filing, asking, tmp_path / "a-ink.png", ink)
    history.undo()
    assert not document.ink.any()
    labels = document.labels.copy()
    take(tmp_path / "a-ink.png")
    assert offer.suggested is Becomes.INK
    offer.choose(becomes or offer.suggested)
    np.testing.assert_array_equal(document.ink, ink)
    np.testing.assert_array_equal(document.labels, labels)
    assert offer.stage is OfferStage.NONE
    history.undo()
    assert not document.ink.any()


def test_ink_of_another_size_is_the_whole_drawing(
    bench: Bench,
    filing: Filing,
    offer: PhotoOffer,
    take: Callable[[Path], None],
    asking: ScriptedAsking,
    tmp_path: Path,
) -> None:
    document = bench.session.document
    ink = lines(document.size)
    export(bench, filing, asking, tmp_path / "a-ink.png", ink)
    bench.session.replace(np.full((9, 9), 3, np.uint8), document.palette)
    take(tmp_path / "a-ink.png")
    offer.choose(Becomes.INK)
    np.testing.assert_array_equal(document.ink, ink)
    assert not document.labels.any()


@pytest.mark.parametrize("form", ["black with alpha", "grey", "colours"])
def test_line_art_of_other_programs_is_taken_as_it_is(
    bench: Bench, offer: PhotoOffer, take: Callable[[Path], None], tmp_path: Path, form: str
) -> None:
    ink = lines(bench.session.document.size)
    images = {
        "black with alpha": Image.fromarray(inked(ink)),
        "grey": Image.fromarray(255 - ink),
        "colours": Image.fromarray(255 - ink).convert("RGB"),
    }
    images[form].save(tmp_path / "lines.png")
    take(tmp_path / "lines.png")
    assert offer.is_lines
    offer.choose(Becomes.INK)
    np.testing.assert_array_equal(bench.session.document.ink, ink)


def test_what_is_no_line_drawing_has_no_lines() -> None:
    random = np.random.default_rng(0)
    photo = random.integers(0, 255, (40, 40, 3), np.uint8)
    clear = np.full((40, 40, 1), 255, np.uint8)
    coloured = np.full((40, 40, 3), 255, np.uint8)
    coloured[3:6] = (200, 30, 30)
    dark = np.repeat(random.integers(0, 120, (40, 40, 1), np.uint8), 3, axis=2)
    for pixels in (photo, coloured, dark, np.full((40, 40, 3), 255, np.uint8)):
        assert drawn_lines(np.concatenate([pixels, clear], axis=2)) is None
