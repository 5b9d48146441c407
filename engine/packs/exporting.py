"""From the folder of an installed module to a pack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import PackError
from engine.installed.layout import part
from engine.installed.registry import MANIFEST, SAMPLES, Installed, ModuleInfo
from engine.installed.weights import check_weights, fingerprint, read_json, weight_files
from engine.packs.pack_file import CARD, CONFIG, EXAMPLES, PICTURES, THUMBNAILS, write_pack
from engine.words import say

FORMAT = 1


@dataclass(frozen=True)
class PackExample:
    """A drawing and the picture that the module painted from it, as the bytes of PNG files."""

    drawing: bytes
    thumbnail: bytes


def export_module(info: ModuleInfo, registry: Installed, path: Path, examples: Sequence[PackExample] = ()) -> None:
    """Write the module to `path`, with the examples of its folder and these. Raises PackError, WeightsError."""
    check_weights(info.path)
    manifest = read_json(info.path / MANIFEST) if (info.path / MANIFEST).is_file() else {}
    manifest.pop("segmenter", None)  # a pack carries data only, and no network but the module
    manifest["pack"] = {"format": FORMAT, "id": info.id, "weights": fingerprint(info.path)}
    training = manifest.get("training", {})
    training = dict(training) if isinstance(training, dict) else {}
    if not training.get("base_fingerprint"):
        training["base_fingerprint"] = _fingerprint_of_base(info, registry)
        manifest["training"] = training
    parts: dict[str, bytes | Path] = {
        MANIFEST: (json.dumps(manifest, indent=1) + "\n").encode(),
        CONFIG: info.path / CONFIG,
        **{file.name: file for file in weight_files(info.path)},
    }
    parts |= {name: info.path / name for name in (CARD, SAMPLES) if (info.path / name).is_file()}
    for folder, file in _own_examples(info.path):
        parts[f"{folder}/{file.name}"] = file
    for number, example in enumerate(examples, 1):
        name = f"painted {number:02}.png"
        parts[f"{EXAMPLES}/{name}"], parts[f"{THUMBNAILS}/{name}"] = example.drawing, example.thumbnail
    try:
        write_pack(path, parts)
    except OSError as error:
        raise PackError(
            say("“{name}” could not be written: {reason}.", name=path.name, reason=error.strerror or str(error)),
            say("Save it somewhere else, or make room."),
        ) from error


def _own_examples(folder: Path) -> Iterator[tuple[str, Path]]:
    for name in (EXAMPLES, THUMBNAILS):
        if (folder / name).is_dir():
            yield from ((name, file) for file in sorted((folder / name).iterdir()) if file.suffix in PICTURES)


def _fingerprint_of_base(info: ModuleInfo, registry: Installed) -> str:
    for base in registry.bases():
        if base.id == info.base:
            return fingerprint(part(base.path, "unet"))
    raise PackError(
        say("The module “{name}” does not say what its base is like, and the base is not here.", name=info.label),
        say("Install its base “{base}” first.", base=info.base),
    )
