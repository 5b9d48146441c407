"""The command `train`: a module that hears one layer, or several. SIGTERM ends it as Ctrl+C does."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from app.commands.training_options import add_training_options, numbering_asked_for
from app.system import resources
from engine.errors import EngineError, TrainingPaused
from engine.installed.registry import MODALITIES, Registry
from engine.words import to_record

if TYPE_CHECKING:
    from engine.training.plan import ModuleTraining, Wish
    from engine.training.processes import Processes

PAUSED = 130
"""Exit code of a training that goes on from its checkpoint when it is started again."""

_WithDefaults = argparse.ArgumentDefaultsHelpFormatter


def add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command, with a word for every modality, and its options."""
    train = commands.add_parser("train", help="train a module for a base").add_subparsers(required=True, metavar="WHAT")
    for choice in MODALITIES:
        one = train.add_parser(choice.id, help=f"a module that hears {choice.layer}", formatter_class=_WithDefaults)
        one.set_defaults(modalities=[choice.id], command=_train)
        add_training_options(one)
    joint = train.add_parser("joint", help="a module that hears several layers", formatter_class=_WithDefaults)
    joint.add_argument(
        "--modalities",
        nargs="+",
        choices=[choice.id for choice in MODALITIES],
        default=["labels", "sketch"],
        help="what it hears; the strength of the earlier one counts where several are painted",
    )
    joint.set_defaults(command=_train)
    add_training_options(joint)


def _train(arguments: argparse.Namespace) -> int:
    from engine.training.plan import ModuleTraining, TrainingOptions
    from engine.training.processes import joined

    training = ModuleTraining(
        base=arguments.base,
        data=arguments.data,
        out=arguments.out,
        modalities=tuple(dict.fromkeys(arguments.modalities)),
        cache_dir=arguments.cache or resources.cache_folder() / "base-outputs",
        size=arguments.size,
        draws=arguments.draws,
        cache_limit_gb=arguments.cache_limit_gb,
        stream=None if arguments.stream is None else tuple(arguments.stream),
        uses=arguments.uses,
        numbering=numbering_asked_for(arguments),
        skip_bad=arguments.skip_bad,
        device=arguments.device,
        samples_minutes=arguments.samples_minutes,
        begin_from=None if arguments.begin_from is None else _module_folder(arguments.begin_from),
        options=TrainingOptions(
            examples=arguments.examples,
            minutes=arguments.minutes,
            batch=arguments.batch,
            learning_rate=arguments.learning_rate,
            seed=arguments.seed,
        ),
    )
    with joined(arguments.device) as processes:
        if not processes.is_main:
            return _joining(training, processes)
        return _followed(training, processes) if arguments.progress == "json" else _watched(training, processes)


def _module_folder(name: str) -> Path:
    path = Path(name)
    if path.is_absolute():
        return path  # it may be gone once a checkpoint holds what it knew
    registry = Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    return registry.module(name).path


def _watched(training: ModuleTraining, processes: Processes) -> int:
    from app.commands.progress_bars import training_on_terminal
    from engine.training.card import gain_table
    from engine.training.module import train_module

    with training_on_terminal() as report, _interrupted(processes) as wish:
        try:
            figures = train_module(training, report, wish, processes)
        except TrainingPaused:
            raise KeyboardInterrupt from None
    print(gain_table(figures["held_out"]))
    print(f"The module is in {training.out}")
    return 0


def _followed(training: ModuleTraining, processes: Processes) -> int:
    from app.commands.training_lines import Wishes, lines_to, step_back, write_line
    from engine.training.module import train_module

    step_back()
    wishes = Wishes(sys.stdin)
    try:
        with _interrupted(processes) as wish:
            figures = train_module(training, lines_to(sys.stdout), lambda: wish() or wishes(), processes)
    except EngineError as error:
        words = [to_record(error.text), to_record(error.hint)]
        write_line(sys.stdout, {"error": str(error), "hint": str(error.hint), "words": words})
        return 1
    except TrainingPaused:
        write_line(sys.stdout, {"paused": True})
        return PAUSED
    write_line(sys.stdout, {"finished": figures})
    return 0


def _joining(training: ModuleTraining, processes: Processes) -> int:
    """Works for the main process, which alone tells how it goes."""
    from engine.training.module import train_module
    from engine.training.plan import SILENT

    try:
        with _interrupted(processes) as wish:
            report = replace(SILENT, say=lambda text: print(text, file=sys.stderr))
            train_module(training, report, wish, processes)
    except EngineError:
        return 1
    except TrainingPaused:
        return PAUSED
    return 0


@contextmanager
def _interrupted(processes: Processes) -> Iterator[Callable[[], Wish | None]]:
    """A checkpoint is written and the process ends, whichever way it is asked to.

    A process that is alone is interrupted at once. Of several none may leave the others waiting: the first signal is a
    wish, which all of them follow at the same step.
    """
    wished: list[Wish] = []

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        if processes.count == 1 or wished:
            raise KeyboardInterrupt
        wished.append("pause")

    before: Any = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: wished[0] if wished else None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
