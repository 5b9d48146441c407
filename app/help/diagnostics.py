"""What a bug report needs, as text: versions, machine, choices, settings, last errors; nothing personal. No Qt."""

from __future__ import annotations

import getpass
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from app.settings import table as s
from app.settings.setting import plain
from app.system.versions import packages, version

_TAIL_BYTES = 256 * 1024
_MOST_ERRORS = 20
_MOST_LINES = 30
"""Of one error."""
_RECORD = re.compile(r"^\d{4}-\d\d-\d\d \S+ (?P<level>[A-Z]+) ")
_ERRORS = {"WARNING", "ERROR", "CRITICAL"}
_QUOTED = re.compile(r"“[^”]*”")
_FILE_LINE = re.compile(r'File "(?P<path>[^"]+)"')
_PATH = re.compile(r"(?:[A-Za-z]:\\|\\\\|(?<![\w.>~])/)[^\s'\"“”:,;()<>]*")
_PROGRAM = Path(__file__).resolve().parents[2]


def diagnostics(settings: s.Settings, log: Path, facts: Mapping[str, str]) -> str:
    """The report. `facts` are more lines for the machine, such as the screen and what painted the last picture."""
    lines = [f"Sinopia {version()}", ""]
    lines += [f"Python {platform.python_version()} on {platform.platform()} ({platform.machine()})"]
    lines += [f"{package.name} {package.version}" for package in packages()]
    lines += ["", f"Processors: {os.cpu_count()}"]
    lines += [f"{name}: {without_persons(value)}" for name, value in facts.items()]
    changed = list(_changed(settings))
    lines += ["", "Settings that differ from the defaults:", *(changed or ["none"])]
    errors = last_errors(log)
    lines += ["", "Last warnings and errors:", *(errors or ["none"])]
    return "\n".join(lines) + "\n"


def last_errors(log: Path) -> list[str]:
    """The newest warnings and errors of the log, oldest first, without anything personal."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    found = [record for level, record in _records(lines) if level in _ERRORS]
    return [without_persons("\n".join(record[:_MOST_LINES])) for record in found[-_MOST_ERRORS:]]


def without_persons(text: str) -> str:
    """`text` without what it quotes, and without paths, the name of the user and that of the machine."""
    text = _QUOTED.sub("“…”", text)
    text = _FILE_LINE.sub(lambda found: f'File "{_place(found["path"])}"', text)
    for folder, name in _known_folders():
        text = text.replace(folder, name)
    text = _PATH.sub("<path>", text)
    for name in _names():
        text = re.sub(rf"\b{re.escape(name)}\b", "<name>", text, flags=re.IGNORECASE)
    return text


def _changed(settings: s.Settings) -> Iterator[str]:
    for setting in s.SETTINGS:
        value = settings.get(setting)
        if settings.is_set(setting) and value != setting.default:
            shown = "set" if setting.personal else without_persons(str(plain(value)))
            yield f"{setting.id} = {shown}"


def _records(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each record of the log with the lines that follow it, such as a traceback."""
    level, record = "", list[str]()
    for line in lines:
        start = _RECORD.match(line)
        if start is not None:
            if level:
                yield level, record
            level, record = start["level"], []
        record.append(line)
    if level:
        yield level, record


def _place(path: str) -> str:
    """Where code lies, within the program or its libraries."""
    for folder, name in _known_folders():
        if path.startswith(folder):
            return name + path[len(folder) :].replace("\\", "/")
    return "<path>/" + re.split(r"[/\\]", path)[-1]


def _known_folders() -> list[tuple[str, str]]:
    """Folders of code, the deepest first, and what a report calls them."""
    folders = {str(_PROGRAM): "sinopia", sys.prefix: "python", sys.base_prefix: "python"}
    return sorted(folders.items(), key=lambda folder: -len(folder[0]))


def _names() -> list[str]:
    """Names of the person and the machine that may turn up in text; very short ones would hit other words."""
    names = {Path.home().name, platform.node(), platform.node().partition(".")[0]}
    with suppress(OSError, KeyError, ImportError):
        names.add(getpass.getuser())
    return sorted((name for name in names if len(name) > 2), key=len, reverse=True)
