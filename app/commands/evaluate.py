"""The command `evaluate`: finished modules against their drawings, or a whole study from a protocol file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.numbers import above_0, from_0, within
from app.system import resources
from engine.errors import RequestError
from engine.installed.registry import MODALITIES, SAMPLERS, ModuleInfo, Registry

if TYPE_CHECKING:
    from engine.evaluation.modules.evaluate import Contender

_JUDGE = resources.ASSETS / "evaluation" / "judge.onnx"
_OF_MODULES = (
    "module",
    "draw",
    "base",
    "pictures",
    "first",
    "strengths",
    "window",
    "parallel",
    "rescale",
    "steps",
    "sampler",
    "device",
)
"""Options of the evaluation of modules; a protocol file says all this itself."""

_Modules = list[tuple[str, ModuleInfo]]
"""A module or the parts of a sum, each with what it is called."""


def add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options."""
    evaluate = commands.add_parser(
        "evaluate",
        help="measure how well pictures follow their drawings, and how real they look",
        description="Without PROTOCOL.toml: modules side by side, over strength. With it: a study that trains several "
        "ways of control and compares them, within a time; the same command goes on with an interrupted one.",
    )
    evaluate.add_argument("protocol", type=Path, nargs="?", metavar="PROTOCOL.toml", help="a study; needs no module")
    evaluate.add_argument("--data", type=Path, help="pictures with label maps; a protocol file may name them, too")
    evaluate.add_argument("--judge", type=Path, default=_JUDGE, help="segmenter (default: the built-in one)")
    evaluate.add_argument("--out", type=Path, help="folder of what is found (default: evaluation, or the file's name)")
    evaluate.add_argument("--minutes", type=from_0(float), help="time for the whole study (default: the file's)")
    module = evaluate.add_argument_group("modules")
    module.add_argument(
        "--module",
        nargs="+",
        action="extend",
        help="ids or folders of modules; A+B is the sum of two, from one pass of the base (default: pocket-labels)",
    )
    module.add_argument(
        "--draw",
        nargs="+",
        action="append",
        choices=[choice.id for choice in MODALITIES],
        help="what is drawn of every picture; give it again for another set of drawings (default: all a module hears)",
    )
    module.add_argument("--base", help="id or folder of the base (default: the one the first module was trained on)")
    module.add_argument("--pictures", type=above_0(int), help="how many test pictures (default: 96)")
    module.add_argument(
        "--first", action="store_true", default=None, help="the first test pictures, not ones spread over the split"
    )
    module.add_argument(
        "--strengths",
        type=_strengths,
        nargs="+",
        metavar="STRENGTH",
        help="one for every module and each part of a sum alike, or 5+2 for the parts of sums alone "
        "(default: 1, the module's own, and 4; of a sum, the parts' own)",
    )
    module.add_argument("--window", type=within(float, 0, 1), nargs=2, help="(default: each module's own)")
    module.add_argument("--saturation", dest="parallel", type=within(float, 0, 1), help="(default: each module's own)")
    module.add_argument("--rescale", type=within(float, 0, 1), help="(default: each module's own)")
    module.add_argument("--steps", type=above_0(int), help="sampling steps (default: 20)")
    module.add_argument("--sampler", choices=[choice.id for choice in SAMPLERS], help="by name (default: dpm++)")
    module.add_argument("--device", help="auto, cpu, cuda, … (default: auto)")
    evaluate.set_defaults(command=_evaluate)


def _evaluate(arguments: argparse.Namespace) -> int:
    if arguments.protocol is None:
        return _evaluate_modules(arguments)
    foreign = [name for name in _OF_MODULES if getattr(arguments, name) is not None]
    if foreign:
        raise RequestError(
            f"--{foreign[0]} is for the evaluation of modules.", f"Say it in {arguments.protocol.name} instead."
        )
    return _run_study(arguments)


