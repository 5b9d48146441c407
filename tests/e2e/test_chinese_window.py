"""The window in Chinese: nothing that the person reads stays English, but for names that are data."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.drawing.size_dialog import SizeDialog
from app.files.export_dialog import ExportDialog
from app.formats.saved_picture import read_artwork
from app.settings import table as s
from app.system import resources
from app.system.languages import ENGLISH, speak
from app.system.versions import packages, version
from canvas import atomic
from canvas.errors import CanvasError
from canvas.label_png import read_label_png_bytes
from canvas.limits import check_ids, check_size
from canvas.palette import Palette
from engine.errors import EngineError
from engine.installed.registry import SAMPLERS, Registry
from engine.installed.weights import read_json
from tests.e2e.conftest import Desk
from tests.fakes.fake_runner import CLASSES, FakeRegistry

READ = ("text", "title", "windowTitle", "toolTip", "statusTip", "placeholderText", "accessibleName", "suffix", "prefix")
"""What a widget or an action may say."""
NAMES = re.compile(
    r"\b(Ctrl|Shift|Alt|Esc|Tab|Del|Return|px|MB|GB|Sinopia|PNG|JPEG|WebP|OpenRaster|Krita|GIMP|MyPaint|CSV|JSON"
    r"|Python|Stable Diffusion|bfloat16|float16|float32|CPU|CUDA|XPU|MPS|English|Enter|IDs?)\b"
)
"""Keys, units and names that are the same in every language."""
WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def desk(make_desk: Callable[[], Desk], tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    settings = s.Settings(tmp_path / "settings.json")
    settings.set(s.LANGUAGE, "zh_CN")
    settings.save()
    desk = make_desk()
    desk.show()
    yield desk
    speak(qapp, ENGLISH)


def said(root: QObject) -> Iterator[tuple[QObject, str]]:
    """Every text of a widget, its children and their actions, with who says it."""
    for each in (root, *root.findChildren(QObject)):
        if isinstance(each, QWidget | QAction):
            for what in READ:
                text = getattr(each, what, None)
                if callable(text):
                    yield each, text()
        if isinstance(each, QComboBox):
            yield from ((each, each.itemText(index)) for index in range(each.count()))
        elif isinstance(each, QAbstractItemView) and each.model() is not None:
            yield from ((each, text) for text in listed(each.model(), QModelIndex()))


def listed(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    """Every text of a list, a table or a tree, its headings included."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount(parent)):
            index = model.index(row, column, parent)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield str(index.data(role) or "")
            yield from listed(model, index) if column == 0 else ()


def english(text: str) -> list[str]:
    """The English words in a text, without names that are data."""
    registry = FakeRegistry()
    data = [entry.name for entry in CLASSES if entry.id]
    data += [info.label for info in (*registry.bases(), *registry.modules())]
    for base in registry.bases():
        data += [word for group, words in base.words.items() for word in (group.capitalize(), *words)]
    data += [sampler.label for sampler in SAMPLERS]
    for name in sorted(data, key=len, reverse=True):
        text = text.replace(name, "")
    return WORD.findall(NAMES.sub("", text))


def test_everything_in_the_window_is_chinese(desk: Desk) -> None:
    texts = list(said(desk.window))
    assert any(text == "撤销" for _, text in texts)
    folder = resources.training_folder()
    own = {str(folder), folder.name, s.TRAINING_NAME.default}
    left = {
        f"{type(who).__name__} {who.objectName()}: {text}" for who, text in texts if text not in own and english(text)
    }
    assert not left, "\n".join(sorted(left))


def test_everything_in_the_windows_beside_it_is_chinese(desk: Desk) -> None:
    for name in ("settings", "shortcuts", "about"):
        desk.window.side_windows.open(name)
    SizeDialog("新建画稿", (64, 64), [(128, 128)], True, desk.window)
    ExportDialog(desk.settings, None, (64, 64), desk.window)
    texts = [each for dialog in desk.window.findChildren(QDialog) for each in said(dialog)]
    assert {"语言", "撤销", "保持比例", "格式"} <= {text.strip("：") for _, text in texts}
    libraries = {text for each in packages() for text in (each.name, each.version, each.licence)}
    left = {
        f"{type(who).__name__} {who.objectName()}: {text}"
        for who, text in texts
        if english(text.replace(version(), "")) and not any(each.startswith(text.rstrip(" …")) for each in libraries)
    }
    assert not left, "\n".join(sorted(left))


def no_space(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


PALETTE = Palette.from_json('{"name": "1", "classes": [{"id": 0, "name": "unlabelled", "rgb": [0, 0, 0]}]}')
ERRORS: dict[str, Callable[[Path], object]] = {
    "too large": lambda _folder: check_size(9000, 9000),
    "unknown id": lambda _folder: check_ids(np.full((2, 2), 200, np.uint8), PALETTE),
    "no PNG": lambda _folder: read_label_png_bytes(b"GIF89a", PALETTE, "1"),
    "cut short": lambda _folder: read_label_png_bytes(b"\x89PNG\r\n\x1a\n", PALETTE, "1"),
    "palette": lambda _folder: Palette.from_json('{"name": "1", "classes": [{"id": 0}]}'),
    "no file": lambda folder: read_artwork(folder / "1"),
    "no base": lambda folder: Registry([folder], [folder], folder).base("1"),
    "broken base": lambda folder: read_json(folder / "1"),
}
FORMAT = re.compile(r"“(id|name|rgb|classes|unlabelled)”|\{.*\}")
"""What stands in a palette file."""


def test_errors_are_said_in_chinese(desk: Desk, tmp_path: Path) -> None:
    bar = desk.window.notice_bar
    for case, fail in ERRORS.items():
        with pytest.raises((CanvasError, EngineError)) as caught:
            fail(tmp_path)
        desk.studio.notices.report(caught.value)
        for label in (bar.text, bar.hint):
            text = label.text().replace(tmp_path.name, "")
            assert not english(FORMAT.sub("", text)), case
        assert bar.text.text() != str(caught.value), case


def test_a_full_disk_is_said_in_chinese(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_write_new", no_space)
    with pytest.raises(CanvasError) as caught:
        atomic.write_atomically(tmp_path / "1.ora", b"")
    desk.studio.notices.report(caught.value)
    assert desk.window.notice_bar.text.text() == "无法保存“1.ora”：磁盘已满。"


def test_what_comes_of_a_run_is_said_in_chinese(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.session.picture_finished):
        desk.session.generate()
    assert desk.window.status.progress.text().startswith("用时")
