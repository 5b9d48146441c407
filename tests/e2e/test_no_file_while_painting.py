"""The window's thread opens no file and lists no folder while a run steps, however much is installed."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import table as s
from app.start.studio import Studio
from engine.installed.registry import MANIFEST, Registry
from tests.fakes.fake_runner import CLASSES, FakeRunner
from tests.fakes.scripted_asking import ScriptedAsking

MODULES, STEPS = 22, 50
_seen: list[str] = []
_is_watching = False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    is_read = event in ("open", "os.listdir", "os.scandir")
    if _is_watching and is_read and threading.current_thread() is threading.main_thread():
        _seen.append(f"{event} {arguments[0]}")


sys.addaudithook(_watch)


def install(folder: Path, modules: int) -> Registry:
    """A base and some modules, as far as listing them reads."""
    base = folder / "models" / "tiny"
    for part, config in (("unet", {"sample_size": 8}), ("vae", {"block_out_channels": [1, 1]})):
        (base / part).mkdir(parents=True)
        (base / part / "config.json").write_text(json.dumps(config))
    (base / "model_index.json").write_text("{}")
    (base / MANIFEST).write_text(json.dumps({"label": "Tiny", "default_size": 16, "sizes": [16]}))
    classes = [{"id": each.id, "name": each.name, "rgb": list(each.rgb)} for each in CLASSES]
    for number in range(modules):
        module = folder / "modules" / f"module-{number:02}"
        module.mkdir(parents=True)
        (module / "config.json").write_text(json.dumps({"modalities": ["labels"]}))
        manifest = {"label": f"Module {number}", "base": "tiny", "classes": classes}
        (module / MANIFEST).write_text(json.dumps(manifest))
    return Registry([folder / "models"], [folder / "modules"], folder / "cache", takes_folders=False)


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path, example: Path) -> Iterator[Studio]:
    registry = install(tmp_path, MODULES)
    settings = s.Settings(tmp_path / "settings.json")
    studio = Studio(qapp, settings, registry, FakeRunner, ScriptedAsking())
    yield studio
    studio.shut_down()
    studio.window.hide()
    studio.window.deleteLater()


def test_no_file_is_read_in_the_windows_thread_while_a_run_steps(studio: Studio, qtbot: QtBot) -> None:
    global _is_watching
    session, settings = studio.session, studio.settings
    settings.set(s.STEPS, STEPS)
    settings.set(s.BESIDE, {"module-05": 1.0})
    with qtbot.waitSignal(session.picture_finished):
        studio.window.show()
    qtbot.waitUntil(lambda: not session.is_painting and not studio.kept_settings.is_waiting)
    steps: list[int] = []
    session.step_previewed.connect(lambda preview: steps.append(preview.step))
    _seen.clear()
    _is_watching = True
    try:
        with qtbot.waitSignal(session.picture_judged):
            session.generate()
    finally:
        _is_watching = False
    assert len(steps) == STEPS
    assert _seen == []
