"""`evaluate`: how well pictures follow their drawings, and how real they look: modules side by side, over strength."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from engine.adapters.modulation.modulation import Modulation
from engine.adapters.modulation.network import ModulationNetwork, load_network
from engine.bases.base import BaseModel
from engine.bases.device import choose_device, choose_precision
from engine.bases.opening import open_base
from engine.errors import RequestError
from engine.evaluation.measure.judged import Segmenter
from engine.evaluation.measure.seen import Seen, figures
from engine.evaluation.modules.bench import Bench, Stage
from engine.evaluation.modules.comparing import Tried, compared
from engine.evaluation.modules.drawings import check_classes, hear
from engine.evaluation.modules.module_table import Arm, ModuleTable, strength_text
from engine.evaluation.protocol.plans import PicturePlan
from engine.installed.registry import MODALITIES
from engine.training.data.dataset import PictureSet

_BATCH = 32


@dataclass(frozen=True, kw_only=True)
class Part:
    """A module, alone or in a sum. Window, parallel and rescale are as in `Modulation`."""

    name: str
    folder: Path
    window: tuple[float, float] = (0.0, 1.0)
    parallel: float = 1.0
    rescale: float = 0.0

    def acting(self, heard: Modulation, strength: float) -> Modulation:
        """What was heard, at work as this part says."""
        return replace(heard, strength=strength, window=self.window, parallel=self.parallel, rescale=self.rescale)


@dataclass(frozen=True, kw_only=True)
class Contender:
    """A module, or the sum of several from one pass of the base; each of `strengths` holds one for each part."""

    parts: tuple[Part, ...]
    strengths: tuple[tuple[float, ...], ...]

    @property
    def name(self) -> str:
        """As it was asked for."""
        return "+".join(part.name for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class ModuleEvaluation:
    """Everything that decides an evaluation. Noise is seeded by the picture's place among the conditions, the same
    for every arm; the text is empty."""

    base: Path
    contenders: tuple[Contender, ...]
    data: Path
    drawings: tuple[tuple[str, ...], ...] = ()
    """Which modalities are drawn, one set after the other; empty means all that each contender hears."""
    pictures: int = 96
    """How many test pictures."""
    spread: bool = True
    """Take them evenly from the whole test split; else the first ones, which in sorted data are of one kind."""
    sampler: str = "dpm++"
    steps: int = 20
    device: str = "auto"


def evaluate_modules(evaluation: ModuleEvaluation, judge: Segmenter, out: Path, on_progress: Stage) -> ModuleTable:
    """Run all arms; write `contact-sheet.png`, `table.md` and `figures.json` into `out`. Returns the table.

    Raises RequestError if a contender hears nothing of what is drawn, WeightsError, ModuleMismatchError, DataError.
    """
    device = choose_device(evaluation.device)
    base = open_base(evaluation.base, device, choose_precision("auto", device))
    data = PictureSet(evaluation.data, base.native_size, "test")
    networks = _loaded(evaluation.contenders, base, data)
    given = [drawings_of(one, networks, evaluation.drawings) for one in evaluation.contenders]
    drawn = _ordered({name for sets in given for names in sets for name in names})
    plan = PicturePlan(maps=evaluation.pictures, sampler=evaluation.sampler, steps=evaluation.steps, batch=_BATCH)
    bench = Bench(base, judge, data, drawn, plan, on_progress, spread=evaluation.spread)

    def arm(name: str, seen: Seen, **more: Any) -> Tried:
        return Tried(Arm(name=name, figures=figures(seen, bench.metrics), **more), seen)

    floor = arm("base alone (floor)", bench.paint("base alone"))
    tried: list[Tried] = []
    for contender, sets in zip(evaluation.contenders, given, strict=True):
        for names in sets:
            drawings = {name: bench.drawings[name] for name in names}
            heard = [hear(networks[part.folder], base, drawings, _BATCH) for part in contender.parts]
            for strengths in contender.strengths:
                name = _name(evaluation, contender, names, strengths)
                acting = [
                    [part.acting(one, strength) for one in batches]
                    for part, batches, strength in zip(contender.parts, heard, strengths, strict=True)
                ]
                seen = bench.paint(name, acting)
                tried.append(arm(name, seen, module=contender.name, drawings=names, strengths=strengths))
    ceiling = arm("real photographs (ceiling)", bench.photographs)
    arms = tuple(one.arm for one in (floor, *tried, ceiling))
    table = ModuleTable(bench.metrics, arms, compared(floor, tried, ceiling, bench.metrics))
    out.mkdir(parents=True, exist_ok=True)
    bench.sheet().save(out / "contact-sheet.png")
    table.write(out, asdict(evaluation))
    return table


def drawings_of(
    contender: Contender, networks: dict[Path, ModulationNetwork], wanted: Sequence[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """What the contender is given, one set after the other: of what is wanted, the part that it hears, if that leaves
    nobody in a sum without anything; the same set once. Raises RequestError if nothing is left."""
    hears = [{one.id for one in networks[part.folder].modalities} for part in contender.parts]
    all_heard = set().union(*hears)
    sets: list[tuple[str, ...]] = []
    for names in wanted or [tuple(all_heard)]:
        given = _ordered(all_heard.intersection(names))
        if given not in sets and all(one.intersection(given) for one in hears):
            sets.append(given)
    if not sets:
        raise RequestError(
            f"{contender.name} cannot be evaluated with these drawings.",
            f"It hears {', '.join(_ordered(all_heard))}; name what each of its modules hears with --draw.",
        )
    return sets


def _loaded(contenders: Sequence[Contender], base: BaseModel, data: PictureSet) -> dict[Path, ModulationNetwork]:
    networks: dict[Path, ModulationNetwork] = {}
    for part in (part for contender in contenders for part in contender.parts):
        if part.folder not in networks:
            networks[part.folder] = load_network(part.folder, base)
            check_classes(part.name, networks[part.folder], data)
    return networks


def _name(
    evaluation: ModuleEvaluation, contender: Contender, drawings: tuple[str, ...], strengths: tuple[float, ...]
) -> str:
    """What tells the arm from the others."""
    words = [contender.name] if len(evaluation.contenders) > 1 else []
    words += [" + ".join(drawings)] if len(evaluation.drawings) > 1 else []
    return ", ".join([*words, f"strength {strength_text(strengths)}"])


def _ordered(names: set[str]) -> tuple[str, ...]:
    return tuple(choice.id for choice in MODALITIES if choice.id in names)
