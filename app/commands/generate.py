"""Painting drawings without a window: one file or a folder of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from app.drawing.palette.read_as import weighed
from app.formats.export_formats import PictureOptions, picture_bytes
from app.formats.images.kinds import kind_of_file
from app.formats.images.photo import read_photo
from app.formats.project import open_project
from app.formats.saved_picture import has_recipe, read_artwork, write_artwork
from app.installed.choices import suggestions
from app.installed.palettes import bundled_palettes, palette_of
from canvas.atomic import write_atomically
from canvas.errors import CanvasError, LabelMapError
from canvas.label_maps.evidence import UnclearLabelMapError
from canvas.label_maps.parts import part_of, pictures
from canvas.label_maps.rule import rule_of
from canvas.layers.ink_png import ink_of
from canvas.palette import Palette
from canvas.palette_mapping import also_called
from canvas.palette_png import palette_of_png
from canvas.project_file import SUFFIX
from canvas.words import say
from engine.errors import EngineError
from engine.installed.registry import BaseInfo, ModuleInfo, Registry, default_module
from engine.request.stages import draft, picture_size
from engine.request.types import Colours, Failed, Finished, GenerationRequest, Ink, LabelMap, StepPreview

_SUFFIXES = {".jpeg": ".jpg"}


class BatchError(EngineError):
    """A drawing cannot be painted; the text says which and why."""


@dataclass(frozen=True)
class Overrides:
    """What the command line sets; everything else comes from the artwork's recipe, or from base and module."""

    base: str | None = None
    module: str | None = None
    """"none" paints with the base alone."""
    beside: Mapping[str, float | None] = field(default_factory=dict)
    """Id of a module that paints along -> its strength, None for the one that it suggests."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Fields of `GenerationRequest` by name."""
    class_weights: Mapping[str, float] = field(default_factory=dict)
    """Class name -> strength."""
    size_px: int | None = None
    """Side of the square of as many pixels as the picture gets, in its drawing's shape."""
    is_draft: bool = False
    """Whether the first stage is painted alone."""
    read_as: str | None = None
    """How label maps are read, in a word of `canvas.label_maps.rule`; None where each makes that plain."""


def request_for(drawing: Path, registry: Registry, overrides: Overrides) -> tuple[GenerationRequest, Palette]:
    """The request that paints `drawing`: its own recipe, else the defaults, and the overrides on top."""
    if has_recipe(drawing):
        artwork = read_artwork(drawing)
        request, palette = artwork.request, artwork.palette
        _check_installed(request, registry, overrides)
    elif drawing.suffix.lower() == SUFFIX:
        request, palette = _of_project(drawing, registry, overrides)
    else:
        request, palette = _of_png(drawing, registry, overrides)
    changes = dict(overrides.values)
    if overrides.base is not None:
        changes["base"] = overrides.base
    if overrides.module is not None:
        changes["module"] = None if overrides.module == "none" else overrides.module
    if overrides.beside and overrides.module == "none":
        raise BatchError("The base cannot paint alone beside a module.", "Leave out --module none, or --beside.")
    if overrides.beside:
        modules = {name: registry.module(name) for name in overrides.beside}
        changes["beside"] = {
            name: modules[name].strength if strength is None else strength
            for name, strength in overrides.beside.items()
        }
    if overrides.class_weights:
        changes["class_weights"] = dict(request.class_weights) | _by_id(overrides.class_weights, palette)
    request = dataclasses.replace(request, **changes)
    step_px = registry.base(request.base).step_px
    if overrides.size_px is not None:
        if overrides.size_px < step_px:
            raise BatchError(
                f"A picture cannot be {overrides.size_px} pixels large.", f"Choose a size of {step_px} pixels or more."
            )
        height, width = request.labels.shape
        sized = picture_size(width / height, overrides.size_px, step_px)
        request = dataclasses.replace(request, width=sized[0], height=sized[1])
    return draft(request, step_px) if overrides.is_draft else request, palette


def paint_all(
    pairs: Sequence[tuple[Path, Path]],
    registry: Registry,
    overrides: Overrides,
    on_step: Callable[[Path, int, int], None],
) -> Iterator[tuple[Path, Finished | None]]:
    """Paint and write every pair; yields each drawing with what was painted of it, None where that failed.

    Goes on after a drawing that fails, and raises one BatchError that names all such in the end.
    """
    from engine.painting.pipeline import Pipeline

    pipeline = Pipeline(registry)
    problems: list[tuple[str, str]] = []
    for drawing, target in pairs:
        try:
            request, palette = request_for(drawing, registry, overrides)
            for event in pipeline.run(request):
                if isinstance(event, StepPreview):
                    on_step(drawing, event.step, event.steps)
                elif isinstance(event, Failed):
                    raise BatchError(event.text, event.hint)
                elif isinstance(event, Finished):
                    write_picture(target, event, palette)
                    yield drawing, event
        except (EngineError, CanvasError) as error:
            problems.append((f"{drawing.name}: {error}", error.hint))
            yield drawing, None
    if len(problems) == 1:
        raise BatchError(*problems[0])
    if problems:
        lines = "\n".join(text for text, _ in problems)
        raise BatchError(f"{len(problems)} of {len(pairs)} drawings were not painted:\n{lines}", problems[0][1])


