"""A folder of pictures with label maps, as `train` reads it: drawings that were painted well are added to it. No Qt."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.formats.saved_picture import Artwork
from canvas.atomic import write_atomically
from canvas.errors import CanvasError, SaveError
from canvas.layers.ink_png import paper_png_bytes
from canvas.palette import UNLABELLED, Palette
from canvas.words import say
from engine.errors import DataError
from engine.training.data.numbering import CLASS_LISTS, read_class_list

_QUALITY = 95
_MOST_NAMED = 5


class TrainingSetError(CanvasError):
    """The drawing does not go with the other ones of the folder."""


def add_to_training_set(folder: Path, artwork: Artwork) -> str:
    """Add picture, label map at the picture's size, prompt, and ink if there is any; returns the new files' name.

    The first drawing brings the class list; those of another palette are mapped to it by name. Nothing is ever
    overwritten. Raises TrainingSetError, naming the classes that the folder or the palette lacks; SaveError.
    """
    _refuse_nameless(artwork)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ids, nothing = _ids(folder, artwork.palette)
        labels = _mapped(artwork.request.labels, ids, nothing, artwork.palette, folder)
        height, width = artwork.image.shape[:2]
        resized = Image.fromarray(labels).resize((width, height), Image.Resampling.NEAREST)
        parts = {".png": _png(resized), ".txt": artwork.request.prompt.encode()}
        if artwork.request.ink is not None and artwork.request.ink.any():
            parts[".ink.png"] = paper_png_bytes(artwork.request.ink)
        return _write(folder, parts, artwork.image)
    except OSError as error:
        raise SaveError(
            say(
                "The training set in {folder} cannot be written: {reason}.",
                folder=folder,
                reason=error.strerror or str(error),
            ),
            say("Choose another folder in the training panel."),
        ) from error


def _refuse_nameless(artwork: Artwork) -> None:
    missing = artwork.palette.missing(artwork.request.labels)
    if missing:
        raise TrainingSetError(
            say(
                "The picture's own palette has no class for what is painted: {ids}.",
                ids=", ".join(str(class_id) for class_id in missing[:_MOST_NAMED]),
            ),
            say("Paint the picture again with the palette as it is now, then add it."),
        )


def _ids(folder: Path, palette: Palette) -> tuple[Mapping[str, int], int | None]:
    """Name of a class -> what stands for it in the label maps of this folder, and what for unlabelled, if any does.

    Writes the list where there is none.
    """
    if any((folder / name).is_file() for name in CLASS_LISTS):
        try:
            listed = read_class_list(folder)
        except DataError as error:
            raise TrainingSetError(
                say("The class list of the training set in {folder} cannot be read.", folder=folder.name),
                say("Mend it, or choose another folder in the training panel."),
            ) from error
        values = {_key(entry.name): listed.value_of(entry.id) for entry in listed.classes if entry.id}
        nothing = listed.value_of(UNLABELLED)
        return {name: value for name, value in values.items() if value is not None}, nothing
    entries = [entry for entry in palette.entries if entry.class_id != UNLABELLED]
    records = [{"id": place, "name": entry.name, "rgb": list(entry.rgb)} for place, entry in enumerate(entries, 1)]
    write_atomically(folder / CLASS_LISTS[0], json.dumps({"classes": records}, ensure_ascii=False, indent=1).encode())
    return {_key(entry.name): place for place, entry in enumerate(entries, 1)}, UNLABELLED


def _mapped(
    labels: NDArray[np.uint8], ids: Mapping[str, int], nothing: int | None, palette: Palette, folder: Path
) -> NDArray[np.uint8]:
    table = np.full(256, nothing or UNLABELLED, np.uint8)
    missing = [palette.name_of(UNLABELLED)] if nothing is None and (labels == UNLABELLED).any() else []
    painted = [entry for entry in palette.entries if entry.class_id in np.unique(labels) and entry.class_id]
    for entry in painted:
        found = [ids[_key(name)] for name in (entry.name, *entry.also) if _key(name) in ids]
        if found:
            table[entry.class_id] = found[0]
        else:
            missing.append(entry.name)
    if missing:
        raise TrainingSetError(
            say(
                "The training set “{folder}” has no class {names}.",
                folder=folder.name,
                names=", ".join(f"“{name}”" for name in missing[:_MOST_NAMED]),
            ),
            say("Map the drawing to the classes of the set, or choose another folder in the training panel."),
        )
    mapped: NDArray[np.uint8] = table[labels]
    return mapped


def _write(folder: Path, parts: Mapping[str, bytes], picture: NDArray[np.uint8]) -> str:
    """The picture comes last: without it nothing of the rest is read. The label map reserves the name."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    stem = f"{datetime.now():%Y-%m-%d %H-%M-%S}"
    names = (stem if number == 1 else f"{stem} {number}" for number in count(1))
    name = next(name for name in names if _is_reserved(folder, name))
    with ExitStack() as undo:
        for suffix, data in {**parts, ".jpg": stream.getvalue()}.items():
            path = folder / (name + suffix)
            undo.callback(path.unlink, missing_ok=True)
            write_atomically(path, data)
        undo.pop_all()
    return name


def _is_reserved(folder: Path, name: str) -> bool:
    """Whether the name is now this picture's alone."""
    if (folder / f"{name}.jpg").exists():
        return False
    try:
        (folder / f"{name}.png").open("xb").close()
    except FileExistsError:
        return False
    return True


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _key(name: str) -> str:
    return name.strip().casefold()
