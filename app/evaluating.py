"""The command `evaluate`: one module against its maps, or a whole study from a protocol file."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from app import resources
from engine.errors import RequestError
from engine.registry import SAMPLERS, Registry

_JUDGE = resources.ASSETS / "evaluation" / "judge.onnx"
_OF_MODULE = ("module", "base", "pictures", "first", "strengths", "window", "rescale", "steps", "sampler", "device")
"""Options of the evaluation of one module; a protocol file says all this itself."""


def add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options."""
    evaluate = commands.add_parser(
        "evaluate",
        help="measure how well pictures follow their label maps, and how real they look",
        description="Without PROTOCOL.toml: one module over strength. With it: a study that trains several ways of "
        "control and compares them, within a time; the same command goes on with an interrupted one.",
    )
    evaluate.add_argument("protocol", type=Path, nargs="?", metavar="PROTOCOL.toml", help="a study; needs no module")
    evaluate.add_argument("--data", type=Path, help="pictures with label maps; a protocol file may name them, too")
    evaluate.add_argument("--judge", type=Path, default=_JUDGE, help="segmenter (default: the built-in one)")
    evaluate.add_argument("--out", type=Path, help="folder of what is found (default: evaluation, or the file's name)")
    evaluate.add_argument("--minutes", type=float, help="time for the whole study (default: the file's)")
    module = evaluate.add_argument_group("one module")
    module.add_argument("--module", help="id or folder of the module (default: pocket-labels)")
    module.add_argument("--base", help="id or folder of the base (default: the one the module was trained on)")
    module.add_argument("--pictures", type=int, help="how many test maps (default: 96)")
    module.add_argument(
        "--first", action="store_true", default=None, help="the first test maps, not ones spread over the whole split"
    )
    module.add_argument("--strengths", type=float, nargs="+", help="(default: 1, the module's own, and 4)")
    module.add_argument("--window", type=float, nargs=2, help="(default: the module's own)")
    module.add_argument("--rescale", type=float, help="(default: the module's own)")
    module.add_argument("--steps", type=int, help="sampling steps (default: 20)")
    module.add_argument("--sampler", choices=[choice.id for choice in SAMPLERS], help="by name (default: dpm++)")
    module.add_argument("--device", help="auto, cpu, cuda, … (default: auto)")
    evaluate.set_defaults(command=_evaluate)


def _evaluate(arguments: argparse.Namespace) -> int:
    if arguments.protocol is None:
        return _evaluate_module(arguments)
    foreign = [name for name in _OF_MODULE if getattr(arguments, name) is not None]
    if foreign:
        raise RequestError(
            f"--{foreign[0]} is for the evaluation of one module.", f"Say it in {arguments.protocol.name} instead."
        )
    return _run_study(arguments)


def _evaluate_module(arguments: argparse.Namespace) -> int:
    from app.terminal import stages_on_terminal
    from engine.evaluation.protocol import LabelEvaluation, arm_table, evaluate_labels

    if arguments.data is None:
        raise RequestError("There is nothing to evaluate on.", "Name pictures with label maps with --data.")
    registry = _registry()
    module = registry.module(arguments.module or "pocket-labels")
    default = float(module.defaults.get("strength", 2.0))
    names = ("pictures", "steps", "sampler", "device")
    given = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    evaluation = LabelEvaluation(
        base=registry.base(arguments.base or module.base).path,
        module=module.path,
        data=arguments.data,
        judge=arguments.judge,
        spread=not arguments.first,
        strengths=tuple(arguments.strengths or sorted({1.0, default, 4.0})),
        window=tuple(arguments.window or module.defaults.get("window", (0.0, 1.0))),
        rescale=module.defaults.get("rescale", 0.0) if arguments.rescale is None else arguments.rescale,
        **given,
    )
    out = arguments.out or Path("evaluation")
    with stages_on_terminal() as stage:
        arms = evaluate_labels(evaluation, out, stage)
    print(arm_table(arms))
    print(f"Contact sheet and figures are in {out}")
    return 0


def _run_study(arguments: argparse.Namespace) -> int:
    from app.terminal import study_on_terminal
    from engine.evaluation.judge import Judge
    from engine.evaluation.protocol_file import read_protocol
    from engine.evaluation.study import Study

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
