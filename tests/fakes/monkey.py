"""Uses the real window at random, and finds out whether it held: a seed makes the same acts again.

What can be done is found in the window itself: every action of the table and of the panels, every widget on screen,
every setting, every question of `Asking`. So whatever is added is used, too.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    qInstallMessageHandler,
)
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QWidget

from app.settings import table as s
from app.start.studio import Studio
from app.system.notices import Level, Notice
from canvas.document import Document
from canvas.journal import read_journal
from canvas.qt.canvas_widget import CanvasWidget
from engine.request.types import Failed, RunId
from tests.fakes.fake_runner import FakeRunner
from tests.fakes.random_asking import RandomAsking
from tests.fakes.random_values import value_for

NOT_DONE = ("quit", "new_window")
"""Ids of actions that would end the run, or start another program."""
EXPECTED = ("This plugin does not support", "propagateSizeHints")
"""Qt's remarks on the offscreen platform."""
PATIENCE_MS = 20_000
_LEFT, _NONE, _MIDDLE, _RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.NoButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
_PLAIN, _SHIFT, _CTRL, _ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
_KEYS = (
    *(Qt.Key(code) for code in range(Qt.Key.Key_A.value, Qt.Key.Key_Z.value + 1)),
    *(Qt.Key(code) for code in range(Qt.Key.Key_0.value, Qt.Key.Key_9.value + 1)),
    *(Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Delete),
    *(Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Home),
    *(Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F5, Qt.Key.Key_F11, Qt.Key.Key_Shift, Qt.Key.Key_Control),
)

State = tuple[tuple[int, int], bytes, bytes, str]


class MonkeyError(AssertionError):
    """The window did not hold; the text tells the last acts."""


