"""The subcommands: thin, over the same engine calls as the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from canvas.errors import CanvasError
from engine.errors import EngineError


def main(argv: Sequence[str]) -> int:
    """Run one subcommand; returns the exit code: 0, 1 after an error (one sentence on stderr), 2 for wrong usage."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except (EngineError, CanvasError) as error:
        print(error, file=sys.stderr)
        if error.hint:
            print(error.hint, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept; the same command goes on from there.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="Sinopia without a window.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_train(commands)
    return parser


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    train = commands.add_parser("train", help="train a module for a base").add_subparsers(required=True, metavar="WHAT")
    labels = train.add_parser("labels", help="a label module", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    labels.add_argument("--base", type=Path, required=True, help="diffusers folder of the frozen base")
    labels.add_argument("--data", type=Path, required=True, help="folder of NAME.jpg + NAME.png, or WebDataset shards")
    labels.add_argument("--out", type=Path, required=True, help="folder of the module")
    labels.add_argument("--size", choices=("small", "large"), default="large", help="about 1 %% or 10 %% of the base")
    labels.add_argument("--examples", type=int, default=400_000, help="end after so many examples …")
    labels.add_argument("--minutes", type=float, default=60.0, help="… or so many minutes of training")
    labels.add_argument("--batch", type=int, default=64, help="examples a step")
    labels.add_argument("--learning-rate", type=float, default=1e-3, help="at its highest")
    labels.add_argument("--draws", type=int, default=4, help="cached noise draws a picture")
    labels.add_argument("--seed", type=int, default=0, help="of the draws and the first weights")
    labels.add_argument("--cache", type=Path, default=None, help="folder of the cache; None is the user's cache folder")
    labels.add_argument("--cache-limit-gb", type=float, default=8.0, help="refuse a larger cache")
    labels.add_argument("--device", default="auto", help="auto, cpu, cuda, …")
    labels.set_defaults(command=_train_labels)


def _train_labels(arguments: argparse.Namespace) -> int:
    from app.resources import cache_folder
    from app.training_report import report_on_terminal
    from engine.training.card import gain_table
    from engine.training.labels import LabelTraining, train_labels
    from engine.training.trainer import TrainingOptions

    training = LabelTraining(
        base=arguments.base,
        data=arguments.data,
        out=arguments.out,
        cache_dir=arguments.cache or cache_folder() / "base-outputs",
        size=arguments.size,
        draws=arguments.draws,
        cache_limit_gb=arguments.cache_limit_gb,
        device=arguments.device,
        options=TrainingOptions(
            examples=arguments.examples,
            minutes=arguments.minutes,
            batch=arguments.batch,
            learning_rate=arguments.learning_rate,
            seed=arguments.seed,
        ),
    )
    with report_on_terminal() as report:
        figures = train_labels(training, report)
    print(gain_table(figures["held_out"]))
    print(f"The module is in {arguments.out}")
    return 0
