"""The walls of the house: who may import whom, and how large a file may grow."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("app", "canvas", "engine")
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
TORCH_FREE = (
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "engine" / "request").glob("*.py"))),
    "engine/installed/samplers.py",
    "engine/serving/thread.py",
    "engine/serving/mailbox.py",
    "engine/serving/runner.py",
    "engine/installed/registry.py",
    "engine/installed/kinds.py",
    "engine/errors.py",
    "engine/cancel.py",
)
HEAVY = {"torch", "diffusers", "transformers", "accelerate", "webdataset"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path, *, module_level: bool = False) -> set[str]:
    """Every module that a file imports; with `module_level`, only what is imported when it is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    nodes = list(ast.walk(tree))
    if module_level:
        inside = {
            id(child)
            for function in nodes
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for child in ast.walk(function)
        }
        nodes = [node for node in nodes if id(node) not in inside]
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def tops(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_room_reaches_through_a_wall(path):
    seen, room = tops(imports(path)), path.relative_to(ROOT).parts[0]
    if room == "canvas":
        assert not seen & {"app", "engine"}
    if room == "engine":
        assert not seen & {"app", "canvas"}
    if "PySide6" in seen:
        assert room == "app" or name(path).startswith("canvas/qt/") or name(path) == "engine/serving/thread.py"
    if seen & HEAVY:
        assert room == "engine"
    if room == "canvas" and not name(path).startswith("canvas/qt/"):
        assert "PySide6" not in seen


@pytest.mark.parametrize("file", TORCH_FREE)
def test_what_the_window_imports_has_no_torch_at_module_level(file):
    assert not tops(imports(ROOT / file, module_level=True)) & HEAVY


def test_the_whole_window_is_imported_without_what_it_can_open_without():
    late = {"torch", "diffusers", "transformers", "onnxruntime", "psutil", "ssl"}
    code = f"import sys, app.start.bootstrap; sys.exit(' '.join(sorted(set(sys.modules) & {late})) or 0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_only_one_file_knows_where_assets_are():
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert name(path) == "app/system/resources.py" or '"assets"' not in text, name(path)


def test_every_room_says_what_it_is_for():
    for path in FILES:
        if path.name == "__init__.py":
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), name(path)


def test_weights_are_never_pickled():
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert "torch.load" not in text, name(path)
        assert "torch.save(" not in text, name(path)
        assert "pickle" not in tops(imports(path)), name(path)


def test_unexpected_errors_are_caught_at_the_borders_only():
    """`except Exception` stands at the thread's border, at the crash hooks, and where a library has no base error."""
    allowed = {
        "engine/serving/thread.py",
        "engine/evaluation/measure/judge.py",
        "engine/painting/segmenter.py",
        "app/system/notices.py",
        "canvas/journal_writer.py",
        "app/gallery/folder.py",
    }
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{name(path)} catches everything"
                everything = ast.unparse(node.type) in ("Exception", "BaseException")
                assert not everything or name(path) in allowed or _reraises(node), name(path)


def _reraises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) and node.exc is None for node in ast.walk(handler))


def test_text_that_is_shown_is_plain_text():
    """Qt guesses: a name with an angle bracket would be rich text, which reads files; see `app.system.plain`."""
    for path in FILES:
        if name(path) == "app/system/plain.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert called not in ("QLabel", "QMessageBox", "QErrorMessage"), f"{name(path)} calls {called}"
            if isinstance(node, ast.Attribute) and node.attr == "RichText":
                assert name(path) == "app/compare/comparison_view.py", name(path)
            if called.endswith((".setToolTip", ".setStatusTip", ".setWhatsThis", ".showText")):
                text = next(argument for argument in node.args if not _is_place(argument))
                assert _is_ours(text), f"{name(path)}:{node.lineno} shows {ast.unparse(text)}"


def _is_place(argument):
    """A column or a point, which come before a text."""
    return (isinstance(argument, ast.Constant) and isinstance(argument.value, int)) or ".globalPos" in ast.unparse(
        argument
    )