class Monkey:
    """Acts on one studio. Use it in a `with`: that puts the hooks in place which see what goes wrong."""

    def __init__(
        self, studio: Studio, runner: FakeRunner, asking: RandomAsking, seed: int, engine_fails: bool = True
    ) -> None:
        self.studio, self.runner, self.asking = studio, runner, asking
        self.rng = np.random.default_rng(seed)
        self.done: Counter[str] = Counter()
        self.notices: Counter[str] = Counter()
        self._trace: deque[str] = deque(maxlen=40)
        self._wrong: list[str] = []
        self._engine_fails = engine_fails
        self._visits = 0
        self._keeper = QTimer()
        self._keeper.setInterval(5)
        self._keeper.timeout.connect(self._keep)
        acts: list[tuple[float, Callable[[], str]]] = [
            (30, self._stroke),
            (6, self._tablet_stroke),
            (16, self._action),
            (4, self._undo_or_redo),
            (8, self._key),
            (8, self._click),
            (6, self._setting),
            (5, self._choose_tool),
            (4, self._wheel),
            (1, self._drop),
            (2, self._pan),
            (3, self._rest),
            (1, self._focus),
            (1, self._resize_window),
            (1, self._engine),
            (1, self._close_side_windows),
        ]
        self._acts = [act for _, act in acts]
        weights = np.array([weight for weight, _ in acts])
        self._odds = weights / weights.sum()

    def __enter__(self) -> Monkey:
        self._former = sys.excepthook, threading.excepthook, qInstallMessageHandler(self._on_message)
        sys.excepthook, threading.excepthook = self._on_error, self._on_thread_error
        self.studio.notices.posted.connect(self._on_notice)
        for action_id in NOT_DONE:
            self.studio.window.actions_[action_id].blockSignals(True)
        self._keeper.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keeper.stop()
        self.studio.notices.posted.disconnect(self._on_notice)
        sys.excepthook, threading.excepthook, handler = self._former
        qInstallMessageHandler(handler)

    @property
    def document(self) -> Document:
        """What is drawn."""
        return self.studio.document

    @property
    def canvas(self) -> CanvasWidget:
        """Where it is drawn."""
        return self.studio.window.sheets.canvas

    def act(self) -> None:
        """Do one thing. Raises MonkeyError if anything went wrong since the last one."""
        act = self._acts[int(self.rng.choice(len(self._acts), p=self._odds))]
        name = act.__name__.strip("_")
        self.done[name] += 1
        self._trace.append(name)
        self._trace[-1] = f"{name}: {act()}"
        del self.runner.requests[:-1]
        self._judge()

    def check(self) -> None:
        """Find out whether everything that must agree does."""
        self.studio.desk.end_stroke()
        self._judge()
        unsaved = self.studio.desk.files.has_unsaved_work
        self._demand(self.studio.window.isWindowModified() == unsaved, "the title does not say what is unsaved")
        missing = self.document.palette.missing(self.document.labels)
        self._demand(not missing, f"the drawing has ids {missing} that its palette lacks")
        self.canvas.grab()  # what has still to be laid out is laid out by this
        shown = self.canvas.grab().toImage()
        self.canvas._layers.reset()
        self._demand(self.canvas.grab().toImage() == shown, "what is shown is not the drawing")
        history = self.studio.history
        fits = history.bytes_used <= history.budget_bytes or len(history.labels) == 1
        self._demand(fits, "the history takes more than its budget")
        if self.studio.autosave.flush():
            kept = read_journal(self.studio.autosave.path)
            self._demand(np.array_equal(kept.labels, self.document.labels), "the journal has another label map")
            self._demand(np.array_equal(kept.ink, self.document.ink), "the journal has other ink")
            self._demand(kept.palette == self.document.palette, "the journal has another palette")
        else:
            self._demand(not unsaved, "unsaved work has no journal")
        self._judge()

    def check_round_trip(self) -> int:
        """Undo everything, redo everything: each state comes back exactly. Returns how many there were."""
        history = self.studio.history
        self.studio.desk.end_stroke()
        while history.redo():
            pass
        states = [self._state()]
        while history.undo():
            states.append(self._state())
        for state in reversed(states[:-1]):
            self._demand(history.redo(), "an entry could not be redone")
            self._demand(self._state() == state, "a redone state is another one")
        for state in states[1:]:
            self._demand(history.undo(), "an entry could not be undone")
            self._demand(self._state() == state, "an undone state is another one")
        while history.redo():
            pass
        self._demand(self._state() == states[0], "the end is another one")
        self._judge()
        return len(states)

    def settle(self) -> None:
        """Let what was started end."""
        self.runner.release()
        self.runner.fail_with(None)
        self.studio.settings.set(s.LIVE, False)
        for _ in range(PATIENCE_MS):
            if not self.studio.session.is_painting:
                break
            QTest.qWait(1)
        self._demand(not self.studio.session.is_painting, "the engine does not end")
        self._judge()

    def clear(self) -> None:
        """Open a small empty drawing and nothing beside it, so that what is held is what has leaked."""
        self.settle()
        self._close_side_windows()
        self.studio.desk.files._replace(np.zeros((64, 64), np.uint8), None)
        QTest.qWait(50)
        self._judge()

    def _state(self) -> State:
        document = self.document
        return document.size, document.labels.tobytes(), document.ink.tobytes(), document.palette.to_json()

    # what it does

    def _stroke(self) -> str:
        """Press, move and release with the mouse."""
        button = _LEFT if self.rng.random() < 0.95 else (_MIDDLE, _RIGHT)[int(self.rng.integers(2))]
        modifiers = self._modifiers()
        at = self._somewhere()
        double = self.rng.random() < 0.05
        self._mouse(QEvent.Type.MouseButtonPress, at, button, button, modifiers)
        for _ in range(int(self.rng.integers(0, 6))):
            at = self._near(at) if self.rng.random() < 0.8 else self._somewhere()
            self._mouse(QEvent.Type.MouseMove, at, _NONE, button, modifiers)
        if self.rng.random() < 0.95:
            self._mouse(QEvent.Type.MouseButtonRelease, at, button, _NONE, modifiers)
        if double:
            self._mouse(QEvent.Type.MouseButtonDblClick, at, button, button, modifiers)
            self._mouse(QEvent.Type.MouseButtonRelease, at, button, _NONE, modifiers)
        return f"{button.name} {modifiers.value:x} {self.canvas.tool_id}"

    def _tablet_stroke(self) -> str:
        """Press, move and release with the pen, and now and then the mouse events that Qt makes of them."""
        at, modifiers = self._somewhere(), self._modifiers()
        also_mouse = self.rng.random() < 0.3
        kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * int(self.rng.integers(0, 8))]
        if self.rng.random() < 0.95:
            kinds.append(QEvent.Type.TabletRelease)
        for kind in kinds:
            button = _NONE if kind is QEvent.Type.TabletMove else _LEFT
            buttons = _NONE if kind is QEvent.Type.TabletRelease else _LEFT
            pressure = float(np.clip(self.rng.normal(0.5, 0.4), 0, 1))
            event = QTabletEvent(
                *(kind, QPointingDevice.primaryPointingDevice(), at, self._global(at), pressure, 0.0, 0.0, 0.0, 0.0),
                *(0.0, modifiers, button, buttons),
            )
            QApplication.sendEvent(self.canvas, event)
            if also_mouse or not event.isAccepted():
                mouse = {
                    QEvent.Type.TabletPress: QEvent.Type.MouseButtonPress,
                    QEvent.Type.TabletMove: QEvent.Type.MouseMove,
                    QEvent.Type.TabletRelease: QEvent.Type.MouseButtonRelease,
                }[kind]
                self._mouse(mouse, at, button, buttons, modifiers)
            at = self._near(at)
        return f"{modifiers.value:x} {self.canvas.tool_id}"

    def _action(self) -> str:
        """Trigger an action of the table, a menu or a panel."""
        found = [
            each
            for each in self.studio.window.findChildren(QAction)
            if each.isEnabled() and not each.isSeparator() and each.menu() is None
        ]
        action = self._one_of(found)
        text = action.text()
        self._trace[-1] = f"action {text!r}"
        action.trigger()
        return repr(text)

    def _undo_or_redo(self) -> str:
        """Several steps back or forth."""
        name = "undo" if self.rng.random() < 0.5 else "redo"
        count = int(self.rng.integers(1, 4))
        for _ in range(count):
            self.studio.window.actions_[name].trigger()
        return f"{name} {count}"

    def _key(self) -> str:
        """A key where the focus is, or on the drawing."""
        key, modifiers = self._one_of(_KEYS), self._one_of((_PLAIN, _PLAIN, _SHIFT, _CTRL, _CTRL | _SHIFT, _ALT))
        target = QApplication.focusWidget()
        if target is None or self.rng.random() < 0.6:
            target = self.canvas
            target.setFocus()
        name = f"{key.name} {modifiers.value:x} at {type(target).__name__}"
        self._trace[-1] = f"key {name}"
        if self.rng.random() < 0.9:
            QTest.keyClick(target, key, modifiers)
        else:
            QTest.keyPress(target, key, modifiers)
        return name

    def _click(self) -> str:
        """Click, double-click or drag somewhere on any widget but the drawing."""
        widgets = [
            each
            for top in QApplication.topLevelWidgets()
            if top.isVisible() and not isinstance(top, CanvasWidget)
            for each in (top, *top.findChildren(QWidget))
            if each.isVisible() and each.isEnabled() and not each.size().isEmpty() and each is not self.canvas
        ]
        if not widgets:
            return "nothing"
        widget = self._one_of(widgets)
        name = f"{type(widget).__name__} {widget.objectName()}"
        self._trace[-1] = f"click {name}"
        at = QPoint(int(self.rng.integers(widget.width())), int(self.rng.integers(widget.height())))
        way = self.rng.random()
        if way < 0.75:
            QTest.mouseClick(widget, _LEFT if way < 0.65 else _RIGHT, self._modifiers(), at)
        elif way < 0.85:
            QTest.mouseDClick(widget, _LEFT, _PLAIN, at)
        else:
            QTest.mousePress(widget, _LEFT, _PLAIN, at)
            QTest.mouseMove(widget, QPoint(int(self.rng.integers(widget.width())), at.y()))
            QTest.mouseRelease(widget, _LEFT, _PLAIN, at)
        return name

    def _setting(self) -> str:
        """Another value for a setting."""
        setting = self._one_of(s.SETTINGS)
        value = value_for(setting, self.document.palette, self.rng)
        if value is None:
            return "none"
        self._trace[-1] = f"setting {setting.id} = {value!r}"[:200]
        self.studio.settings.set(setting, value)
        return self._trace[-1][8:]

    def _choose_tool(self) -> str:
        """A tool and a class of the palette."""
        made = self.studio.window.actions_._made
        self._one_of([action for name, action in made.items() if name.startswith("tool_")]).trigger()
        class_id = self._one_of(self.document.palette.ids)
        self.studio.settings.set(s.CURRENT_CLASS, class_id)
        self.studio.settings.set(s.BRUSH_SIZE_PX, int(self.rng.integers(1, 60)))
        if self.rng.random() < 0.5:  # what keeps strokes from painting does not last
            QTest.keyRelease(self.canvas, Qt.Key.Key_Space)
            self.studio.settings.set(s.PAINT_OVER, None)
            if self.studio.settings.get(s.VIEW_MODE) == "picture":
                self.studio.settings.set(s.VIEW_MODE, "side by side")
        return f"{self.canvas.tool_id} {class_id}"

    def _wheel(self) -> str:
        """Turn the wheel over the drawing, or over a widget."""
        at = self._somewhere()
        turn = QPoint(0, int(self.rng.choice((-240, -120, 15, 120, 240))))
        modifiers = self._one_of((_PLAIN, _PLAIN, _SHIFT, _CTRL))
        event = QWheelEvent(
            *(at, self._global(at), QPoint(), turn, _NONE, modifiers),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(self.canvas, event)
        if self.rng.random() < 0.2:
            self.studio.window.sheets.fit()
        return f"{turn.y()}"

    def _drop(self) -> str:
        """Drop a file, whole or garbage, one or several, or something that is no file."""
        window = self.studio.window
        data = QMimeData()
        files = [self._one_of(self.asking.files) for _ in range(int(self.rng.integers(0, 3)))]
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
        if self.rng.random() < 0.1:
            data.setText("no file")
        self._trace[-1] = f"drop {[path.name for path in files]}"
        target: QWidget = window if self.rng.random() < 0.6 else self.canvas
        where, copy = QPoint(30, 30), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(where, copy, data, _LEFT, _PLAIN)
        QApplication.sendEvent(target, enter)
        if enter.isAccepted():
            QApplication.sendEvent(target, QDropEvent(QPointF(where), copy, data, _LEFT, _PLAIN))
        return self._trace[-1][5:]

    def _pan(self) -> str:
        """Space and a drag."""
        self.canvas.setFocus()
        QTest.keyPress(self.canvas, Qt.Key.Key_Space)
        modifiers = self._modifiers()
        at = self._somewhere()
        self._mouse(QEvent.Type.MouseButtonPress, at, _LEFT, _LEFT, modifiers)
        for _ in range(3):
            at = self._near(at)
            self._mouse(QEvent.Type.MouseMove, at, _NONE, _LEFT, modifiers)
        if self.rng.random() < 0.9:
            self._mouse(QEvent.Type.MouseButtonRelease, at, _LEFT, _NONE, modifiers)
        if self.rng.random() < 0.9:
            QTest.keyRelease(self.canvas, Qt.Key.Key_Space)
        if self.rng.random() < 0.3:
            self.studio.window.sheets.fit()
        return ""

    def _rest(self) -> str:
        """Let timers, threads and paints have their turn."""
        QTest.qWait(int(self.rng.integers(1, 8)))
        return ""

    def _focus(self) -> str:
        """The focus goes elsewhere, or to another program."""
        if self.rng.random() < 0.5:
            fields = [each for each in self.studio.window.findChildren(QWidget) if each.isVisible()]
            self._one_of(fields).setFocus()
        else:
            self.canvas.clearFocus()
        return ""

    def _resize_window(self) -> str:
        """Another size, or another place in the stack."""
        window = self.studio.window
        window.resize(int(self.rng.integers(900, 1500)), int(self.rng.integers(560, 1000)))
        return f"{window.width()} x {window.height()}"

    def _engine(self) -> str:
        """The engine fails, hangs, or works again."""
        way = int(self.rng.integers(4)) if self._engine_fails else 3
        if way == 0:
            self.runner.fail_with(Failed(run=RunId(number=0), text="The base could not be read.", hint="Copy it anew."))
        elif way == 1:
            self.runner.hold_before(int(self.rng.integers(1, 5)))
        else:
            self.runner.release()
            self.runner.fail_with(None)
        return str(way)

    def _close_side_windows(self) -> str:
        """Close whatever windows were opened beside the main one."""
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
        side = [each for each in windows if each is not self.studio.window and not isinstance(each, QDockWidget)]
        for each in side:
            each.close()
        return str(len(side))

    # how

    def _one_of(self, choices: Any) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def _modifiers(self) -> Qt.KeyboardModifier:
        return self._one_of((_PLAIN, _PLAIN, _PLAIN, _PLAIN, _SHIFT, _CTRL, _SHIFT | _CTRL))

    def _somewhere(self) -> QPointF:
        """A point on the canvas, mostly on the drawing, sometimes beyond the widget."""
        x, y = self.rng.uniform(-0.05, 1.05, 2)
        if self.rng.random() < 0.85:
            height, width = self.document.size
            return QPointF(*self.canvas.viewport.to_view(y * height, x * width))
        return QPointF(x * self.canvas.width(), y * self.canvas.height())

    def _near(self, at: QPointF) -> QPointF:
        return at + QPointF(*self.rng.normal(0, 30, 2).tolist())

    def _global(self, at: QPointF) -> QPointF:
        return self.canvas.mapToGlobal(at)

    def _mouse(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        modifiers: Qt.KeyboardModifier,
    ) -> None:
        QApplication.sendEvent(self.canvas, QMouseEvent(kind, at, self._global(at), button, buttons, modifiers))

    def _keep(self) -> None:
        """Whatever waits for the person is played with, and then closed."""
        waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if waiting is None:
            self._visits = 0
            return
        self._visits += 1
        if self._visits < 4:
            QTest.keyClick(waiting, self._one_of((Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Return)))
        elif isinstance(waiting, QDialog):
            waiting.reject()
        else:
            waiting.close()

    # what went wrong

    def _demand(self, holds: bool, text: str) -> None:
        if not holds:
            raise MonkeyError(self._told(text))

    def _judge(self) -> None:
        if self._wrong:
            raise MonkeyError(self._told("\n".join(self._wrong)))

    def _told(self, text: str) -> str:
        return "\n".join([text, f"after {sum(self.done.values())} acts, the last of them:", *self._trace])

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._wrong.append("".join(traceback.format_exception(kind, error, trace)))

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        self._wrong.append("".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)))

    def _on_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not any(part in text for part in EXPECTED):
            self._wrong.append(f"Qt: {text}\n{''.join(traceback.format_stack(limit=6))}")

    def _on_notice(self, notice: Notice) -> None:
        self.notices[f"{notice.level.value}: {notice.text}"[:60]] += 1
        if "inside Sinopia" in notice.text or "\n" in notice.text or (notice.level is Level.ERROR and not notice.hint):
            self._wrong.append(f"said: {notice.text} {notice.hint}\n{notice.details}")


def garbage(folder: Path, seed: int, whole: dict[str, bytes], count: int = 40) -> list[Path]:
    """Files for the monkey to open: some whole, most damaged."""
    from tests.fakes.mutations import mutated

    rng = np.random.default_rng([seed, 1])
    files = []
    for name, data in whole.items():
        path = folder / name
        path.write_bytes(data)
        files.append(path)
        for number in range(count // len(whole)):
            damaged = folder / f"damaged {number} {name}"
            damaged.write_bytes(mutated(data, path.suffix, rng))
            files.append(damaged)
    nothing = folder / "a folder.png"
    nothing.mkdir(exist_ok=True)
    return [*files, nothing]
