"""A picture file that carries its own drawing and recipe: a PNG with text chunks.

- `sinopia-recipe`: JSON with the request (without the label map), the palette, hashes and versions;
- `sinopia-labels`: the exact label map as an indexed PNG, base64;
- `sinopia-ink`: the exact ink as a grey PNG, base64, where there is any; since format 2;
- `sinopia-colours`: the exact colour strokes as an RGBA PNG, base64, likewise; since format 3;
- `parameters`: the common line that other programs read.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

from app.formats.recipe import request_from_json, request_to_json
from app.system.versions import version
from canvas.atomic import write_atomically
from canvas.errors import CanvasError
from canvas.layers import KINDS, LayerKind, LayerName, Pixels
from canvas.numbers import whole
from canvas.palette import Palette
from canvas.paths import opened, read_bytes
from canvas.words import say
from engine.request.parts import ROWS
from engine.request.types import Finished, GenerationRequest, Picture, read_only

RECIPE, LABELS, PARAMETERS = "sinopia-recipe", "sinopia-labels", "parameters"
FORMAT = max(kind.since for kind in KINDS.values())
_ANY_SIZE = (0, 0)
_MAX_FORMAT = 10**6
_MAX_PIXELS = 8192 * 8192
_HINT = say("The picture itself is unharmed: open it in any image viewer. The drawing has to come from another copy.")


class ArtworkError(CanvasError):
    """A picture file cannot be read back: it is damaged, or its recipe is."""


@dataclass(frozen=True)
class Artwork:
    """What a picture file holds: the picture, the request that made it, the drawing's palette, hashes and versions."""

    image: Picture
    request: GenerationRequest
    palette: Palette
    provenance: Mapping[str, str]
    warnings: tuple[str, ...] = ()
    """Sentences on what could not be taken over."""


def write_artwork(path: Path, finished: Finished, palette: Palette) -> None:
    """Write the picture with its recipe, atomically. Raises SaveError; the old file is then whole."""
    write_atomically(path, artwork_bytes(finished, palette))


def artwork_bytes(finished: Finished, palette: Palette) -> bytes:
    """The picture file as bytes: a PNG with its recipe."""
    request = finished.request
    drawn = {kind: getattr(request, kind.id) for kind in KINDS.values() if getattr(request, kind.id) is not None}
    recipe = {
        "format": max(kind.since for kind in drawn),
        "request": request_to_json(request),
        "palette": json.loads(palette.to_json()),
        "provenance": {"sinopia": version(), **finished.provenance},
        "painted": [request.classes[key] for key in np.unique(request.labels).tolist() if request.classes.get(key)],
    }
    text = PngImagePlugin.PngInfo()
    text.add_itxt(PARAMETERS, parameters_line(request, finished.provenance))
    text.add_itxt(RECIPE, json.dumps(recipe, ensure_ascii=False), zip=True)
    for kind, pixels in drawn.items():
        text.add_itxt(_chunk(kind), base64.b64encode(kind.png(pixels, palette)).decode("ascii"))
    stream = io.BytesIO()
    Image.fromarray(finished.image).save(stream, "PNG", pnginfo=text)
    return stream.getvalue()


