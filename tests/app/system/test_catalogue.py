"""The catalogues say all that the window says, and the sources give nothing to say that a catalogue cannot have."""

from __future__ import annotations

import ast
import re
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

ROOT = Path(__file__).resolve().parents[3]
CATALOGUES = sorted((ROOT / "assets" / "translations").glob("*.ts"))
COMMAND_LINE = (
    "app/commands/generate.py",
    "app/commands/main.py",
    "app/commands/evaluate.py",
    "app/formats/folder.py",
    "app/commands/trace.py",
    "app/commands/targets.py",
    "app/commands/progress_bars.py",
    "app/commands/train.py",
    "app/commands/numbers.py",
    "app/commands/request_options.py",
    "app/commands/training_options.py",
    "engine/evaluation/",
)
"""What speaks English only."""
SOURCES = [
    path
    for room in ("app", "canvas", "engine")
    for path in sorted((ROOT / room).rglob("*.py"))
    if not path.relative_to(ROOT).as_posix().startswith(COMMAND_LINE)
]
SHOWN_BY = {
    "addAction",
    "addMenu",
    "addRow",
    "addTab",
    "setAccessibleName",
    "setLabelText",
    "setPlaceholderText",
    "setPrefix",
    "setStatusTip",
    "setText",
    "setTitle",
    "setToolTip",
    "setWindowTitle",
    "QAction",
    "QCheckBox",
    "QDockWidget",
    "QGroupBox",
    "QLabel",
    "QMenu",
    "QPushButton",
    "QRadioButton",
    "QToolBar",
}
"""Calls of Qt whose text the person reads."""
SAID_BY = {"Failed", "Loading", "Menu", "Notice", "Progress"}
"""Calls of ours whose text the person reads, beside the errors."""
BUILT_IN = {
    "FloatingPointError",
    "ReadError",
    "KeyError",
    "NotImplementedError",
    "OSError",
    "RuntimeError",
    "TypeError",
    "ValueError",
}
WORDS = re.compile(r"[^\W\d_]{2}")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr, node


def plain(node: ast.expr) -> str:
    """The words that stand in an expression itself."""
    if isinstance(node, ast.IfExp):
        return plain(node.body) + plain(node.orelse)
    if isinstance(node, ast.BinOp):
        return plain(node.left) + plain(node.right)
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return " ".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def messages(catalogue: Path) -> dict[str, ElementTree.Element]:
    root = ElementTree.parse(catalogue).getroot()
    return {message.findtext("source", ""): message.find("translation") for message in root.iter("message")}  # type: ignore[misc]


def holes(text: str) -> set[tuple[str, str]]:
    """Name and format of each {hole}; a moment may be written in another order elsewhere."""
    found = {(hole, spec or "") for _, hole, spec, _ in string.Formatter().parse(text) if hole is not None}
    return {(hole, "" if "%" in spec else spec) for hole, spec in found}


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_templates_are_written_out_where_they_are_said(path: Path) -> None:
    for called, call in calls(path):
        if called in ("say", "tr") and isinstance(call.func, ast.Name):
            template = call.args[0]
            is_literal = isinstance(template, ast.Constant)
            assert is_literal or (called == "tr" and not call.keywords), f"{name(path)}:{call.lineno}"
            assert not plain(template) or is_literal, f"{name(path)}:{call.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_is_shown_past_the_catalogue(path: Path) -> None:
    for called, call in calls(path):
        ours = called in SAID_BY or (called.endswith("Error") and called not in BUILT_IN)
        if called in SHOWN_BY or ours:
            arguments = [*call.args, *(each.value for each in call.keywords if each.arg in ("text", "hint", "what"))]
            for argument in arguments[: 1 if called in SHOWN_BY else None]:
                words = plain(argument).replace("Sinopia", "").replace(" px", "")
                assert not WORDS.search(words), f"{name(path)}:{call.lineno} shows “{words}”"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name)
def test_every_text_is_in_the_catalogue(catalogue: Path) -> None:
    said = {
        call.args[0].value
        for path in SOURCES
        for called, call in calls(path)
        if called in ("say", "tr") and isinstance(call.func, ast.Name) and isinstance(call.args[0], ast.Constant)
    }
    missing = said - messages(catalogue).keys()
    assert not missing, f"run assets/translations/update.py and translate: {sorted(missing)}"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name)
def test_every_text_is_translated_with_its_holes(catalogue: Path) -> None:
    for source, translation in messages(catalogue).items():
        assert translation.get("type") is None, f"unfinished: {source}"
        assert translation.text, source
        assert holes(translation.text) == holes(source), source


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name)
def test_what_qt_reads_is_what_was_translated(catalogue: Path) -> None:
    translator = QTranslator()
    assert translator.load(str(catalogue.with_suffix(".qm")))
    for source, translation in messages(catalogue).items():
        assert translator.translate("", source) == translation.text, "run assets/translations/update.py"
