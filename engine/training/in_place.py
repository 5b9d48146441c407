"""Putting a trained module in its place, so that at any moment a whole one is there or can be put back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from engine.installed.registry import MANIFEST
from engine.installed.weights import read_json
from engine.training.disk import writing
from engine.training.fit import CHECKPOINT


def left_by_a_killed_one(out: Path) -> dict[str, Any] | None:
    """The figures of a module that was whole, and that nobody came to put in place, which is done now; None where there
    is none. A module that was to be replaced is back. Raises DataError, WeightsError."""
    working, old = out.with_name(out.name + ".training"), _replaced(out)
    with writing(out):
        if (working / MANIFEST).is_file() and not (working / CHECKPOINT).exists():
            put_in_place(working, out)
            return dict(read_json(out / MANIFEST)["training"])
        if old.exists() and out.exists():
            shutil.rmtree(old)
        elif old.exists():
            old.replace(out)
    return None


def _replaced(out: Path) -> Path:
    """Where a module is while another one takes its place."""
    return out.with_name(f".{out.name}.replaced")


def put_in_place(working: Path, out: Path) -> None:
    """Give `working` the name `out`; a module that had it stays whole until the new one is there."""
    old = _replaced(out)
    if out.exists():
        if old.exists():
            shutil.rmtree(old)
        out.replace(old)
    working.replace(out)
    if old.exists():
        shutil.rmtree(old)
