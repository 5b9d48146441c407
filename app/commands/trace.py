"""The commands `label` and `sketch`: label maps and ink from photos, one or a folder of them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.commands.progress_bars import pictures_on_terminal
from app.commands.targets import CLASS_LIST, Targets, make_folder, photos_in
from app.formats.images.photo import on_white, read_photo
from app.formats.images.reader import upright_size
from app.installed.segmented import palette_for
from app.system import resources
from canvas.atomic import write_atomically
from canvas.errors import CanvasError
from canvas.label_png import label_png_bytes
from canvas.layers.ink_png import paper_png_bytes
from canvas.numbers import whole
from canvas.palette import Palette
from engine.errors import EngineError, RequestError
from engine.installed.registry import Registry

Trace = Callable[[Path, NDArray[np.uint8]], bytes]
"""(file, its (H, W, 3) RGB, upright and of a bounded size) -> a PNG."""


def add_from_photos(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands and their options."""
    label = commands.add_parser("label", help="make label maps from photos: to draw on, or to train a module on")
    label.add_argument("--base", default="pocket", help="id or folder of the base whose classes are told apart")
    label.set_defaults(command=_label)
    sketch = commands.add_parser("sketch", help="make ink drawings from photos")
    sketch.set_defaults(command=_sketch)
    for command in (label, sketch):
        command.add_argument("photo", type=Path, metavar="PHOTO", help="photo, or a folder of them and those below it")
        command.add_argument(
            "-o", "--out", type=Path, required=True, metavar="OUT", help="PNG, or a folder, which is made if need be"
        )
        command.add_argument("--again", action="store_true", help="also make those that are there already")


def _label(arguments: argparse.Namespace) -> int:
    from engine.painting.segmenter import Segmenter

    registry = Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    base = registry.base(arguments.base)
    if base.segmenter is None:
        raise RequestError(f"The base “{base.label}” brings nothing that tells classes.", "Choose another --base.")
    palette = palette_for(registry, base.id, base.segmenter.classes)
    targets = photos_in(arguments.photo, arguments.out)
    segment = Segmenter(base.segmenter.path, base.segmenter.classes, threads=2)
    is_folder = arguments.photo.is_dir()
    if is_folder:
        _keep_class_list(arguments.out / CLASS_LIST, palette)

    def trace(file: Path, photo: NDArray[np.uint8]) -> bytes:
        ids = Image.fromarray(segment(photo))
        # Training wants a map of its photo's own size; the window opens none beyond the bound.
        sized = ids.resize(upright_size(file.read_bytes()), Image.Resampling.NEAREST) if is_folder else ids
        return label_png_bytes(np.asarray(sized), palette)

    return _trace_all(targets, trace, again=arguments.again)


def _sketch(arguments: argparse.Namespace) -> int:
    from engine.layers.ink_from_photo import ink_from_photo

    if arguments.photo.is_dir() and arguments.out.resolve() == arguments.photo.resolve():
        raise RequestError("Beside its photo a sketch would be taken for a label map.", "Name another folder after -o.")
    targets = photos_in(arguments.photo, arguments.out)
    return _trace_all(targets, lambda _, photo: paper_png_bytes(ink_from_photo(photo)), again=arguments.again)


def _keep_class_list(path: Path, palette: Palette) -> None:
    """Write the class list; raise RequestError where another one is there: the ids would mean something else."""
    records = [{"id": entry.class_id, "name": entry.name, "rgb": list(entry.rgb)} for entry in palette.entries]
    if path.is_file():
        try:
            names = {
                whole(each["id"], 0, 255): str(each["name"]) for each in json.loads(path.read_text("utf-8"))["classes"]
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            names = {}
        if names | {0: palette.name_of(0)} != palette.classes():
            raise RequestError(f"{path.parent.name} has another class list.", "Name another folder after -o.")
        return
    write_atomically(path, (json.dumps({"classes": records}, indent=1) + "\n").encode())


def _trace_all(targets: Targets, trace: Trace, *, again: bool) -> int:
    """Write every PNG that is not there yet. Goes on after a photo that fails, and names all such in the end."""
    left = [pair for pair in targets.pairs if again or not pair[1].exists()]
    if len(left) < len(targets.pairs):
        print(f"{len(targets.pairs) - len(left)} of {len(targets.pairs)} are there already; --again makes them anew.")
    problems = []
    with pictures_on_terminal(len(left), "photo") as progress:
        for photo, target in left:
            try:
                png = trace(photo, on_white(read_photo(photo).pixels))
                make_folder(target.parent)
                write_atomically(target, png)
                progress.done(photo.name)
            except (EngineError, CanvasError) as error:
                problems.append((f"{photo.name}: {error}", error.hint))
                progress.done(photo.name, failed=True)
    for remark in targets.remarks:
        print(remark, file=sys.stderr)
    if problems:
        raise RequestError("\n".join(text for text, _ in problems), problems[0][1])
    return 0
