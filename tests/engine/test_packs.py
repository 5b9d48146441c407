"""A module travels as one file: whole or not at all, data only, and only to its own base."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.errors import EngineError, ModuleExistsError, ModuleMismatchError, PackError
from engine.installed.registry import Registry
from engine.installed.weights import fingerprint
from engine.packs.exporting import PackExample, export_module
from engine.packs.importing import import_module
from engine.packs.working_folder import sweep, working_folder
from tests.fakes.mutations import mutated

CLASSES = [{"id": 1, "name": "sky", "rgb": [0, 0, 255]}, {"id": 2, "name": "sea", "rgb": [0, 255, 0]}]


def write_base(folder: Path, seed: int) -> Path:
    """What the registry takes for a base, with weights of its own."""
    (folder / "unet").mkdir(parents=True)
    (folder / "model_index.json").write_text("{}")
    (folder / "unet" / "config.json").write_text('{"sample_size": 16}')
    save_file({"w": np.full(4, seed, np.float32)}, folder / "unet" / "diffusion_pytorch_model.safetensors")
    return folder


def write_module(folder: Path, base: Path, seed: int = 0) -> Path:
    """What the registry takes for a module of this base."""
    (folder / "examples").mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"modalities": ["labels"]}))
    manifest = {
        "label": "Seas",
        "base": base.name,
        "classes": CLASSES,
        "defaults": {"strength": 2.0, "window": [0.0, 1.0]},
        "training": {"base_fingerprint": fingerprint(base / "unet")},
    }
    (folder / "sinopia.json").write_text(json.dumps(manifest))
    (folder / "README.md").write_text("# Seas\n")
    (folder / "samples.png").write_bytes(b"what it painted")
    (folder / "examples" / "bay.png").write_bytes(b"a drawing")
    save_file({"w": np.full(4, seed, np.float32)}, folder / "diffusion_pytorch_model.safetensors")
    return folder


@pytest.fixture
def home(tmp_path):
    """Two folders of bases and modules: of somebody who made a module, and of somebody who gets it."""
    maker, getter = tmp_path / "maker", tmp_path / "getter"
    base = write_base(maker / "models" / "tiny", 1)
    shutil.copytree(base, getter / "models" / "tiny")
    write_module(maker / "modules" / "seas", base)
    return tmp_path


def registry(folder: Path) -> Registry:
    return Registry([folder / "models"], [folder / "modules"], folder / "cache")


@pytest.fixture
def pack(home):
    path = home / "seas.sinopia"
    export_module(registry(home / "maker").module("seas"), registry(home / "maker"), path)
    return path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_module_arrives_as_it_was(home, pack):
    getter = registry(home / "getter")
    info = import_module(pack, getter, home / "getter" / "modules")
    before = registry(home / "maker").module("seas")
    assert getter.modules("tiny") == (info,)
    assert (info.id, info.label, info.classes, info.defaults) == ("seas", "Seas", before.classes, before.defaults)
    assert fingerprint(info.path) == fingerprint(before.path)
    assert files(info.path) == files(before.path)
    assert files(home / "getter" / "modules") == {f"seas/{name}" for name in files(before.path)}


def test_a_pack_is_a_stored_zip_and_the_same_every_time(home, pack):
    again = home / "again.sinopia"
    maker = registry(home / "maker")
    export_module(maker.module("seas"), maker, again, [PackExample(b"drawn", b"painted")])
    with zipfile.ZipFile(again) as zipped:
        assert {entry.compress_type for entry in zipped.infolist()} == {zipfile.ZIP_STORED}
        assert zipped.read("examples/painted 01.png") == b"drawn"
        assert zipped.read("thumbnails/painted 01.png") == b"painted"
        assert zipped.read("README.md") == b"# Seas\n"
    export_module(maker.module("seas"), maker, again)
    assert again.read_bytes() == pack.read_bytes()


def test_another_base_is_refused_and_both_are_named(home, pack):
    getter = home / "getter"
    shutil.rmtree(getter / "models")
    write_base(getter / "models" / "tiny", 2)
    with pytest.raises(ModuleMismatchError, match="“Seas” was trained on another “tiny”"):
        import_module(pack, registry(getter), getter / "modules")
    shutil.rmtree(getter / "models")
    write_base(getter / "models" / "large", 2)
    with pytest.raises(ModuleMismatchError, match="trained on the base “tiny”; here there is only “large”"):
        import_module(pack, registry(getter), getter / "modules")
    assert not (getter / "modules").exists()


def test_the_same_base_under_another_name_will_do(home, pack):
    getter = home / "getter"
    (getter / "models" / "tiny").rename(getter / "models" / "little")
    assert import_module(pack, registry(getter), getter / "modules").base == "little"


def test_another_module_of_the_same_id_stays_unless_it_may_go(home, pack):
    getter = home / "getter"
    own = write_module(getter / "modules" / "seas", getter / "models" / "tiny", seed=5)
    (own / "mine.txt").write_text("mine")
    with pytest.raises(ModuleExistsError, match="“Seas” with the id seas is installed already"):
        import_module(pack, registry(getter), getter / "modules")
    assert (own / "mine.txt").is_file()
    import_module(pack, registry(getter), getter / "modules", replace=True)
    assert fingerprint(own) == fingerprint(home / "maker" / "modules" / "seas")
    assert files(getter / "modules") == {f"seas/{name}" for name in files(home / "maker" / "modules" / "seas")}


def test_the_same_module_again_is_no_matter(home, pack):
    modules = home / "getter" / "modules"
    first = import_module(pack, registry(home / "getter"), modules)
    (first.path / "kept.txt").write_text("")
    assert import_module(pack, registry(home / "getter"), modules) == first
    assert (first.path / "kept.txt").is_file()


def entries(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def rewrite(pack: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(pack, "w", method) as zipped:
        for name, data in parts.items():
            zipped.writestr(name, data)


@pytest.mark.parametrize(
    "name",
    [
        "../escaped.safetensors",
        "/escaped.safetensors",
        "examples/../../escaped.png",
        "examples/deep/escaped.png",
        ".hidden.safetensors",
        "diffusion_pytorch_model.bin",
        "diffusion_pytorch_model.pkl",
        "C:\\escaped.safetensors",
        "code.py",
        "con.safetensors",
        "examples/NUL.png",
    ],
)
def test_what_belongs_to_no_module_is_refused(home, pack, name):
    rewrite(pack, {**entries(pack), name: b"x"})
    with pytest.raises(PackError, match="belongs to no module"):
        import_module(pack, registry(home / "getter"), home / "getter" / "modules")
    assert not list(home.rglob("escaped*"))
    assert not (home / "getter" / "modules").exists()


def test_packed_entries_are_refused_so_that_none_can_swell(home, pack):
    rewrite(pack, {**entries(pack), "README.md": bytes(2**20)}, zipfile.ZIP_DEFLATED)
    with pytest.raises(PackError, match="packed anew"):
        import_module(pack, registry(home / "getter"), home / "getter" / "modules")


@pytest.mark.parametrize("wanted", ["../up", "", ".hidden", "a/b", "nul", "x.training", 5, None, "ends."])
def test_an_id_that_could_be_no_folder_is_refused(home, pack, wanted):
    parts = entries(pack)
    manifest = json.loads(parts["sinopia.json"])
    manifest["pack"]["id"] = wanted
    rewrite(pack, {**parts, "sinopia.json": json.dumps(manifest).encode()})
    with pytest.raises(PackError, match="damaged"):
        import_module(pack, registry(home / "getter"), home / "getter" / "modules")
    assert not (home / "getter" / "modules").exists()


def test_damaged_weights_are_named_and_nothing_stays(home, pack):
    parts = entries(pack)
    rewrite(pack, {**parts, "diffusion_pytorch_model.safetensors": b"\x80\x04pickle" * 9})
    with pytest.raises(EngineError, match="damaged or incomplete"):
        import_module(pack, registry(home / "getter"), home / "getter" / "modules")
    assert not files(home / "getter" / "modules")


@pytest.mark.parametrize("seed", range(100))
def test_a_mutated_pack_is_installed_whole_or_refused_in_a_sentence(home, pack, seed):
    rng = np.random.default_rng(seed)
    if seed % 2:
        pack.write_bytes(mutated(pack.read_bytes(), "", rng))
    else:
        parts = entries(pack)
        name = sorted(parts)[int(rng.integers(len(parts)))]
        parts[name] = mutated(parts[name], ".json" if name.endswith(".json") else "", rng)
        rewrite(pack, parts)
    getter = home / "getter"
    try:
        info = import_module(pack, registry(getter), getter / "modules")
    except EngineError:
        assert not files(getter / "modules")
    else:
        assert registry(getter).modules() == (info,)


def test_a_zip_without_a_module_is_no_pack(home):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.writestr("README.md", "hello")
    path = home / "other.sinopia"
    for data in (stream.getvalue(), b"", b"no zip"):
        path.write_bytes(data)
        with pytest.raises(PackError, match=r"other\.sinopia” is damaged, or no module pack"):
            import_module(path, registry(home / "getter"), home / "getter" / "modules")


KILLED = """
import os, sys
from pathlib import Path
from engine.packs import importing
from engine.installed.registry import Registry

