"""The project file: OpenRaster, which Krita, GIMP and MyPaint open as layers, with the exact drawing inside.

    mimetype, stack.xml, data/layer*.png, mergedimage.png, Thumbnails/thumbnail.png      as OpenRaster 0.0.3 has it
    sinopia/project.json    {"format": 1 or more, "drawing": path of its layer, "drawing_sha256": hash of that PNG,
                             "ink": ..., "colours": ..., "layers": {path: hash of each layer's PNG}}
    sinopia/labels.png      the class ids, as an indexed PNG
    sinopia/ink.png         the ink, as a grey PNG; where there is none, neither it nor its layer; since format 2
    sinopia/colours.png     the colour strokes, as an RGBA PNG, likewise; since format 3
    sinopia/palette.json    the classes
    sinopia/...             whatever else the program puts beside them

Read, always exactly: where a layer still is the one that was written with them, its exact pixels are taken. Where it is
not, because another program has saved the file, what is seen of the layers in the palette's colours becomes the
drawing, the alpha of the layer named "Ink" the ink, and that named "Colours" the colour strokes. Layers that another
program has added count like that, too.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from canvas.archive import Archive, ArchiveError
from canvas.atomic import write_atomically
from canvas.errors import CanvasError
from canvas.layers import KINDS, STACKED, LayerKind, LayerName, Layers, Pixels
from canvas.layers.pixels import is_blank
from canvas.numbers import whole
from canvas.ora_drawing import LayerDrawing, quoted, read_drawing
from canvas.ora_layers import DRAWING, Layer, Stack, read_layer, read_stack
from canvas.ora_written import ProjectLayer, flattened, layer_png, source_of, stack_xml
from canvas.palette import Palette
from canvas.words import say

SUFFIX = ".ora"
MIMETYPE = "image/openraster"
FORMAT = max(kind.since for kind in STACKED)
_MAX_FORMAT = 10**6
OWN = "sinopia/"
"""Folder of our entries."""
_PROJECT, _PALETTE = f"{OWN}project.json", f"{OWN}palette.json"
_BESIDE = tuple(kind for kind in STACKED if kind.id != "labels")
"""What lies over the classes, or among them."""
_OWN_LAYER = re.compile(r"data/layer\d{1,9}\.png", re.ASCII)
_THUMBNAIL_PX = 256
_MAX_TEXT_BYTES = 2**22


class ProjectError(CanvasError):
    """A project file cannot be opened."""


@dataclass(frozen=True, eq=False)
class Project:
    """What a project file holds. `extras` are entries of the program's own, by name."""

    labels: NDArray[np.uint8]
    palette: Palette
    extras: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    """Sentences on what could not be taken over."""
    is_foreign: bool = False
    """Whether any of the drawing was read from layers, because another program has written them."""
    has_more: bool = False
    """Whether the file holds something that writing this project over it would lose."""
    ink: NDArray[np.uint8] | None = None
    """(H, W) coverage of ink; None is blank paper."""
    colours: NDArray[np.uint8] | None = None
    """(H, W, 4) RGBA of colour strokes; None where there are none."""

    @property
    def layers(self) -> Layers:
        """All layers."""
        return Layers(self.labels, self.ink, self.colours)


def write_project(
    path: Path, project: Project, over: Sequence[ProjectLayer] = (), under: Sequence[ProjectLayer] = ()
) -> None:
    """Write the project, atomically, with layers `over` and `under` the drawing, lowest first.

    Raises SaveError, LabelMapError.
    """
    write_atomically(path, project_bytes(project, over, under))