def has_recipe(path: Path) -> bool:
    """Whether the file is a PNG that carries a recipe, whole or damaged. False for everything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(path) as file, Image.open(file, formats=["PNG"]) as image:
                return RECIPE in image.info or LABELS in image.info
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def read_artwork(path: Path) -> Artwork:
    """Read back what `write_artwork` wrote. Raises ArtworkError with one sentence on what is damaged."""
    try:
        data = read_bytes(path)
    except FileNotFoundError as error:
        raise ArtworkError(
            say("There is no file “{name}”.", name=path.name), say("Check the name and the folder.")
        ) from error
    except OSError as error:
        raise ArtworkError(
            say("“{name}” is damaged or no PNG image.", name=path.name), say("Copy the file again.")
        ) from error
    return read_artwork_bytes(data, path.name)


def read_artwork_bytes(data: bytes, name: str) -> Artwork:
    """As `read_artwork`, from memory; `name` is what errors call it."""
    image, texts = _open(data, name)
    if RECIPE not in texts or LABELS not in texts:
        raise ArtworkError(
            say("“{name}” carries no drawing.", name=name), say("Open a picture that was saved here, or a label map.")
        )
    try:
        recipe = json.loads(texts[RECIPE])
        json.dumps(recipe, ensure_ascii=False).encode()  # what cannot be written again is damaged, too
        palette = Palette.from_json(json.dumps(recipe["palette"]))
        request, unknown = request_from_json(recipe["request"], **_layers(texts, palette, name))
        provenance = {str(key): str(value) for key, value in recipe.get("provenance", {}).items()}
        newer = whole(recipe.get("format", FORMAT), 0, _MAX_FORMAT) > FORMAT
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error, CanvasError) as error:
        raise ArtworkError(say("The recipe in “{name}” is damaged.", name=name), _HINT) from error
    notes: tuple[str, ...] = ()
    if newer or unknown:
        notes = (_newer(name, unknown),)
    return Artwork(read_only(np.asarray(image.convert("RGB"))), request, palette, provenance, notes)


def _layers(texts: Mapping[str, str], palette: Palette, name: str) -> dict[LayerName, Pixels]:
    """The layers that the file holds. Raises ValueError, LabelMapError, binascii.Error."""
    drawn: dict[LayerName, Pixels] = {}
    size = _ANY_SIZE
    for kind in KINDS.values():  # the label map is the first, and has the size of all
        if _chunk(kind) in texts:
            data = base64.b64decode("".join(texts[_chunk(kind)].split()), validate=True)  # some break its lines
            drawn[kind.id] = kind.read_png(data, palette, size, name)
            size = drawn[kind.id].shape[0], drawn[kind.id].shape[1]
    return drawn


def _chunk(kind: LayerKind) -> str:
    return f"sinopia-{kind.id}"


def parameters_line(request: GenerationRequest, provenance: Mapping[str, str]) -> str:
    """The text that Stable Diffusion programs write and read under `parameters`."""
    own = {row.parameter: row.kind.shown(getattr(request, row.id)) for row in ROWS.values() if row.parameter}
    pairs = {
        **own,
        "Size": f"{request.width}x{request.height}",
        "Model hash": provenance.get("base_hash", ""),
        "Model": provenance.get("base", request.base),
        "Module": provenance.get("module", ""),
        "Module strength": " + ".join(f"{strength:g}" for strength in request.modules.values() if strength),
        "Version": f"Sinopia {version()}",
    }
    lines = [request.prompt]
    if request.negative_prompt:
        lines.append(f"Negative prompt: {request.negative_prompt}")
    lines.append(", ".join(f"{key}: {value}" for key, value in pairs.items() if value != ""))
    return "\n".join(lines)


def _newer(name: str, unknown: Sequence[str]) -> str:
    if not unknown:
        return say("“{name}” comes from a newer version; settings unknown here were left out.", name=name)
    return say(
        "“{name}” comes from a newer version; settings unknown here were left out ({settings}).",
        name=name,
        settings=", ".join(unknown),
    )


def _open(data: bytes, name: str) -> tuple[Image.Image, Mapping[str, str]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            if image.width * image.height > _MAX_PIXELS:
                raise ArtworkError(
                    say(
                        "“{name}” is {width} x {height} pixels, too large to open.",
                        name=name,
                        width=image.width,
                        height=image.height,
                    ),
                    say("Make it smaller first."),
                )
            image.load()
    except Image.DecompressionBombError as error:
        raise ArtworkError(say("“{name}” is too large to open.", name=name), say("Make it smaller first.")) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise ArtworkError(
            say("“{name}” is damaged or no PNG image.", name=name), say("Copy the file again.")
        ) from error
    return image, getattr(image, "text", {})
