"""The parts of a request, each with its table: a new field is one row here, and nothing elsewhere.

Settings, the record in files, options of the command line, differences, suggestions of manifests and the fields of the
panel are made from these rows. No torch, no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.installed.samplers import SAMPLERS
from engine.request.kinds import Layer, Number, OptionalText, Span, Table, Text, Whole
from engine.request.rows import FIRST, MORE, Row, row, rows_of
from engine.words import say

LabelMap = NDArray[np.uint8]
"""(H, W) class ids; 0 is unlabelled."""
Ink = NDArray[np.uint8]
"""(H, W) coverage of ink strokes: 0 is paper, 255 full ink."""
Colours = NDArray[np.uint8]
"""(H, W, 4) RGBA of colour strokes; alpha is how far paint covers."""

MAX_SEED = 2**32 - 1
MOST_SIDE_PX = 8192
_CLASS, _STRENGTH = Whole(0, 255), Number(0.0, 100.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Base:
    """The frozen model that paints."""

    base: str = field(metadata=row(Text(), say("Base"), option=None, shown=FIRST))
    """Id of a registered base, or a diffusers folder."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Layers:
    """The drawing, at its own size, and what its classes are: `classes` names the ids, so that a module with another
    order of classes can be matched by name."""

    labels: LabelMap = field(metadata=row(Layer(), say("Drawing"), option=None, is_set=False))
    classes: Mapping[int, str] = field(metadata=row(Table(_CLASS, Text()), say("Classes"), option=None, is_set=False))
    """Class id -> name, as the drawing's palette has it."""
    also: Mapping[int, str] = field(
        default_factory=dict,
        metadata=row(Table(_CLASS, Text()), say("Other names of classes"), option=None, is_set=False),
    )
    """Class id -> other names of the same thing, one a line, by which a module may know it; absent means none."""
    ink: Ink | None = field(default=None, metadata=row(Layer(), say("Ink"), option=None, is_set=False))
    """Ink strokes, of the label map's size; None where there are none."""
    colours: Colours | None = field(
        default=None, metadata=row(Layer(), say("Colour strokes"), option=None, is_set=False)
    )
    """Colour strokes, of any size; None where there are none."""
    class_weights: Mapping[int, float] = field(
        default_factory=dict,
        metadata=row(Table(_CLASS, _STRENGTH, absent=1.0), say("Strengths of classes"), option=None),
    )
    """Class id -> strength of that class relative to the others, >= 0; 0 makes the class unlabelled; absent means 1."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Prompts:
    """What is said in words."""

    prompt: str = field(
        default="",
        metadata=row(
            Text(),
            say("Prompt"),
            help=say("What the picture shows"),
            shown=FIRST,
            is_suggested=True,
            is_personal=True,
        ),
    )
    negative_prompt: str = field(
        default="",
        metadata=row(
            Text(),
            say("Negative prompt"),
            help=say("Words to keep away from; they count while guidance is above 1"),
            shown=MORE,
            is_suggested=True,
            is_personal=True,
        ),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Adapters:
    """The modules that paint along, and how they act."""

    module: str | None = field(metadata=row(OptionalText(), say("Module"), option=None, shown=FIRST))
    """Id of a registered module, or its folder; None paints with the base alone."""
    strength: float = field(
        default=2.0,
        metadata=row(
            _STRENGTH,
            say("Strength"),
            help=say("How strictly the picture follows the drawing; 0 is the base alone"),
            shown=FIRST,
            usual=(0, 10),
            is_suggested=True,
        ),
    )
    """How far the modulation is applied; 0 is the base, 1 is as trained, above 1 is guidance on the drawing."""
    beside: Mapping[str, float] = field(
        default_factory=dict,
        metadata=row(Table(Text(), _STRENGTH, absent=0.0), say("Modules that paint along"), option=None, shown=FIRST),
    )
    """Modules that paint along with `module`, by id or folder, each with its own strength; their effects add up."""
    window: tuple[float, float] = field(
        default=(0.0, 1.0),
        metadata=row(
            Span(),
            say("Acts from"),
            help=say("The part of the steps in which the drawing acts: early steps lay out, late ones refine"),
            shown=MORE,
            is_suggested=True,
        ),
    )
    """Part of the steps, from 0 (noise) to 1 (picture), in which the module acts."""
    parallel: float = field(
        default=1.0,
        metadata=row(
            Number(0.0, 1.0),
            say("Saturation"),
            help=say("How much the drawing may add to the contrast and the colours of the picture; less is calmer"),
            option="saturation",
            shown=MORE,
            is_suggested=True,
        ),
    )
    """0 .. 1: the share that is kept of the modules' change along the picture predicted without them; what goes along
    it is more contrast and stronger colours. 1 keeps all of it."""
    rescale: float = field(
        default=0.0,
        metadata=row(
            Number(0.0, 1.0),
            say("Rescale"),
            help=say("Draws the contrast back to the base's where strength or guidance overdo it"),
            shown=MORE,
            is_suggested=True,
        ),
    )
    """0 .. 1: how far the modulated prediction's standard deviation is drawn back to the unmodulated one's."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sampling:
    """How the picture is found in the noise."""

    steps: int = field(
        default=20,
        metadata=row(
            Whole(1, 1000),
            say("Steps"),
            help=say("More steps: finer, slower"),
            shown=FIRST,
            usual=(1, 50),
            is_suggested=True,
            parameter="Steps",
        ),
    )
    """Of the picture that is painted from noise."""
    sampler: str = field(
        default="dpm++",
        metadata=row(
            Text(tuple((choice.id, choice.label) for choice in SAMPLERS)),
            say("Sampler"),
            shown=MORE,
            is_suggested=True,
            parameter="Sampler",
        ),
    )
    """Id of a sampler in `engine.installed.samplers.SAMPLERS`."""
    guidance: float = field(
        default=2.0,
        metadata=row(
            Number(0.0, 100.0),
            say("Guidance"),
            help=say("How strictly the picture follows the prompt; 1 and below switch it off"),
            shown=FIRST,
            usual=(0, 10),
            is_suggested=True,
            parameter="CFG scale",
        ),
    )
    """Text guidance scale; 1 and below switch it off, as in diffusers."""
    seed: int = field(
        default=0,
        metadata=row(
            Whole(0, MAX_SEED),
            say("Seed"),
            help=say("The same seed gives the same picture"),
            shown=FIRST,
            parameter="Seed",
        ),
    )
    """0 .. 2**32 - 1."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Size:
    """The size of the picture in pixels, and the stages up to it."""

    width: int = field(
        default=128,
        metadata=row(
            Whole(1, MOST_SIDE_PX), say("Width"), help=say("Of the picture, in pixels"), shown=FIRST, is_set=False
        ),
    )
    height: int = field(
        default=128,
        metadata=row(Whole(1, MOST_SIDE_PX), say("Height"), help=say("Of the picture, in pixels"), is_set=False),
    )
    first_px: int = field(
        default=0,
        metadata=row(
            Whole(0, MOST_SIDE_PX),
            say("Draft"),
            help=say("What Live paints while you draw, and what the picture is enlarged from"),
            option="first",
            shown=FIRST,
            is_suggested=True,
        ),
    )
    """Side of the square of as many pixels as the picture has that is painted from noise and then enlarged in stages
    up to its size; 0 paints at full size at once."""
    refine_steps: int = field(
        default=8,
        metadata=row(
            Whole(1, 100),
            say("Refining"),
            help=say("How many steps the enlarged picture is painted over with"),
            shown=MORE,
            usual=(1, 20),
            is_suggested=True,
        ),
    )
    """How many steps the first enlargement takes; each further one takes half of those before it, 2 at least."""
    refine_strength: float = field(
        default=0.4,
        metadata=row(
            Number(0.01, 1.0),
            say("Repaints"),
            help=say("How much of it is painted anew: more finds more detail, and strays further"),
            shown=MORE,
            is_suggested=True,
        ),
    )
    """Over 0 and up to 1: how much of the noise schedule the first enlargement paints anew."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Machine:
    """What this machine paints with. It decides no picture: no file keeps it, nothing is compared by it, and what a
    picture was painted with is told by its provenance."""

    device: str = field(
        default="auto",
        metadata=row(
            Text((("auto", say("Automatic")), ("cpu", "CPU")), is_open=True),
            say("Device"),
            help=say("What paints. Automatic takes a graphics card where there is one."),
            shown=MORE,
        ),
    )
    """auto, cpu, cuda, cuda:1, mps, xpu ..."""
    precision: str = field(
        default="auto",
        metadata=row(
            Text(
                (
                    ("auto", say("Automatic")),
                    ("float32", say("Full, 32 bits")),
                    ("bfloat16", say("Half, bfloat16")),
                    ("float16", say("Half, float16")),
                )
            ),
            say("Precision"),
            help=say("Half the bits are faster on most graphics cards, and slower on most processors."),
            shown=MORE,
        ),
    )
    """auto, float32, bfloat16 or float16."""


PARTS: tuple[type, ...] = (Base, Layers, Prompts, Adapters, Sampling, Size, Machine)
"""In the order in which they are set: a base comes before what it suggests."""
TABLES: Mapping[type, tuple[Row, ...]] = {part: rows_of(part) for part in PARTS}
ROWS: Mapping[str, Row] = {each.id: each for rows in TABLES.values() for each in rows}
"""Every row, by its id."""
OF_THE_MACHINE = frozenset(each.id for each in TABLES[Machine])
