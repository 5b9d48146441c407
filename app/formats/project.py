"""The open work as a project file and back: drawing, settings and last picture. No Qt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.formats.compare import same_drawing
from app.formats.images.photo import Photo, PlacedPhoto, fitted, kept_photo
from app.formats.recipe import request_from_json, request_to_json
from app.formats.saved_picture import Artwork, artwork_bytes, read_artwork_bytes
from canvas.errors import CanvasError
from canvas.ora_written import ProjectLayer
from canvas.palette import Palette
from canvas.project_file import Project, read_project, write_project
from canvas.words import say
from engine.request.types import Colours, Finished, GenerationRequest, Ink, LabelMap

PICTURE = "Picture"
"""Name of the picture's layer."""
REFERENCE = "Reference photo"
"""Name of the layer of the photo that the drawing is traced from."""
_REQUEST, _RESULT, _PHOTO = "request.json", "result.png", "reference.image"


@dataclass(frozen=True, eq=False)
class OpenedProject:
    """What a project file brought."""

    labels: LabelMap
    palette: Palette
    request: GenerationRequest | None
    """The settings, with the drawing; None where the file has none."""
    result: Artwork | None
    """The last picture, which may be of an earlier drawing."""
    warnings: tuple[str, ...]
    ink: Ink | None
    is_foreign: bool
    """Whether the drawing was read from layers that another program wrote."""
    has_more: bool
    """Whether the file holds something that saving here would lose."""
    photo: Photo | None = None
    """What the drawing is traced from."""
    colours: Colours | None = None


def save_project(
    path: Path,
    request: GenerationRequest,
    palette: Palette,
    finished: Finished | None,
    placed: PlacedPhoto | None = None,
    palette_of_picture: Palette | None = None,
) -> None:
    """Write drawing, settings and last picture, atomically. Raises SaveError, LabelMapError; the old file is whole.

    A photo that the drawing is traced from is a layer under or over it, as it was looked at. The picture is a layer
    over both, at the drawing's size, hidden where it is of an earlier drawing; it is also kept as it was painted, with
    its recipe and `palette_of_picture` where the drawing has another palette by now.
    """
    extras = {_REQUEST: json.dumps(request_to_json(request), ensure_ascii=False).encode()}
    under: list[ProjectLayer] = []
    over: list[ProjectLayer] = []
    if placed is not None:
        extras[_PHOTO] = placed.photo.data
        height, width = request.labels.shape
        layer = ProjectLayer(REFERENCE, fitted(placed.photo, (height, width)), placed.is_shown, placed.opacity)
        (over if placed.is_over else under).append(layer)
    if finished is not None:
        is_current = same_drawing(finished.request, request)
        over.append(ProjectLayer(PICTURE, _fitted(finished.image, request.labels.shape), is_current))
        own = palette_of_picture or palette
        if not own.missing(finished.request.labels):
            extras[_RESULT] = artwork_bytes(finished, own)
    write_project(path, Project(request.labels, palette, extras, ink=request.ink, colours=request.colours), over, under)


def open_project(path: Path, palette: Palette) -> OpenedProject:
    """Open an OpenRaster file; `palette` is for files that bring none. Raises CanvasError with one sentence."""
    project = read_project(path, palette, (_REQUEST, _RESULT, _PHOTO))
    notes = list(project.warnings)
    request = result = photo = None
    if _REQUEST in project.extras:
        try:
            record = json.loads(project.extras[_REQUEST])
            json.dumps(record, ensure_ascii=False).encode()  # what cannot be written again is damaged, too
            request, unknown = request_from_json(record, project.labels, project.ink, project.colours)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            notes.append(say("The settings in “{name}” are damaged, so they stay as they are.", name=path.name))
        else:
            if unknown:
                notes.append(
                    say(
                        "“{name}” has settings unknown here, left out: {settings}.",
                        name=path.name,
                        settings=", ".join(unknown),
                    )
                )
    if _RESULT in project.extras:
        try:
            result = read_artwork_bytes(project.extras[_RESULT], path.name)
        except CanvasError:
            notes.append(say("The picture in “{name}” is damaged, so it has to be painted again.", name=path.name))
    if _PHOTO in project.extras:
        try:
            photo = kept_photo(project.extras[_PHOTO], path.name)
        except CanvasError:
            notes.append(say("The reference photo in “{name}” is damaged, so it was left out.", name=path.name))
    return OpenedProject(
        project.labels,
        project.palette,
        request,
        result,
        tuple(notes),
        project.ink,
        project.is_foreign,
        project.has_more,
        photo,
        project.colours,
    )


def _fitted(picture: NDArray[np.uint8], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    image = Image.fromarray(picture)
    size = (shape[1], shape[0])
    if image.size != size:
        image = image.resize(size, Image.Resampling.BICUBIC)
    return np.asarray(image.convert("RGBA"))
