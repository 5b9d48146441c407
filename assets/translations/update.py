"""Brings the catalogues in step with the sources, and compiles them for Qt.

    python assets/translations/update.py           every catalogue that is here
    python assets/translations/update.py de_DE     and a new one

New texts come in as unfinished, texts that are gone leave. Translate in Qt Linguist (`pyside6-linguist FILE.ts`), then
run this again: it compiles what is finished.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COMMAND_LINE = (
    "app/commands/generate.py",
    "app/commands/main.py",
    "app/commands/evaluate.py",
    "app/commands/trace.py",
    "app/commands/models.py",
    "app/commands/progress_bars.py",
    "app/commands/train.py",
    "app/commands/numbers.py",
    "app/commands/request_options.py",
    "app/commands/training_lines.py",
    "app/commands/training_options.py",
    "engine/evaluation",
)
"""Speaks English only."""


def sources() -> list[Path]:
    """The files whose texts the window shows, in a fixed order."""
    found = [path for room in ("app", "canvas", "engine") for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if not path.relative_to(ROOT).as_posix().startswith(COMMAND_LINE)]


def update(catalogue: Path) -> None:
    """Read the sources into a catalogue; what is translated stays."""
    options = ["-tr-function-alias", "tr+=say", "-locations", "none", "-no-obsolete", "-source-language", "en"]
    _run("pyside6-lupdate", *options, *map(str, sources()), "-ts", str(catalogue))


def compile_to(catalogue: Path, target: Path) -> None:
    """Write what Qt reads of a catalogue."""
    _run("pyside6-lrelease", "-silent", "-nounfinished", str(catalogue), "-qm", str(target))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / tool), *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    new = [HERE / f"sinopia_{language}.ts" for language in sys.argv[1:]]
    for each in sorted({*HERE.glob("*.ts"), *new}):
        update(each)
        compile_to(each, each.with_suffix(".qm"))
