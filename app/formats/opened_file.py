"""What a file brings when it is opened, whatever kind of file it is. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.formats.file_kind import FileKind, kind_of_file
from app.formats.images.photo import Photo
from app.formats.project import open_project
from app.formats.saved_picture import Artwork, has_recipe, read_artwork
from canvas.label_png import read_label_png
from canvas.palette import Palette
from canvas.palette_png import palette_of_png
from canvas.project_file import SUFFIX
from engine.request.types import Colours, Finished, GenerationRequest, Ink, LabelMap, RunId


@dataclass(frozen=True, eq=False)
class Work:
    """A drawing with its classes, and where the file has them its settings and picture."""

    labels: LabelMap
    palette: Palette
    request: GenerationRequest | None = None
    finished: Finished | None = None
    warnings: tuple[str, ...] = ()
    is_ours: bool = True
    """Whether saving may write the same file: it holds nothing but the work."""
    is_map: bool = False
    """Whether it is a label map and nothing else."""
    is_layer: bool = False
    """Whether the drawing was read from the layers of another program."""
    photo: Photo | None = None
    """What the drawing is traced from."""
    ink: Ink | None = None
    """None is blank paper."""
    colours: Colours | None = None
    """None where there are no colour strokes."""


def read_work(path: Path, palette: Palette, read_map: Callable[[Path, Palette], LabelMap] = read_label_png) -> Work:
    """Read a project, a saved picture, or a label map. Raises CanvasError.

    `palette` is for files that bring no classes of their own. `read_map` reads a label map in a palette.
    """
    if kind_of_file(path) is FileKind.PROJECT:
        project = open_project(path, palette)
        return Work(
            project.labels,
            project.palette,
            project.request,
            None if project.result is None else as_finished(project.result),
            project.warnings,
            is_ours=not project.has_more and path.suffix.lower() == SUFFIX,
            is_layer=project.is_foreign,
            photo=project.photo,
            ink=project.ink,
            colours=project.colours,
        )
    if has_recipe(path):
        artwork = read_artwork(path)
        request = artwork.request
        return Work(
            request.labels,
            artwork.palette,
            request,
            as_finished(artwork),
            artwork.warnings,
            ink=request.ink,
            colours=request.colours,
        )
    palette = palette_of_png(path) or palette
    return Work(read_map(path, palette), palette, is_ours=False, is_map=True)


def as_finished(artwork: Artwork) -> Finished:
    """The picture of a file as a run would have told of it."""
    return Finished(
        run=RunId(number=0), request=artwork.request, image=artwork.image, seconds=0.0, provenance=artwork.provenance
    )