def project_bytes(project: Project, over: Sequence[ProjectLayer] = (), under: Sequence[ProjectLayer] = ()) -> bytes:
    """The project file as bytes; see `write_project`."""
    first, palette = len(under), project.palette
    drawn = [
        (kind, pixels) for kind in STACKED if not is_blank(pixels := project.layers.of(kind.id)) or kind.id == "labels"
    ]
    own = {_entry(kind): kind.png(pixels, palette) for kind, pixels in drawn}
    layers = [*under, *(ProjectLayer(kind.name, kind.seen(pixels, palette)) for kind, pixels in drawn), *over]
    exact = first + len(drawn)
    pngs = [layer_png(layer.pixels, is_picture=not first <= number < exact) for number, layer in enumerate(layers)]
    merged, merged_png = flattened(layers, pngs)
    thumbnail = merged.copy()
    thumbnail.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
    about: dict[str, object] = {"format": max(kind.since for kind, _ in drawn)}
    for number, (kind, _) in enumerate(drawn, first):
        about |= _signed(kind.key, number, pngs)
    about["layers"] = {source_of(number): hashlib.sha256(png).hexdigest() for number, png in enumerate(pngs)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("stack.xml", stack_xml(project.labels.shape, layers), zipfile.ZIP_DEFLATED)
        for number, png in enumerate(pngs):
            archive.writestr(source_of(number), png)
        archive.writestr("mergedimage.png", merged_png)
        archive.writestr("Thumbnails/thumbnail.png", layer_png(np.asarray(thumbnail)))
        for name, data in own.items():
            archive.writestr(name, data)
        archive.writestr(_PALETTE, palette.to_json(), zipfile.ZIP_DEFLATED)
        for name, data in project.extras.items():
            archive.writestr(OWN + name, data, zipfile.ZIP_DEFLATED)
        archive.writestr(_PROJECT, json.dumps(about), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def read_project(path: Path, palette: Palette, extras: Sequence[str] = ()) -> Project:
    """Open an OpenRaster file, with those `extras` that it has.

    `palette` names the classes where the file brings no palette of its own. Raises CanvasError, one sentence on why
    the file cannot be opened or which colours the palette lacks.
    """
    with Archive(path) as archive:
        if archive.read("mimetype", 100).strip() != MIMETYPE.encode():
            raise archive.damaged()
        stack = read_stack(archive, path.name)
        if _PROJECT not in archive:
            read = read_drawing(archive, stack, palette, path.name)
            notes = list(read.remarks)
            beside = {kind.id: _seen(archive, stack, kind, notes) for kind in _BESIDE}
            return _project(read.labels, palette, beside, warnings=tuple(notes), is_foreign=True, has_more=True)
        return _read_own(archive, stack, path.name, extras)


def _read_own(archive: Archive, stack: Stack, name: str, extras: Sequence[str]) -> Project:
    """A project that was written here, whatever other programs have done to it since."""
    try:
        about = json.loads(archive.read(_PROJECT, _MAX_TEXT_BYTES))
        palette = Palette.from_json(archive.read(_PALETTE, _MAX_TEXT_BYTES).decode())
        number = whole(about["format"], 0, _MAX_FORMAT)
        unchanged = {kind.id for kind in STACKED if _is_unchanged(archive, about, kind.key)}
        added = _added(archive, stack, about)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise archive.damaged() from error
    found = {extra: archive.read(OWN + extra) for extra in extras if OWN + extra in archive}
    notes: list[str] = []
    if number > FORMAT:
        notes.append(say('"{name}" comes from a newer version; what is unknown here was left out.', name=name))
    size = (stack.height, stack.width)
    read = _read_labels(archive, stack, palette, name, about, added)
    if read.labels.shape != size:
        raise archive.damaged()
    notes += read.remarks
    beside = {
        kind.id: kind.read_png(archive.read(_entry(kind)), palette, size, name)
        if kind.id in unchanged and kind.key in about
        else _seen(archive, stack, kind, notes)
        for kind in _BESIDE
    }
    is_foreign = len(unchanged) < len(STACKED)
    more = [*(layer.name for layer in added), *_strange_entries(archive, stack)]
    if more and not is_foreign:
        notes.append(
            say(
                "Another program has added to “{name}”: {parts}. Saving asks for another file, so that it stays whole.",
                name=name,
                parts=quoted(more),
            )
        )
    return _project(
        read.labels,
        palette,
        beside,
        extras=found,
        warnings=tuple(notes),
        is_foreign=is_foreign,
        has_more=is_foreign or bool(more) or number > FORMAT,
    )


def _project(labels: Pixels, palette: Palette, beside: Mapping[LayerName, Pixels | None], **facts: Any) -> Project:
    return Project(labels, palette, ink=beside["ink"], colours=beside["colours"], **facts)


def _seen(archive: Archive, stack: Stack, kind: LayerKind, notes: list[str]) -> Pixels | None:
    """A layer as another program left it; `notes` takes what there is to say of it."""
    pixels, said = read_layer(archive, stack, kind)
    notes += said
    return pixels


def _read_labels(
    archive: Archive, stack: Stack, palette: Palette, name: str, about: Mapping[str, Any], added: Sequence[Layer]
) -> LayerDrawing:
    """The classes: exactly as written where the layer still is, under or over what was added."""
    skip = {layer.source for layer in stack.layers if layer not in added} - {str(about["drawing"])}
    if not _is_unchanged(archive, about, "drawing"):
        return read_drawing(archive, stack, palette, name, skip)
    kind, size = KINDS["labels"], (stack.height, stack.width)
    labels = kind.read_png(archive.read(_entry(kind)), palette, size, name)
    if not added or labels.shape != size:
        return LayerDrawing(labels)
    source = str(about["drawing"])
    if source not in [layer.source for layer in stack.layers]:
        stack = replace(stack, layers=(*stack.layers, Layer(DRAWING, source, 0, 0)))
    return read_drawing(archive, stack, palette, name, skip, (source, labels))


def _added(archive: Archive, stack: Stack, about: Mapping[str, Any]) -> list[Layer]:
    """The layers beside those of the drawing that are not as they were written. Raises KeyError, AttributeError."""
    own = {str(about[kind.key]) for kind in STACKED if kind.key in about}
    others = [layer for layer in stack.layers if layer.source not in own]
    if "layers" not in about:  # written before hashes of all layers were
        return [layer for layer in others if _OWN_LAYER.fullmatch(layer.source) is None]
    return [layer for layer in others if not _has_hash(archive, layer.source, about["layers"].get(layer.source))]


def _strange_entries(archive: Archive, stack: Stack) -> list[str]:
    """Names of entries that are not written here."""
    ours = {"mimetype", "stack.xml", "mergedimage.png", *(layer.source for layer in stack.layers)}
    folders = (OWN, "Thumbnails/")
    return [
        name
        for name in archive.names
        if not (name in ours or name.startswith(folders) or name.endswith("/") or _OWN_LAYER.fullmatch(name))
    ]


def _signed(layer: str, number: int, pngs: Sequence[bytes]) -> dict[str, object]:
    """Where a layer is, and what tells whether it still is the one that was written."""
    return {layer: source_of(number), f"{layer}_sha256": hashlib.sha256(pngs[number]).hexdigest()}


def _is_unchanged(archive: Archive, about: Mapping[str, Any], layer: str) -> bool:
    """Whether a layer is as it was written; one that was not written is unchanged. Raises KeyError, TypeError."""
    if layer not in about and layer != "drawing":
        return True
    source = str(about[layer])
    return source in archive and hashlib.sha256(archive.read(source)).hexdigest() == str(about[f"{layer}_sha256"])


def _has_hash(archive: Archive, source: str, checksum: object) -> bool:
    try:
        return source in archive and hashlib.sha256(archive.read(source)).hexdigest() == checksum
    except ArchiveError:  # it is named as a layer that cannot be read
        return False


def _entry(kind: LayerKind) -> str:
    """Where the exact pixels of a layer are."""
    return f"{OWN}{kind.id}.png"
