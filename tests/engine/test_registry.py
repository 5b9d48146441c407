"""The registry lists what is installed without torch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.installed.registry import Registry, parse_classes

ROOT = Path(__file__).resolve().parents[2]


def test_the_built_in_base_shows_its_sizes_and_words(tmp_path):
    base = Registry([ROOT / "assets" / "models"], [], tmp_path).base("pocket")
    assert base.sizes == (128, 256, 384, 512, 768, 1024)
    assert base.default_size == 512
    assert base.step_px == 8
    assert "sunset" in base.words["sky"]


def test_a_plain_diffusers_folder_needs_no_manifest(tiny_folders, tmp_path):
    registry = Registry([next(iter(tiny_folders.values())).parent], [], tmp_path)
    assert {base.id: base.default_size for base in registry.bases()} == {
        "tiny-epsilon": 16,
        "tiny-unconditional": 16,
        "tiny-v": 16,
    }
    assert {base.step_px for base in registry.bases()} == {1, 2}
    by_path = Registry([], [], tmp_path).base(str(tiny_folders["epsilon"]))
    assert by_path.path == tiny_folders["epsilon"]


def test_a_broken_folder_does_not_hide_the_others(tmp_path, tiny_folders, caplog):
    for name in ("broken", "whole"):
        folder = tmp_path / "modules" / name
        folder.mkdir(parents=True)
        (folder / "config.json").write_text("{}")
    classes = [{"id": 1, "name": "sky", "rgb": [1, 2, 3]}]
    (tmp_path / "modules" / "whole" / "sinopia.json").write_text(json.dumps({"classes": classes, "base": "b"}))
    registry = Registry([], [tmp_path / "modules"], tmp_path)
    assert [module.id for module in registry.modules()] == ["whole"]
    assert "broken" in caplog.text
    with pytest.raises(EngineError, match="does not say its classes"):
        registry.module(str(tmp_path / "modules" / "broken"))


def test_classes_are_ordered_and_checked():
    entries = parse_classes([{"id": 2, "name": "b", "rgb": [0, 0, 2]}, {"id": 1, "name": "a", "rgb": [0, 0, 1]}])
    assert [(entry.id, entry.name) for entry in entries] == [(0, "unlabelled"), (1, "a"), (2, "b")]
    for bad in (
        [{"id": 2, "name": "b", "rgb": [0, 0, 0]}],
        [{"id": 1, "name": "b", "rgb": [0, 0]}],
        [{"id": 1, "name": "a", "rgb": [0, 0, 0]}, {"id": 2, "name": "A ", "rgb": [0, 0, 0]}],
    ):
        with pytest.raises(ValueError, match=r"."):
            parse_classes(bad)


def test_what_the_window_imports_does_not_import_torch():
    modules = "engine.installed.registry, engine.request.types, engine.serving.thread"
    code = f"import sys, {modules}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
