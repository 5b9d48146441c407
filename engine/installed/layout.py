"""How a base lies on disk: a diffusers folder, with or without sub-folders, or a snapshot in a hub's cache."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from engine.errors import WeightsError
from engine.installed.single_file import held_by
from engine.installed.weights import REINSTALL, fingerprint
from engine.json_numbers import integer
from engine.words import say

PARTS = ("unet", "vae", "vqvae", "text_encoder", "tokenizer", "scheduler")
INDEX = "model_index.json"
SINGLE_FILES = (".safetensors", ".ckpt", ".gguf")
_FLAT = {"unet": "config.json", "scheduler": "scheduler_config.json"}
"""Parts that may lie in the base's folder itself, and what each is known by."""
_REPOSITORY = "models--"
_SETTINGS = (".json", ".txt", ".model")
_NOT_READ = (".", "model_index", "sinopia", "README")
_MOST_LEVELS = 8
_DEFAULT_CELLS = 64
_MOST_CELLS = 4096


def base_folder(path: Path) -> Path:
    """The diffusers folder that `path` stands for: itself, or the newest snapshot of a hub's `models--OWNER--NAME`."""
    snapshots = path / "snapshots"
    if not path.name.startswith(_REPOSITORY) or not snapshots.is_dir():
        return path
    found = sorted(
        (each for each in snapshots.iterdir() if each.is_dir() and not each.name.startswith(".")),
        key=lambda each: (each.stat().st_mtime_ns, each.name),
    )
    main = path / "refs" / "main"
    named = main.read_text(encoding="utf-8", errors="replace").strip() if main.is_file() else ""
    chosen = [each for each in found if each.name == named] or found[-1:]
    return chosen[0] if chosen else path


def is_single_file(folder: Path) -> bool:
    """Whether a folder holds a base in one file, as other programs keep them."""
    if not folder.is_dir() or (folder / INDEX).is_file() or (folder / "unet").is_dir():
        return False
    return not (folder / "config.json").is_file() and _single_file(folder) != folder


def _single_file(folder: Path) -> Path:
    """The file of a folder that may hold a base, by name; the folder where there is none."""
    files = (each for each in folder.iterdir() if not each.name.startswith(".") and each.is_file())
    return min((each for each in files if each.suffix.lower() in SINGLE_FILES), default=folder)


def is_base_like(path: Path) -> bool:
    """Whether something in a folder of bases is meant to be one: whether it can be used is for `read_base` to say."""
    if path.is_file():
        return path.suffix.lower() in SINGLE_FILES
    folder = base_folder(path)
    if path != folder or (path / "snapshots").is_dir() or (folder / INDEX).is_file() or (folder / "unet").is_dir():
        return True
    return is_single_file(folder)


def diffusers_folder(path: Path) -> Path:
    """The folder to open for a base at `path`. Raises WeightsError, which says what it is instead."""
    if path.is_file() or is_single_file(path):
        what = held_by(path if path.is_file() else _single_file(path))
        if what is not None:
            raise WeightsError(
                say("{name} holds {what}, which is no base.", name=path.name, what=what),
                say("Put it elsewhere: a base is a diffusers folder."),
            )
        raise WeightsError(
            say("{name} holds a whole base in one file; it is opened as a diffusers folder only.", name=path.name),
            say(
                "Convert it: StableDiffusionPipeline.from_single_file(FILE).save_pretrained(FOLDER) of diffusers, "
                "or take the model's folder from where it comes."
            ),
        )
    folder = base_folder(path)
    if folder == path and (path / "snapshots").is_dir():
        raise WeightsError(say("{name} holds no snapshot of a model.", name=path.name), REINSTALL)
    return folder


def base_id(folder: Path) -> str:
    """What a base is called: its folder's name, or that of the repository that it is a snapshot of."""
    repository = folder.parent.parent
    if folder.parent.name == "snapshots" and repository.name.startswith(_REPOSITORY):
        return repository.name
    return folder.name


def base_label(folder: Path) -> str:
    """How a base without a manifest is shown; OWNER/NAME for a snapshot."""
    name = base_id(folder)
    return name.removeprefix(_REPOSITORY).replace("--", "/") if name.startswith(_REPOSITORY) else name


def part(folder: Path, name: str) -> Path:
    """Where a part of a base lies: `folder/name`, or `folder` itself where diffusers keeps its files there."""
    own = folder / name
    return folder if name in _FLAT and not own.is_dir() and (folder / _FLAT[name]).is_file() else own


def native_cells(config: dict[str, Any], name: str) -> int:
    """The side of the latent grid that a network's config says it was trained at. Raises WeightsError.

    Where it says none, 64, as in the first Stable Diffusion.
    """
    size = config.get("sample_size")
    if size is None:
        return _DEFAULT_CELLS
    try:
        return integer(size, 1, _MOST_CELLS)
    except ValueError as error:
        raise WeightsError(
            say(
                "The base {name} was made for pictures of the size {size}, which is not supported.",
                name=name,
                size=size,
            ),
            say("Choose a base for square pictures."),
        ) from error


def cell_px(config: dict[str, Any]) -> int:
    """The side in pixels of a latent cell, as an autoencoder's config says it. Raises ValueError."""
    widths = config.get("block_out_channels") or config.get("encoder_block_out_channels") or [0]
    if not isinstance(widths, list) or len(widths) > _MOST_LEVELS:
        raise ValueError("an autoencoder of that shape is not known")
    return int(2 ** (len(widths) - 1))


def whole_fingerprint(folder: Path) -> str:
    """The first 16 hex digits of the SHA-256 over all that a base's latents, predictions and pictures depend on.

    That is the weights and settings of network, autoencoder, text encoder, tokenizer and noise schedule.
    """
    digest = hashlib.sha256()
    for name in PARTS:
        place = part(folder, name)
        if not place.is_dir():
            continue
        digest.update(f"{name} {fingerprint(place)} ".encode())
        for file in sorted(place.iterdir()):
            if file.suffix in _SETTINGS and not file.name.startswith(_NOT_READ) and file.is_file():
                digest.update(f"{file.name} ".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
