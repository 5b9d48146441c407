"""The options of the command `train`. No torch."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.numbers import above_0, from_0
from canvas.words import say
from engine.errors import RequestError
from engine.training.data.numbering import Numbering, checked


def numbering_asked_for(arguments: argparse.Namespace) -> Numbering | None:
    """The numbering of the label maps that the options say; None where they say nothing. Raises RequestError."""
    if arguments.ignore is None and arguments.shift is None and arguments.ids is None:
        return None
    try:
        return checked(Numbering(frozenset(arguments.ignore or ()), arguments.shift or 0, dict(arguments.ids or ())))
    except ValueError as error:
        raise RequestError(
            say("The label maps cannot be read so: {reason}.", reason=error), say("See --ignore, --shift and --ids.")
        ) from error


def _value_and_class(text: str) -> tuple[int, int]:
    value, _, class_id = text.partition("=")
    try:
        return int(value), int(class_id)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a value and the id of its class, such as 255=1") from None


def add_training_options(train: argparse.ArgumentParser) -> None:
    """Add what every kind of training can be told."""
    train.add_argument("--base", type=Path, required=True, help="diffusers folder of the frozen base")
    train.add_argument("--data", type=Path, required=True, help="folder of NAME.jpg (+ NAME.png), or WebDataset shards")
    train.add_argument("--out", type=Path, required=True, help="folder of the module")
    train.add_argument(
        "--from",
        dest="begin_from",
        metavar="MODULE",
        help="id or folder of a module of the same base and size: begin with what it knows, not with nothing",
    )
    train.add_argument("--size", choices=("small", "large"), default="large", help="about 1 %% or 10 %% of the base")
    train.add_argument("--examples", type=above_0(int), default=400_000, help="end after so many examples …")
    train.add_argument("--minutes", type=above_0(float), default=60.0, help="… or so many minutes of training")
    train.add_argument("--batch", type=above_0(int), default=64, help="examples a step, of all processes together")
    train.add_argument("--learning-rate", type=above_0(float), default=1e-3, help="at its highest")
    train.add_argument(
        "--samples-minutes",
        type=from_0(float),
        default=2.0,
        help="paint held-out drawings so often, which does not count as training; 0 for never",
    )
    train.add_argument("--draws", type=above_0(int), default=4, help="cached noise draws a picture")
    train.add_argument("--seed", type=from_0(int), default=0, help="of the draws and the first weights")
    train.add_argument("--cache", type=Path, default=None, help="folder of the cache; None is the user's cache folder")
    train.add_argument("--cache-limit-gb", type=above_0(float), default=8.0, help="at most on this machine")
    train.add_argument(
        "--stream",
        nargs="*",
        metavar="SHARD",
        help="read shards from beginning to end and keep only a part of them in the cache: those of --data, or the "
        "ones named here, also as https://…/{0000..0099}.tar or pipe:COMMAND",
    )
    train.add_argument(
        "--uses", type=above_0(int), default=4, help="with --stream: of each noise draw, before its picture is replaced"
    )
    train.add_argument(
        "--ignore", nargs="+", type=int, metavar="VALUE", help="values in the label maps that say nothing, such as 255"
    )
    train.add_argument(
        "--shift", type=int, metavar="N", help="add N to the values in the label maps: 1 where they begin at 0"
    )
    train.add_argument(
        "--ids",
        nargs="+",
        type=_value_and_class,
        metavar="VALUE=CLASS",
        help="the class of each value in the label maps, by its id: 255=1 for a mask of one class",
    )
    train.add_argument("--skip-bad", action="store_true", help="leave out what cannot be used, instead of refusing all")
    train.add_argument("--device", default="auto", help="auto, cpu, cuda, …")
    train.add_argument(
        "--progress",
        choices=("bars", "json"),
        default="bars",
        help="json: a line an update, for another program, which may write “pause” or “keep” to stdin",
    )
