"""Model folders on disk: what is there, whether it is whole, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from engine.errors import WeightsError
from engine.words import say

REINSTALL = say("Copy the folder again from where it came, or choose another one.")


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file. Raises WeightsError with the file's name."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WeightsError(
            say("{folder} lacks its file {name}.", folder=path.parent.name, name=path.name), REINSTALL
        ) from None
    except (OSError, ValueError) as error:
        raise WeightsError(say("{file} cannot be read: {error}.", file=_short(path), error=error), REINSTALL) from error
    if not isinstance(value, dict):
        raise WeightsError(say("{file} does not hold a JSON object.", file=_short(path)), REINSTALL)
    return value


def check_weights(folder: Path) -> None:
    """Raise WeightsError unless `folder` holds at least one safetensors file and all of them are whole."""
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise WeightsError(say("{folder} has no weights (*.safetensors).", folder=_short(folder)), REINSTALL)
    for file in files:
        with naming_weights(file):
            safe_open(file, framework="np")


def variant_of(folder: Path) -> str | None:
    """The variant to load, such as "fp16", where `folder` holds no weights without one; else None."""
    names = [file.name.split(".") for file in sorted(folder.glob("*.safetensors"))]
    variants = [parts[1].split("-")[0] for parts in names if len(parts) > 2]
    return variants[0] if variants and len(variants) == len(names) else None


@contextmanager
def naming_weights(path: Path) -> Iterator[None]:
    """Turn what a loading library raises over a damaged `path` into one WeightsError that names it."""
    try:
        yield
    except (SafetensorError, OSError, ValueError, KeyError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "out of memory" in str(error).lower():
            raise
        raise WeightsError(
            say("The weights in {file} are damaged or incomplete: {error}", file=_short(path), error=error), REINSTALL
        ) from error


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def fingerprint(folder: Path) -> str:
    """The first 16 hex digits of the SHA-256 over a folder's safetensors files, in order of their names."""
    files = sorted(folder.glob("*.safetensors"))
    return _fingerprint(tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files))


@lru_cache(maxsize=64)
def _fingerprint(files: tuple[tuple[str, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for name, _, _ in files:
        with Path(name).open("rb") as stream:
            while block := stream.read(1 << 22):
                digest.update(block)
    return digest.hexdigest()[:16]
