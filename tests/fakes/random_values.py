"""Random values for settings, of the kind that each setting reads."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.settings import table as s
from app.settings.kinds import Flag, Number, OneOf, Text, Whole
from canvas.palette import Palette
from canvas.tools import TOOLS
from tests.fakes.fake_runner import FakeRegistry

_TEXTS = ("", "a meadow", "sunset, fog", "Wiese im Nebel – 草地 🌾", "x" * 2000, "line\nbreak", "(((((", "\\ % {a} {0}")
_MOST_STEPS = 12
_MOST_SIDE = 256


def value_for(setting: s.Setting[Any], palette: Palette, rng: np.random.Generator) -> Any:
    """A value that the person could give this setting, or None for a setting that nobody sets by hand."""

    def one_of(values: Any) -> Any:
        values = list(values)
        return values[int(rng.integers(len(values)))]

    def some_ids() -> frozenset[int]:
        return frozenset(int(each) for each in rng.choice(palette.ids, int(rng.integers(0, 5))))

    registry = FakeRegistry()
    own = {
        s.BASE.id: lambda: one_of(info.id for info in registry.bases()),
        s.MODULE.id: lambda: one_of(["", *(info.id for info in registry.modules())]),
        s.TOOL.id: lambda: one_of(TOOLS),
        s.PROMPT.id: lambda: one_of(_TEXTS),
        s.NEGATIVE_PROMPT.id: lambda: one_of(_TEXTS),
        s.SIZE_PX.id: lambda: int(rng.integers(16, _MOST_SIDE)),
        s.FIRST_PX.id: lambda: int(rng.integers(0, _MOST_SIDE)),
        s.EXACT_SIZE.id: lambda: None,
        s.SIZE_STEP_PX.id: lambda: None,
        s.STEPS.id: lambda: int(rng.integers(1, _MOST_STEPS)),
        s.WINDOW.id: lambda: tuple(sorted(rng.random(2).tolist())),
        s.CLASS_WEIGHTS.id: lambda: {key: float(rng.uniform(0, 2)) for key in some_ids()},
        s.HIDDEN_CLASSES.id: some_ids,
        s.PAINT_OVER.id: lambda: one_of((None, some_ids())) or None,
        s.CURRENT_CLASS.id: lambda: one_of(palette.ids),
        s.UNDO_BUDGET_MB.id: lambda: None,
    }
    if setting.id in own:
        return own[setting.id]()
    kind = setting.read
    if isinstance(kind, Flag):
        return bool(rng.random() < 0.5)
    if isinstance(kind, Whole):
        return int(rng.integers(kind.low, min(kind.high, kind.low + 300) + 1))
    if isinstance(kind, Number):
        return float(rng.uniform(kind.low, kind.high))
    if isinstance(kind, (OneOf, Text)) and kind.offers:
        return one_of(each for each, _ in kind.offers)
    return None