def _evaluate_modules(arguments: argparse.Namespace) -> int:
    from app.commands.progress_bars import stages_on_terminal
    from engine.evaluation.measure.judge import Judge
    from engine.evaluation.modules.evaluate import ModuleEvaluation, evaluate_modules

    if arguments.data is None:
        raise RequestError("There is nothing to evaluate on.", "Name pictures with label maps with --data.")
    registry = _registry()
    asked = list(dict.fromkeys(arguments.module or ["pocket-labels"]))
    modules = _named([[(name, registry.module(name)) for name in _parts(text)] for text in asked])
    names = ("pictures", "steps", "sampler", "device")
    given = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    evaluation = ModuleEvaluation(
        base=registry.base(arguments.base or modules[0][0][1].base).path,
        contenders=tuple(_contender(parts, arguments) for parts in modules),
        data=arguments.data,
        drawings=tuple(tuple(names) for names in arguments.draw or ()),
        spread=not arguments.first,
        **given,
    )
    out = arguments.out or Path("evaluation")
    with stages_on_terminal() as stage:
        table = evaluate_modules(evaluation, Judge(arguments.judge), out, stage)
    print(table.text())
    print(f"Contact sheet and figures are in {out}")
    return 0


def _contender(modules: _Modules, arguments: argparse.Namespace) -> Contender:
    """A module or a sum, with the strengths that are meant for it."""
    from engine.evaluation.modules.evaluate import Contender, Part

    count = len(modules)
    own = tuple(float(info.defaults.get("strength", 2.0)) for _, info in modules)
    meant = [each * count if len(each) == 1 else each for each in arguments.strengths or ()]
    strengths = dict.fromkeys(each for each in meant if len(each) == count)
    default = [own] if count > 1 else [(one,) for one in sorted({1.0, *own, 4.0})]
    return Contender(
        parts=tuple(
            Part(
                name=name,
                folder=info.path,
                window=tuple(arguments.window or info.defaults.get("window", (0.0, 1.0))),
                parallel=info.defaults.get("parallel", 1.0) if arguments.parallel is None else arguments.parallel,
                rescale=info.defaults.get("rescale", 0.0) if arguments.rescale is None else arguments.rescale,
            )
            for name, info in modules
        ),
        strengths=tuple(strengths or default),
    )


def _named(modules: Sequence[_Modules]) -> list[_Modules]:
    """Modules by their ids; those of different folders that share one by what the person calls them."""
    folders: dict[str, set[Path]] = {}
    for _, info in (each for parts in modules for each in parts):
        folders.setdefault(info.id, set()).add(info.path.resolve())
    return [[(info.id if len(folders[info.id]) == 1 else name, info) for name, info in parts] for parts in modules]


def _parts(text: str) -> list[str]:
    """The modules of a sum; a folder may have a + in its name."""
    return [text] if Path(text).is_dir() else text.split("+")


def _strengths(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(each) for each in text.split("+"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is neither a strength nor a sum's, such as 5+2") from error


def _run_study(arguments: argparse.Namespace) -> int:
    from app.commands.progress_bars import study_on_terminal
    from engine.evaluation.measure.judge import Judge
    from engine.evaluation.protocol.file import read_protocol
    from engine.evaluation.study.study import Study

    protocol = read_protocol(arguments.protocol)
    if arguments.minutes is not None:
        if not arguments.minutes > 0:
            raise RequestError("A study needs more than 0 minutes.", "Raise --minutes, or leave it to the file.")
        protocol = replace(protocol, minutes=arguments.minutes)
    data = arguments.data or protocol.data.folder
    if data is None:
        raise RequestError(f"{arguments.protocol.name} names no data.", "Name pictures with label maps with --data.")
    base = _registry().base(protocol.base).path
    out = arguments.out or Path(arguments.protocol.stem)
    with study_on_terminal() as reporter:
        study = Study(protocol, base, data, Judge(arguments.judge), out, reporter)
        try:
            study.run()
        finally:
            study.report()
    print(f"The report is {out / 'report.md'}")
    return 0


def _registry() -> Registry:
    return Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