def _is_ours(text):
    """Whether a text is written here, or was made plain."""
    if isinstance(text, ast.IfExp):
        return _is_ours(text.body) and _is_ours(text.orelse)
    if isinstance(text, ast.Call) and ast.unparse(text.func) == "tr":
        return isinstance(text.args[0], ast.Constant) and not text.keywords
    return isinstance(text, ast.Call) and ast.unparse(text.func) == "plain"


def test_questions_are_asked_in_one_place():
    """Dialogs of Qt stand where tests can put a script in their place."""
    asking = {"QFileDialog", "QMessageBox", "QInputDialog", "QColorDialog", "QFontDialog", "QErrorMessage"}
    allowed = ("app/window/dialogs.py", "app/widgets/save_path.py", "app/system/plain.py")
    for path in FILES:
        is_palettes = path.relative_to(ROOT).match("app/drawing/palette/*dialog*.py")
        used = {
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Name | ast.Attribute)
        }
        assert is_palettes or name(path) in allowed or not used & asking, name(path)


def test_only_one_file_of_the_window_makes_threads():
    """What goes wrong there is told. The list of the others may only shrink."""
    others = {"app/commands/training_lines.py"}
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called.split(".")[-1] in ("ThreadPoolExecutor", "Thread", "QThread", "QThreadPool", "start_new_thread"):
                found.add(name(path))
    assert {each for each in found if each.startswith("app/")} - {"app/system/background.py"} == others


def test_the_window_lists_what_is_installed_in_one_place():
    """Commands of the command line read by themselves; the list of files may only shrink."""
    commands = {"main", "evaluate", "trace", "models", "train"}
    makers = {f"app/commands/{each}.py" for each in commands} | {"app/start/bootstrap.py"}
    for path in FILES:
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        if path.relative_to(ROOT).parts[0] == "app" and any(ast.unparse(call.func) == "Registry" for call in calls):
            assert name(path) in makers, name(path)


FLOORS = (
    "system",
    "settings",
    "formats",
    "installed",
    "widgets",
    "drawing",
    "painting commands",
    "photo picture gallery compare library",
    "files training",
    "menus",
    "help",
    "window",
    "start",
)
"""Rooms of `app` from the ground up; a file imports rooms on floors below its own, or its own room."""
STOREY = {room: number for number, rooms in enumerate(FLOORS) for room in rooms.split()}
NO_QT = ("settings", "formats", "installed", "commands")


def in_app(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] == "app" and len(path.relative_to(ROOT).parts) > 2


@pytest.mark.parametrize("path", [path for path in FILES if in_app(path)], ids=name)
def test_floors_only_look_down(path):
    own = path.relative_to(ROOT).parts[1]
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "app" and len(parts) > 1 and parts[1] in STOREY and parts[1] != own:
            assert STOREY[parts[1]] < STOREY[own], f"{name(path)} imports {module}"
    if own in NO_QT:
        assert "PySide6" not in tops(imports(path))


def test_every_room_of_the_window_is_on_a_floor():
    assert {path.name for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()} == set(STOREY)
    assert [path.name for path in (ROOT / "app").glob("*.py")] == ["__init__.py"]


def test_no_circle_of_files():
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in FILES}
    below = {module: imports(path) & modules.keys() - {module} for module, path in modules.items()}
    done: set[str] = set()

    def visit(module, above):
        assert module not in above, " -> ".join([*above[above.index(module) :], module])
        if module not in done:
            for other in sorted(below[module]):
                visit(other, [*above, module])
            done.add(module)

    for module in sorted(modules):
        visit(module, [])


MOST_FILES, MOST_LINES, MOST_FUNCTION_LINES = 12, 300, 60
LARGE_FOLDERS = {"canvas", "canvas/qt"}
"""Folders with more files. May only shrink, as the lists below."""
LARGE_FILES: set[str] = set()
LARGE_FUNCTIONS: set[str] = set()


def test_no_folder_holds_too_many_files():
    counts = Counter(name(path.parent) for path in FILES if path.name != "__init__.py")
    assert {folder for folder, count in counts.items() if count > MOST_FILES} == LARGE_FOLDERS


def test_no_file_is_too_long():
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {file for file, count in lines.items() if count > MOST_LINES} == LARGE_FILES


def test_no_function_is_too_long():
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > MOST_FUNCTION_LINES:
                    found.add(f"{name(path)}:{node.name}")
    assert found == LARGE_FUNCTIONS
