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

from engine.errors import LowMemoryError, WeightsError, brief
from engine.memory import is_out_of_memory
from engine.words import say

REINSTALL = say("Copy the folder again from where it came, or choose another one.")
_LIBRARY_ERRORS = (
    SafetensorError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a library may raise over a file that it did not expect: it has no error of its own."""
_QUANTISED = {"I8", "U8"}
_REAL = ("F", "BF")
"""How safetensors' names of real numbers begin, of 8 bits, too."""
_INDEX = ".safetensors.index"
"""In the name of a file that says which weights lie in which file of several."""
_PICKLED = (".bin", ".ckpt", ".pt", ".pth")


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file. Raises WeightsError with the file's name."""
    try:
        if not path.is_file() and path.exists():  # a pipe would be waited for without an end
            raise OSError(say("it is no ordinary file"))
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise WeightsError(
            say("{folder} lacks its file {name}.", folder=path.parent.name, name=path.name), REINSTALL
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise WeightsError(
            say("{file} cannot be read: {error}.", file=_short(path), error=brief(error).rstrip(".")), REINSTALL
        ) from error
    if not isinstance(value, dict):
        raise WeightsError(say("{file} does not hold a JSON object.", file=_short(path)), REINSTALL)
    return value


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files of a folder by name; hidden ones, such as macOS lays beside them, are none."""
    with naming_weights(folder):
        return sorted(file for file in folder.glob("*.safetensors") if not file.name.startswith("."))


def check_weights(folder: Path) -> None:
    """Raise WeightsError unless `folder` holds at least one safetensors file and all of them are whole."""
    files = weight_files(folder)
    if not files:
        pickled = [each.name for each in _visible(folder) if each.suffix in _PICKLED]
        if pickled:
            raise WeightsError(
                say("{folder} has no weights as safetensors, only as {name}.", folder=_short(folder), name=pickled[0]),
                say(
                    "Such a file can run commands when it is opened, so it is not: convert it to safetensors, or take "
                    "the folder from where it comes as safetensors."
                ),
            )
        raise WeightsError(say("{folder} has no weights (*.safetensors).", folder=_short(folder)), REINSTALL)
    for index in (each for each in _visible(folder) if _INDEX in each.name):
        _check_index(index)
    for file in files:
        with naming_weights(file), safe_open(file, framework="np") as opened:
            kinds = {opened.get_slice(name).get_dtype() for name in opened.keys() if name.endswith("weight")}  # noqa: SIM118
        odd = sorted(kind for kind in kinds - _QUANTISED if not kind.startswith(_REAL))
        if odd:
            raise WeightsError(
                say("The weights in {file} are no real numbers, but {kind}.", file=_short(file), kind=odd[0]), REINSTALL
            )
        if kinds & _QUANTISED:
            raise WeightsError(
                say("The weights in {file} are quantised to whole numbers, which is not supported.", file=_short(file)),
                say("Take the folder in float16 or float32 from where it comes."),
            )


def _check_index(index: Path) -> None:
    """Raise WeightsError unless all files that an index names are safetensors of its own folder."""
    parts = read_json(index).get("weight_map")
    names = (
        set(parts.values()) if isinstance(parts, dict) and all(isinstance(each, str) for each in parts.values()) else ()
    )
    for name in sorted(names) or [""]:
        if Path(name).suffix != ".safetensors" or {"/", "\\", ":"} & set(name) or name.startswith("."):
            raise WeightsError(
                say(
                    "{file} names “{name}”, which is no file of weights in its folder.",
                    file=_short(index),
                    name=brief(name, 100),
                ),
                REINSTALL,
            )


def check_complete(folder: Path, missing: list[str]) -> None:
    """Raise WeightsError where a network found no weights for some of its names."""
    if missing:
        raise WeightsError(
            say(
                "The weights in {folder} are incomplete: {count} are missing, {name} among them.",
                folder=_short(folder),
                count=len(missing),
                name=missing[0],
            ),
            REINSTALL,
        )


def variant_of(folder: Path) -> str | None:
    """The variant to load, such as "fp16", where `folder` holds no weights without one; else None."""
    names = [file.name.split(".") for file in weight_files(folder)]
    variants = [parts[1].split("-")[0] for parts in names if len(parts) > 2]
    return variants[0] if variants and len(variants) == len(names) else None


@contextmanager
def naming_weights(path: Path) -> Iterator[None]:
    """Turn what a loading library raises over `path` into one sentence that names it.

    Raises WeightsError where the file is damaged, LowMemoryError where it does not fit.
    """
    try:
        yield
    except _LIBRARY_ERRORS as error:
        if is_out_of_memory(error):
            raise LowMemoryError(
                say("There is too little memory to load {file}.", file=_short(path)),
                say("Close other programs, choose a smaller base, or take another device under Settings."),
            ) from error
        raise WeightsError(
            say("The weights in {file} are damaged or incomplete: {error}", file=_short(path), error=brief(error)),
            REINSTALL,
        ) from error


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _visible(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if not each.name.startswith(".")) if folder.is_dir() else []


def fingerprint(folder: Path) -> str:
    """The first 16 hex digits of the SHA-256 over a folder's safetensors files, in order of their names.

    Raises WeightsError where one cannot be read.
    """
    with naming_weights(folder):
        return _fingerprint(
            tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in weight_files(folder))
        )


@lru_cache(maxsize=64)
def _fingerprint(files: tuple[tuple[str, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for name, _, _ in files:
        with Path(name).open("rb") as stream:
            while block := stream.read(1 << 22):
                digest.update(block)
    return digest.hexdigest()[:16]