pack, home, moment = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
rename, done = Path.rename, []

def killed(self, target):
    if len(done) == moment:
        os._exit(9)
    done.append(target)
    return rename(self, target)

Path.rename = killed
importing.shutil.rmtree = lambda *a, **k: os._exit(9)
registry = Registry([home / "models"], [home / "modules"], home / "cache")
importing.import_module(pack, registry, home / "modules", replace=True)
"""


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_a_killed_replacement_leaves_one_of_both_and_no_rest(home, pack, moment):
    getter = home / "getter"
    old = write_module(getter / "modules" / "seas", getter / "models" / "tiny", seed=5)
    before = fingerprint(old)
    arguments = [sys.executable, "-c", KILLED, str(pack), str(getter), str(moment)]
    assert subprocess.run(arguments, check=False, cwd=Path(__file__).parents[2]).returncode == 9
    assert len(list((getter / "modules").glob(".import-*"))) == 1
    sweep(getter / "modules")
    (info,) = registry(getter).modules()
    arrived = fingerprint(registry(home / "maker").module("seas").path)
    assert fingerprint(info.path) == (arrived if moment == 2 else before)
    assert [path.name for path in (getter / "modules").iterdir()] == ["seas"]
    assert import_module(pack, registry(getter), getter / "modules", replace=True).id == "seas"
    assert fingerprint(info.path) == arrived


def test_what_is_imported_now_is_not_swept(home):
    folder = home / "getter" / "modules"
    folder.mkdir(parents=True)
    (folder / ".import-file").write_text("no folder")
    with working_folder(folder) as working:
        (working / "seas").mkdir()
        sweep(folder)
        assert (working / "seas").is_dir()
    assert [path.name for path in folder.iterdir()] == [".import-file"]
    sweep(home / "nowhere")


@pytest.mark.parametrize("form", [float("inf"), 10**400, "1", None, True, -1])
def test_a_format_that_is_no_number_is_a_damaged_pack(home, pack, form):
    path = repacked(pack, home / "odd.sinopia", form)
    with pytest.raises(PackError, match="damaged"):
        import_module(path, registry(home / "getter"), home / "getter" / "modules")


def repacked(pack, path, form):
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "sinopia.json":
                manifest = json.loads(data)
                manifest["pack"]["format"] = form
                data = json.dumps(manifest).encode()
            new.writestr(entry.filename, data)
    return path


def test_a_strangers_words_are_short_in_sentences(home, pack):
    with zipfile.ZipFile(pack) as old, zipfile.ZipFile(home / "long.sinopia", "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "sinopia.json":
                manifest = json.loads(data)
                manifest["label"] = manifest["base"] = manifest["training"]["base_fingerprint"] = "long\n" * 4000
                data = json.dumps(manifest).encode()
            new.writestr(entry.filename, data)
    with pytest.raises(ModuleMismatchError) as caught:
        import_module(home / "long.sinopia", registry(home / "getter"), home / "getter" / "modules")
    assert len(caught.value.text) < 400
    assert "\n" not in caught.value.text
