"""The project file: OpenRaster, which Krita, GIMP and MyPaint open as layers, with the exact drawing inside.

    mimetype, stack.xml, data/layer*.png, mergedimage.png, Thumbnails/thumbnail.png      as OpenRaster 0.0.3 has it
    sinopia/project.json    {"format": 2, "drawing": path of its layer, "drawing_sha256": hash of that PNG, "ink": ...,
                             "layers": {path: hash of each layer's PNG}}
    sinopia/labels.png      the class ids, as an indexed PNG
    sinopia/ink.png         the ink, as a grey PNG; where there is none, neither it nor its layer, and the format is 1
    sinopia/palette.json    the classes
    sinopia/...             whatever else the program puts beside them

Read, always exactly: where a layer still is the one that was written with them, the ids or the ink are taken. Where it
is not, because another program has saved the file, what is seen of the layers in the palette's colours becomes the
drawing, and the alpha of the layer named "Ink" the ink. Layers that another program has added count like that, too.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from canvas.archive import Archive, ArchiveError
from canvas.atomic import write_atomically
from canvas.errors import CanvasError
from canvas.ink_png import ink_png_bytes, inked, read_ink_png_bytes
from canvas.label_png import coloured, label_png_bytes, read_label_png_bytes
from canvas.numbers import whole
from canvas.ora_drawing import LayerDrawing, quoted, read_drawing
from canvas.ora_layers import DRAWING, INK, Layer, Stack, read_ink, read_stack
from canvas.palette import Palette
from canvas.words import say

SUFFIX = ".ora"
MIMETYPE = "image/openraster"
FORMAT = 2
_FORMAT_WITHOUT_INK = 1
_MAX_FORMAT = 10**6
OWN = "sinopia/"
"""Folder of our entries."""
_PROJECT, _PALETTE = f"{OWN}project.json", f"{OWN}palette.json"
_LABELS, _INK = f"{OWN}labels.png", f"{OWN}ink.png"
_OWN_LAYER = re.compile(r"data/layer\d{1,9}\.png", re.ASCII)
_THUMBNAIL_PX = 256
_MAX_TEXT_BYTES = 2**22


class ProjectError(CanvasError):
    """A project file cannot be opened."""


@dataclass(frozen=True, eq=False)
class ProjectLayer:
    """A layer beside the drawing, for other programs to show: (H, W, 4) RGBA of the drawing's size."""

    name: str
    pixels: NDArray[np.uint8]
    is_visible: bool = True
    opacity: float = 1.0
    """0 to 1."""

    @property
    def seen(self) -> NDArray[np.uint8]:
        """The pixels with the layer's opacity in them."""
        if self.opacity == 1.0:
            return self.pixels
        seen = self.pixels.copy()
        seen[..., 3] = np.rint(seen[..., 3] * self.opacity)
        return seen


@dataclass(frozen=True, eq=False)
class Project:
    """What a project file holds. `extras` are entries of the program's own, by name."""

    labels: NDArray[np.uint8]
    palette: Palette
    extras: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    """Sentences on what could not be taken over."""
    is_foreign: bool = False
    """Whether the drawing or the ink was read from layers, because another program has written them."""
    has_more: bool = False
    """Whether the file holds something that writing this project over it would lose."""
    ink: NDArray[np.uint8] | None = None
    """(H, W) coverage of ink; None is blank paper."""


def write_project(
    path: Path, project: Project, over: Sequence[ProjectLayer] = (), under: Sequence[ProjectLayer] = ()
) -> None:
    """Write the project, atomically, with layers `over` and `under` the drawing, lowest first.

    Raises SaveError, LabelMapError.
    """
    write_atomically(path, project_bytes(project, over, under))


