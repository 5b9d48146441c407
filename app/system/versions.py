"""What the program runs on, read without importing it. No Qt."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator
from dataclasses import dataclass

NAME = "sinopia"
PACKAGES = (
    "PySide6-Essentials",
    "torch",
    "diffusers",
    "transformers",
    "accelerate",
    "safetensors",
    "numpy",
    "pillow",
    "opencv-python-headless",
    "onnxruntime",
)


@dataclass(frozen=True)
class Package:
    """A library, its version, and its licence in the words of its own metadata, as far as they are one line."""

    name: str
    version: str
    licence: str


def version() -> str:
    """The program's own version; "unknown" where it was not installed."""
    try:
        return importlib.metadata.version(NAME)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def packages() -> Iterator[Package]:
    """The libraries that are installed, in a fixed order."""
    for name in PACKAGES:
        try:
            found = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        yield Package(name, found["Version"], _licence(found))


def _licence(found: importlib.metadata.PackageMetadata) -> str:
    for field in ("License-Expression", "License"):
        text = "".join(found.get_all(field) or ()).strip()
        if text and "\n" not in text:
            return text
    kinds = (line for line in found.get_all("Classifier") or () if line.startswith("License ::"))
    return ", ".join(kind.rpartition(" :: ")[2] for kind in kinds)
