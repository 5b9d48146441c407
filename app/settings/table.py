"""Everything the person can set: one typed table, one store. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.settings.kinds import (
    Flag,
    Number,
    OneOf,
    Text,
    Whole,
    brushes,
    id_list,
    ids,
    named,
    one_of,
    optional_ids,
    rgb,
    rgb_list,
    shortcuts,
    size,
    text_by_name,
    texts,
)
from app.settings.of_request import OF_REQUEST as OF_REQUEST
from app.settings.of_request import PAINTING
from app.settings.setting import Setting as Setting
from app.settings.store import Store
from canvas.words import say

WINDOW_GROUP, DRAWING, GALLERY = say("Window"), say("Drawing"), say("Gallery")
GROUPS: tuple[str, ...] = (WINDOW_GROUP, DRAWING, PAINTING, GALLERY)
"""Of the settings dialog, in its order."""

BASE: Setting[str] = OF_REQUEST["base"]
MODULE: Setting[str] = OF_REQUEST["module"]
BESIDE: Setting[Mapping[str, float]] = OF_REQUEST["beside"]
PROMPT: Setting[str] = OF_REQUEST["prompt"]
NEGATIVE_PROMPT: Setting[str] = OF_REQUEST["negative_prompt"]
SEED: Setting[int] = OF_REQUEST["seed"]
FIRST_PX: Setting[int] = OF_REQUEST["first_px"]
REFINE_STEPS: Setting[int] = OF_REQUEST["refine_steps"]
REFINE_STRENGTH: Setting[float] = OF_REQUEST["refine_strength"]
STEPS: Setting[int] = OF_REQUEST["steps"]
GUIDANCE: Setting[float] = OF_REQUEST["guidance"]
STRENGTH: Setting[float] = OF_REQUEST["strength"]
WINDOW: Setting[tuple[float, float]] = OF_REQUEST["window"]
PARALLEL: Setting[float] = OF_REQUEST["parallel"]
RESCALE: Setting[float] = OF_REQUEST["rescale"]
SAMPLER: Setting[str] = OF_REQUEST["sampler"]
CLASS_WEIGHTS: Setting[Mapping[int, float]] = OF_REQUEST["class_weights"]
DEVICE: Setting[str] = OF_REQUEST["device"]
PRECISION: Setting[str] = OF_REQUEST["precision"]
"""Those that code asks for by name; each is what its row in `engine.request.parts` says."""
SIZE_PX = Setting("size_px", 128, Whole(16, 8192), recipe=True, name=say("Size"))
"""Side of the square that has as many pixels as the picture; its shape is the drawing's."""
EXACT_SIZE = Setting("exact_size", (0, 0), size, recipe=True, kept=False, name=say("Size"))
"""Width and height in pixels of an opened picture whose shape is not its drawing's; (0, 0) is any other picture."""
SIZE_STEP_PX = Setting("size_step_px", 8, Whole(1, 64), kept=False)
"""What the sides of a picture are multiples of: what is installed says so, nobody sets it."""
DEVICES = Setting[tuple[tuple[str, str], ...]]("devices", (("cpu", "CPU"),), named, kept=False)
"""What this machine has: name and what it is, as the engine finds them."""