def project_bytes(project: Project, over: Sequence[ProjectLayer] = (), under: Sequence[ProjectLayer] = ()) -> bytes:
    """The project file as bytes; see `write_project`."""
    own = {_LABELS: label_png_bytes(project.labels, project.palette)}
    first = len(under)
    layers = [*under, ProjectLayer(DRAWING, coloured(project.labels, project.palette))]
    if project.ink is not None and project.ink.any():
        own[_INK] = ink_png_bytes(project.ink)
        layers.append(ProjectLayer(INK, inked(project.ink)))
    exact = len(layers)
    layers += over
    pngs = [_png(layer.pixels, is_picture=not first <= number < exact) for number, layer in enumerate(layers)]
    merged, merged_png = _merged(layers, pngs)
    thumbnail = merged.copy()
    thumbnail.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
    about = {"format": FORMAT if _INK in own else _FORMAT_WITHOUT_INK, **_signed("drawing", first, pngs)}
    if _INK in own:
        about |= _signed("ink", first + 1, pngs)
    about["layers"] = {_source(number): hashlib.sha256(png).hexdigest() for number, png in enumerate(pngs)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("stack.xml", _stack_xml(project.labels.shape, layers), zipfile.ZIP_DEFLATED)
        for number, png in enumerate(pngs):
            archive.writestr(_source(number), png)
        archive.writestr("mergedimage.png", merged_png)
        archive.writestr("Thumbnails/thumbnail.png", _png(np.asarray(thumbnail)))
        for name, data in own.items():
            archive.writestr(name, data)
        archive.writestr(_PALETTE, project.palette.to_json(), zipfile.ZIP_DEFLATED)
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
            ink, said = read_ink(archive, stack)
            warnings = (*read.remarks, *said)
            return Project(read.labels, palette, warnings=warnings, is_foreign=True, has_more=True, ink=ink)
        return _read_own(archive, stack, path.name, extras)


def _read_own(archive: Archive, stack: Stack, name: str, extras: Sequence[str]) -> Project:
    """A project that was written here, whatever other programs have done to it since."""
    try:
        about = json.loads(archive.read(_PROJECT, _MAX_TEXT_BYTES))
        palette = Palette.from_json(archive.read(_PALETTE, _MAX_TEXT_BYTES).decode())
        number = whole(about["format"], 0, _MAX_FORMAT)
        has_drawing, has_ink = (_is_unchanged(archive, about, layer) for layer in ("drawing", "ink"))
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
    if has_ink and "ink" in about:
        ink: NDArray[np.uint8] | None = read_ink_png_bytes(archive.read(_INK), size, name)
    else:
        ink, said = read_ink(archive, stack)
        notes += said
    is_foreign = not (has_drawing and has_ink)
    more = [*(layer.name for layer in added), *_strange_entries(archive, stack)]
    if more and not is_foreign:
        notes.append(
            say(
                "Another program has added to “{name}”: {parts}. Saving asks for another file, so that it stays whole.",
                name=name,
                parts=quoted(more),
            )
        )
    return Project(
        read.labels,
        palette,
        found,
        tuple(notes),
        is_foreign=is_foreign,
        has_more=is_foreign or bool(more) or number > FORMAT,
        ink=ink,
    )


def _read_labels(
    archive: Archive, stack: Stack, palette: Palette, name: str, about: Mapping[str, Any], added: Sequence[Layer]
) -> LayerDrawing:
    """The classes: exactly as written where the layer still is, under or over what was added."""
    skip = {layer.source for layer in stack.layers if layer not in added} - {str(about["drawing"])}
    if not _is_unchanged(archive, about, "drawing"):
        return read_drawing(archive, stack, palette, name, skip)
    labels = read_label_png_bytes(archive.read(_LABELS), palette, name)
    if not added or labels.shape != (stack.height, stack.width):
        return LayerDrawing(labels)
    source = str(about["drawing"])
    if source not in [layer.source for layer in stack.layers]:
        stack = replace(stack, layers=(*stack.layers, Layer(DRAWING, source, 0, 0)))
    return read_drawing(archive, stack, palette, name, skip, (source, labels))


def _added(archive: Archive, stack: Stack, about: Mapping[str, Any]) -> list[Layer]:
    """The layers beside drawing and ink that are not as they were written. Raises KeyError, AttributeError."""
    own = {str(about[layer]) for layer in ("drawing", "ink") if layer in about}
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
    return {layer: _source(number), f"{layer}_sha256": hashlib.sha256(pngs[number]).hexdigest()}


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


def _merged(layers: Sequence[ProjectLayer], pngs: Sequence[bytes]) -> tuple[Image.Image, bytes]:
    """What the visible layers look like together, from the topmost opaque one on, and its PNG."""
    visible = [number for number, layer in enumerate(layers) if layer.is_visible]
    opaque = [number for number in visible if layers[number].seen[..., 3].min() == 255]
    above = visible[visible.index(opaque[-1]) :] if opaque else visible
    merged = Image.fromarray(layers[above[0]].seen)
    if len(above) == 1 and layers[above[0]].opacity == 1.0:
        return merged, pngs[above[0]]
    for number in above[1:]:
        merged = Image.alpha_composite(merged, Image.fromarray(layers[number].seen))
    return merged, _png(np.asarray(merged), is_picture=True)


def _png(pixels: NDArray[np.uint8], is_picture: bool = False) -> bytes:
    """A PNG. A picture is packed with what is fast: little can be gained there."""
    stream = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    image.save(stream, "PNG", compress_level=1, compress_type=3 if is_picture else 0)
    return stream.getvalue()


def _source(number: int) -> str:
    return f"data/layer{number}.png"


def _stack_xml(shape: tuple[int, ...], layers: Sequence[ProjectLayer]) -> str:
    rows = [
        f'    <layer name="{escape(layer.name)}" src="{_source(number)}" x="0" y="0" opacity="{float(layer.opacity)}"'
        f' visibility="{"visible" if layer.is_visible else "hidden"}" composite-op="svg:src-over"/>'
        for number, layer in reversed(list(enumerate(layers)))  # the topmost comes first
    ]
    head = f'<image version="0.0.3" w="{shape[1]}" h="{shape[0]}" xres="72" yres="72">'
    return "\n".join(["<?xml version='1.0' encoding='UTF-8'?>", head, "  <stack>", *rows, "  </stack>", "</image>", ""])
