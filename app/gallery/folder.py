"""The gallery on disk: a folder of saved pictures, each with its recipe, and a list of those with a star. No Qt."""

from __future__ import annotations

import hashlib
import json
import logging
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from app.formats.provenance import agreement_in
from app.formats.recipe import request_to_json
from app.formats.saved_picture import RECIPE, write_artwork
from canvas.atomic import write_atomically
from canvas.errors import SaveError
from canvas.numbers import whole
from canvas.palette import Palette
from canvas.paths import opened
from canvas.words import say
from engine.request.types import MAX_SEED, Finished

log = logging.getLogger(__name__)

_STARS = "stars.json"


@dataclass(frozen=True)
class Kept:
    """One picture of the gallery. What its recipe does not tell is empty or None."""

    path: Path
    kept_at: datetime
    nbytes: int
    width: int = 0
    height: int = 0
    prompt: str = ""
    seed: int | None = None
    classes: tuple[str, ...] = ()
    """Names of the classes that the drawing has."""
    agreement: float | None = None
    """0 .. 1: how far the picture agrees with the drawing."""

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word (in lower case) is in the prompt, in a class, or is the seed."""
        text = " ".join((self.prompt, *self.classes)).casefold()
        return all(word.removeprefix("seed:") == str(self.seed) or word in text for word in words)


class GalleryFolder:
    """Reads and writes `path`. Any thread, except that stars belong to one. Keeps no state but the stars."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, finished: Finished, palette: Palette) -> Kept | None:
        """Write a picture with its recipe; None where the gallery has the very same one. Raises SaveError."""
        key = _key(finished)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if next(self.path.glob(f"*-{key}.png"), None) is not None:
                return None
        except OSError as error:
            raise SaveError(
                say("The picture could not be put into the gallery: {reason}.", reason=error.strerror or error),
                say("Save it yourself with File, Save picture."),
            ) from error
        name = f"{datetime.now():%Y%m%d-%H%M%S}-seed{finished.request.seed}-{key}.png"
        write_artwork(self.path / name, finished, palette)
        return describe(self.path / name)

    def pictures(self) -> list[Kept]:
        """Every picture, the newest first."""
        found = []
        for path in self.path.glob("*.png"):
            with suppress(OSError):  # deleted in this moment
                found.append(describe(path))
        return sorted(found, key=lambda each: (each.kept_at, each.path.name), reverse=True)

    def stars(self) -> frozenset[str]:
        """Names of the files with a star."""
        try:
            names = json.loads((self.path / _STARS).read_text(encoding="utf-8"))
            return frozenset(str(name) for name in names)
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, TypeError, RecursionError) as error:
            log.warning("The stars of the gallery could not be read: %s", error)
            return frozenset()

    def set_stars(self, names: frozenset[str]) -> None:
        """Write the whole list. Raises CanvasError."""
        write_atomically(self.path / _STARS, json.dumps(sorted(names), indent=1).encode())


def describe(path: Path) -> Kept:
    """What a file tells without its pixels being read. Raises OSError only where it cannot be looked at."""
    stat = path.stat()
    plain = Kept(path, _moment(stat.st_mtime), stat.st_size)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(path) as file, Image.open(file, formats=["PNG"]) as image:
                width, height = image.size
                recipe = json.loads(image.info.get(RECIPE, "{}"))
        request: dict[str, Any] = recipe.get("request", {})
        return Kept(
            path,
            plain.kept_at,
            plain.nbytes,
            width,
            height,
            str(request.get("prompt", "")),
            whole(request["seed"], 0, MAX_SEED) if "seed" in request else None,
            tuple(str(name) for name in recipe.get("painted", ())),
            agreement_in(recipe.get("provenance", {})),
        )
    except Exception as error:  # noqa: BLE001 - one file that nobody foresaw must not hide the others
        log.info("%s is not described: %r", path.name, error)
    return plain


def _moment(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds)
    except (OverflowError, ValueError, OSError):  # a year that no calendar has
        return datetime.fromtimestamp(0)


def _key(finished: Finished) -> str:
    """Names a picture by its pixels and its recipe."""
    request = finished.request
    digest = hashlib.sha256(finished.image.tobytes())
    digest.update(request.labels.tobytes())
    for layer in (request.ink, request.colours):
        if layer is not None:
            digest.update(layer.tobytes())
    digest.update(json.dumps(request_to_json(request), sort_keys=True).encode())
    return digest.hexdigest()[:12]