def write_picture(path: Path, finished: Finished, palette: Palette) -> None:
    """Write a picture in the format that its name ends in: a PNG with its drawing, .jpg, .jpeg or .webp without."""
    suffix = path.suffix.lower()
    if suffix == ".png":
        write_artwork(path, finished, palette)
    else:
        write_atomically(path, picture_bytes(finished, palette, _SUFFIXES.get(suffix, suffix), PictureOptions()))


def _of_png(path: Path, registry: Registry, overrides: Overrides) -> tuple[GenerationRequest, Palette]:
    """A label map; a sketch, dark lines on white paper, where the module hears ink and no labels."""
    base, module = _chosen(registry, overrides)
    if module is not None and "sketch" in module.modalities and "labels" not in module.modalities:
        palette = palette_of(module)
        ink = ink_of(np.asarray(Image.fromarray(read_photo(path).pixels).convert("RGBA")))
        return _fresh(base, module, np.zeros_like(ink), palette, ink), palette
    own = palette_of_png(path)
    palette = own or _palette(module)
    rule = None if overrides.read_as is None or own is not None else rule_of(overrides.read_as, palette)
    try:
        labels = weighed(path, palette, rule)
    except LabelMapError as error:
        raise _rather_a_photo(path, error) from error
    return _fresh(base, module, labels, palette), palette


def _rather_a_photo(path: Path, error: LabelMapError) -> CanvasError:
    """The error, or what is to be done with a photo where the file is one."""
    is_picture = isinstance(error, UnclearLabelMapError) and error.evidence.is_picture
    if not is_picture and kind_of_file(path) != "HEIF":
        return error
    return LabelMapError(
        say("“{name}” is a photo or a picture, not a label map.", name=path.name),
        say("The commands label and sketch make drawings of photos."),
    )


def one_a_picture(
    pairs: Sequence[tuple[Path, Path]], registry: Registry, overrides: Overrides
) -> tuple[tuple[Path, Path], ...]:
    """Of the masks that are parts of one picture the first, which stands for all; its picture has their common name."""
    if overrides.read_as is not None or len(pairs) < 2:
        return tuple(pairs)
    palette = _palette(_chosen(registry, overrides)[1])
    found = pictures([drawing for drawing, _ in pairs], palette)
    parts = {path for each in found.values() for path in each.values()}
    kept = []
    for drawing, target in pairs:
        part = part_of(drawing, palette) if drawing in found else None
        if part is not None:
            kept.append((drawing, target.with_name(part[0] + target.suffix)))
        elif drawing not in parts:
            kept.append((drawing, target))
    return tuple(kept)


def _of_project(path: Path, registry: Registry, overrides: Overrides) -> tuple[GenerationRequest, Palette]:
    base, module = _chosen(registry, overrides)
    project = open_project(path, _palette(module))
    if project.request is not None:
        _check_installed(project.request, registry, overrides)
        return project.request, project.palette
    return _fresh(base, module, project.labels, project.palette, project.ink, project.colours), project.palette


def _chosen(registry: Registry, overrides: Overrides) -> tuple[BaseInfo, ModuleInfo | None]:
    """The base, and the module that says what the drawing's classes are; None where the base paints alone, and has
    none."""
    bases = registry.bases() if overrides.base is None else (registry.base(overrides.base),)
    if not bases:
        raise BatchError("No base is installed.", "Reinstall the program, or name one after --base.")
    base = bases[0]
    if overrides.module not in (None, "none"):
        return base, registry.module(str(overrides.module))
    module = default_module(base, registry.modules())
    if module is None and overrides.module is None:
        raise BatchError(
            f"No module is installed for the base “{base.id}”.",
            "Name one after --module, or paint with the base alone: --module none.",
        )
    return base, module


def _palette(module: ModuleInfo | None) -> Palette:
    """The classes of the module; those of the largest palette of the program where there is none."""
    return max(bundled_palettes(), key=lambda one: len(one.entries)) if module is None else palette_of(module)


def _check_installed(request: GenerationRequest, registry: Registry, overrides: Overrides) -> None:
    """What a file names is the id of something installed; folders are taken from the command line alone."""
    bases, modules = [info.id for info in registry.bases()], [info.id for info in registry.modules()]
    if overrides.base is None and request.base not in bases:
        raise BatchError(f"The base “{request.base}” is not installed.", "Name the base to paint with after --base.")
    named = [] if overrides.module is not None or request.module is None else [request.module]
    for name in [*named, *(request.beside if not overrides.beside else ())]:
        if name not in modules:
            raise BatchError(f"The module “{name}” is not installed.", "Name a module after --module, or --beside.")


def _fresh(
    base: BaseInfo,
    module: ModuleInfo | None,
    labels: LabelMap,
    palette: Palette,
    ink: Ink | None = None,
    colours: Colours | None = None,
) -> GenerationRequest:
    height, width = labels.shape
    sized = picture_size(width / height, base.default_size, base.step_px)
    defaults = {**suggestions(base, module), "width": sized[0], "height": sized[1]}
    return GenerationRequest(
        base=base.id,
        module=None if module is None else module.id,
        labels=labels,
        ink=ink,
        colours=colours,
        classes=palette.classes(),
        also=also_called(palette, labels),
        **defaults,
    )


def _by_id(weights: Mapping[str, float], palette: Palette) -> dict[int, float]:
    by_id = {}
    for name, weight in weights.items():
        entry = palette.find_name(name)
        if entry is None:
            known = ", ".join(entry.name for entry in palette.entries)
            raise BatchError(f"The drawing has no class “{name}”.", f"Its classes: {known}.")
        by_id[entry.class_id] = weight
    return by_id