LIVE = Setting(
    "live",
    True,
    Flag(),
    label=say("Live"),
    group=PAINTING,
    help=say("The picture follows the drawing while you paint."),
)
BEST_OF = Setting(
    "best_of",
    8,
    Whole(2, 64),
    label=say("Best of"),
    group=PAINTING,
    help=say("How many pictures are painted to keep the one that agrees most with the drawing."),
)
THEME = Setting(
    "theme",
    "system",
    OneOf((("system", say("As the system")), ("light", say("Light")), ("dark", say("Dark")))),
    label=say("Theme"),
    group=WINDOW_GROUP,
)
LANGUAGE = Setting(
    "language",
    "system",
    OneOf((("system", say("As the system")), ("en", "English"), ("zh_CN", "简体中文"))),
    label=say("Language"),
    group=WINDOW_GROUP,
    help=say("Takes effect at the next start."),
)
LAYOUT = Setting("layout", "", Text())
"""Where the docks and bars are, as Qt writes it, base64; "" is the layout that the program comes with."""
PLACE = Setting("place", "", Text())
"""Where the window is and how large, as Qt writes it, base64."""
UNDO_BUDGET_MB = Setting(
    "undo_budget_mb",
    256,
    Whole(16, 65536, unit="MB", step=64),
    label=say("Memory for undo"),
    group=DRAWING,
    help=say("Beyond it the oldest entries of the history are forgotten."),
)
SHORTCUTS = Setting[Mapping[str, str]]("shortcuts", {}, shortcuts, joined=True)
"""Action id -> its keys where they are not those of the table; "" for none."""
CURRENT_CLASS = Setting("current_class", 1, Whole(0, 255), kept=False)
RECENT_CLASSES = Setting[tuple[int, ...]]("recent_classes", (), id_list, kept=False)
"""The classes that were chosen last, the newest first."""
RECENT_CLASSES_KEPT = 8
HIDDEN_CLASSES = Setting[frozenset[int]]("hidden_classes", frozenset(), ids, kept=False)
TOOL = Setting("tool", "brush", Text(), kept=False)
BRUSH_SIZE_PX = Setting("brush_size_px", 64, Whole(1, 1000))
BRUSH_SHAPE = Setting("brush_shape", "round", one_of("round", "square"))
BRUSHES = Setting[Mapping[str, tuple[int, str]]]("brushes", {}, brushes, joined=True)
"""Tool id -> the size and shape that the tool had last."""
PAINT_OVER = Setting[frozenset[int] | None]("paint_over", None, optional_ids, kept=False)
"""The classes that are painted over; None for all."""
MIRROR_LEFT_RIGHT = Setting("mirror_left_right", False, Flag(), kept=False)
MIRROR_TOP_BOTTOM = Setting("mirror_top_bottom", False, Flag(), kept=False)
INK_OPACITY = Setting("ink_opacity", 100, Whole(1, 100, unit="%"))
"""Of the pen, in percent."""
PRESSURE_SIZES = Setting("pressure_sizes", True, Flag())
"""Whether a light hand makes the lines of pen and ink eraser thinner."""
PRESSURE_FADES = Setting("pressure_fades", False, Flag())
"""Whether a light hand makes them fainter."""
STEADY_PX = Setting("steady_px", 0, Whole(0, 100, unit="px"))
"""How far the pointer pulls pen and ink eraser behind itself, in pixels of the screen."""
MOVES_INK = Setting("moves_ink", True, Flag())
"""Whether the ink and the colours on a region move along with it."""
INK_SHOWN = Setting("ink_shown", True, Flag(), kept=False)
COLOURS_SHOWN = Setting("colours_shown", True, Flag(), kept=False)
PAINT_COLOUR = Setting[tuple[int, int, int]]("paint_colour", (176, 64, 32), rgb)
"""What the colour brush lays: red, green and blue."""
RECENT_COLOURS = Setting[tuple[tuple[int, int, int], ...]]("recent_colours", (), rgb_list)
"""The colours that were chosen last, the newest first."""
FILL_EVERYWHERE = Setting("fill_everywhere", False, Flag())
"""Whether a fill takes every pixel of a class rather than one region."""
VIEW_MODE = Setting("view_mode", "side by side", one_of("side by side", "overlay", "drawing", "picture"))
OUTLINES_ONLY = Setting("outlines_only", False, Flag(), kept=False)
DIFFERENCES_SHOWN = Setting("differences_shown", False, Flag())
"""Whether it is hatched where the picture shows something else than the drawing."""
OVERLAY_OPACITY = Setting("overlay_opacity", 0.6, Number(0.0, 1.0))
LAST_FOLDER = Setting("last_folder", "", Text(), personal=True)
RECENT_FILES = Setting[tuple[str, ...]]("recent_files", (), texts, joined=True, personal=True)
"""Files that were opened or saved, the newest first."""
READ_AS = Setting[Mapping[str, str]]("read_as", {}, text_by_name, joined=True, personal=True)
"""Folder -> the rule by which its label maps are read, where the person said one."""
GALLERY_QUOTA_MB = Setting(
    "gallery_quota_mb",
    2048,
    Whole(1, 10**7, unit="MB", step=256),
    label=say("Room for the gallery"),
    group=GALLERY,
    help=say("Beyond it a notice says so; nothing is deleted by itself."),
)
MORE_SHOWN = Setting("more_shown", False, Flag())
"""Whether the picture's rarer settings are open."""
REFERENCE_SHOWN = Setting("reference_shown", True, Flag(), kept=False)
REFERENCE_OVER = Setting("reference_over", False, Flag())
"""Whether the photo to trace from lies over the drawing rather than under it."""
REFERENCE_UNDER_OPACITY = Setting("reference_under_opacity", 1.0, Number(0.0, 1.0))
REFERENCE_OVER_OPACITY = Setting("reference_over_opacity", 0.5, Number(0.0, 1.0))
EXPORT_FORMAT = Setting(
    "export_format",
    "picture-png",
    one_of("picture-png", "picture-jpeg", "picture-webp", "labels-index", "labels-colour", "ink-png", "everything-ora"),
)
"""Id of a format in `app.formats.export_formats.FORMATS`."""
EXPORT_QUALITY = Setting("export_quality", 90, Whole(1, 100))
EXPORT_LOSSLESS = Setting("export_lossless", False, Flag())
EXPORT_LARGE = Setting("export_large", False, Flag())
"""Whether an exported picture has the drawing's size rather than the one it was painted in."""
EXPORT_RECIPE = Setting("export_recipe", True, Flag())
"""Whether an exported picture carries its settings."""
TRAINING_FOLDER = Setting("training_folder", "", Text(), personal=True)
"""What modules are trained on; "" is the folder that the program made for it."""
TRAINING_BASE = Setting("training_base", "", Text())
"""Id of the base that a module is trained for; "" is the one that paints."""
TRAINING_WHAT = Setting("training_what", "labels", one_of("labels", "sketch", "colours", "joint"))
TRAINING_SIZE = Setting("training_size", "large", one_of("small", "large"))
TRAINING_FROM = Setting("training_from", "", Text())
"""Id of the module that another one begins with; "" begins with nothing."""
TRAINING_MINUTES = Setting("training_minutes", 60, Whole(1, 10**5, step=10))
TRAINING_CACHE_GB = Setting("training_cache_gb", 8, Whole(1, 10**5, unit="GB"))
TRAINING_SKIP_BAD = Setting("training_skip_bad", False, Flag())
"""Whether pictures that cannot be used are left out of a training, instead of ending it."""
TRAINING_NAME = Setting("training_name", "my-module", Text(), personal=True)
SPEED_OFFERED = Setting("speed_offered", False, Flag())
"""Whether the speed test was offered on this machine, and made or declined."""
WELCOMED = Setting("welcomed", False, Flag())
"""Whether the first stroke was made on this machine, so that the first-start line has done its work."""

_HERE = {each.id: each for each in tuple(globals().values()) if isinstance(each, Setting)}
SETTINGS: tuple[Setting[Any], ...] = tuple({**OF_REQUEST, **_HERE}.values())
"""Every setting: those of the request, and all that have a name above."""
WORK: tuple[Setting[Any], ...] = tuple(setting for setting in SETTINGS if setting.recipe)
"""What decides the picture and belongs to the drawing: saved with it, unsaved until then, and under undo. The others
are this machine's."""
RECIPE = WORK


class Settings(Store):
    """What is set, of the table above; `path` is its file, None keeps everything in memory."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(SETTINGS, path)
