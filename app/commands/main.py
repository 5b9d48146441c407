"""The subcommands: thin, over the same engine calls as the window."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.evaluate import add_evaluate
from app.commands.models import add_models
from app.commands.numbers import whole
from app.commands.request_options import add_request_options, given
from app.commands.trace import add_from_photos
from app.commands.train import add_train
from app.system import resources
from canvas.errors import CanvasError
from canvas.label_maps.rule import WORDS
from engine.errors import EngineError
from engine.installed.registry import Registry

if TYPE_CHECKING:
    from app.commands.generate import Overrides


def main(argv: Sequence[str]) -> int:
    """Run one subcommand; returns the exit code: 0, 1 after an error (one sentence on stderr), 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files that are no UTF-8
    arguments = parser().parse_args(argv)
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


def parser() -> argparse.ArgumentParser:
    """What reads the command line."""
    made = argparse.ArgumentParser(prog="main.py", description="Sinopia without a window.")
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    _add_generate(commands)
    add_train(commands)
    add_from_photos(commands)
    add_evaluate(commands)
    add_models(commands)
    return made


def _add_generate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    generate = commands.add_parser("generate", help="paint drawings: index PNGs, saved pictures, projects, or a folder")
    generate.add_argument(
        "drawing", type=Path, metavar="DRAWING.png", help="index PNG, saved picture, project (.ora), or a folder"
    )
    generate.add_argument(
        "-o",
        "--out",
        type=Path,
        required=True,
        metavar="OUT.png",
        help="picture: .png, which also holds its drawing, .jpg or .webp; or a folder",
    )
    generate.add_argument("--base", help="id or folder of the base")
    generate.add_argument("--module", help="id or folder of the module; “none” paints with the base alone")
    add_request_options(generate)
    generate.add_argument(
        "--beside", action="append", default=[], metavar="ID[=STRENGTH]", help="a module that paints along; repeatable"
    )
    generate.add_argument(
        "--size", type=whole(1, 8192), metavar="PX", help="as many pixels as a square of this side has"
    )
    generate.add_argument("--draft", action="store_true", help="paint the small picture that Live paints")
    generate.add_argument(
        "--class-strength", action="append", default=[], metavar="NAME=VALUE", help="strength of one class; repeatable"
    )
    generate.add_argument(
        "--read-as", metavar="WAY", help=f"how label maps are read that leave it open: {', '.join(WORDS)}"
    )
    generate.set_defaults(command=_generate)


def overrides_of(arguments: argparse.Namespace) -> Overrides:
    """What the options of `generate` set. Raises EngineError."""
    from app.commands.generate import Overrides

    return Overrides(
        base=arguments.base,
        module=arguments.module,
        beside=dict(_module_value(text) for text in arguments.beside),
        values=given(arguments),
        class_weights=dict(_named_value(text) for text in arguments.class_strength),
        size_px=arguments.size,
        is_draft=arguments.draft,
        read_as=arguments.read_as,
    )


def _generate(arguments: argparse.Namespace) -> int:
    from app.commands.generate import one_a_picture, paint_all
    from app.commands.progress_bars import pictures_on_terminal
    from app.commands.targets import drawings_in

    overrides = overrides_of(arguments)
    targets = drawings_in(arguments.drawing, arguments.out)
    registry = _registry()
    pairs = one_a_picture(targets.pairs, registry, overrides)
    try:
        with pictures_on_terminal(len(pairs), "drawing") as progress:

            def on_step(drawing: Path, step: int, steps: int) -> None:
                progress.step(f"{drawing.name}, step {step} of {steps}", step / steps)

            for drawing, finished in paint_all(pairs, registry, overrides, on_step):
                progress.done(drawing.name, failed=finished is None)
                if finished is not None:
                    request = finished.request
                    for note in (*finished.notes, *_unknown(request.prompt, registry.base(request.base).words)):
                        progress.say(note)
    finally:
        for remark in targets.remarks:
            print(remark, file=sys.stderr)
    return 0


def _unknown(prompt: str, words: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A sentence on the words of a prompt that say nothing to a base that lists its words; none where all do."""
    from engine.installed.known_words import unknown_words

    unknown = unknown_words(prompt, words)
    return [f"The base does not know: {', '.join(unknown)}."] if unknown else []


def _module_value(text: str) -> tuple[str, float | None]:
    name, _, value = text.rpartition("=")
    if not name:
        return text, None
    try:
        return name, float(value)
    except ValueError:
        raise EngineError(
            f"“{text}” is not a module.", "Write it as ID or ID=STRENGTH, such as pocket-sketch=5."
        ) from None


def _named_value(text: str) -> tuple[str, float]:
    name, _, value = text.rpartition("=")
    try:
        return name, float(value)
    except ValueError:
        raise EngineError(f"“{text}” is not a class strength.", "Write it as NAME=VALUE, such as sky=0.5.") from None


def _registry() -> Registry:
    return Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
