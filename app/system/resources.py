"""Where everything lies: the only file that knows the folders of `assets/` and of the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

NAME = "sinopia"
HOME_VARIABLE = "SINOPIA_HOME"
"""Environment variable naming one folder for all user files, for tests and portable copies."""

ASSETS = Path(__file__).resolve().parents[2] / "assets"
_FIRST_PALETTE = "pocket-landscapes"


def _user_folder(kind: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / kind
    found = {
        "config": platformdirs.user_config_path,
        "cache": platformdirs.user_cache_path,
        "data": platformdirs.user_data_path,
        "log": platformdirs.user_log_path,
    }[kind]
    return found(NAME, appauthor=False)


def settings_file() -> Path:
    """Where the settings are stored."""
    return _user_folder("config") / "settings.json"


def log_file() -> Path:
    """Where the program writes what happened."""
    return _user_folder("log") / "sinopia.log"


def cache_folder() -> Path:
    """Where the engine keeps what it can make again."""
    return _user_folder("cache")


def journals_folder() -> Path:
    """Where every window keeps what is not saved yet."""
    return _user_folder("data") / "journals"


def gallery_folder() -> Path:
    """Where every finished picture is kept."""
    return _user_folder("data") / "gallery"


def training_folder() -> Path:
    """Where drawings and pictures are collected to train on, unless the person chose another folder."""
    return _user_folder("data") / "training"


def trainings_folder() -> Path:
    """Where trainings are until they are modules."""
    return _user_folder("data") / "trainings"


def bases_folders() -> list[Path]:
    """Folders of bases: the user's own first, then those that come with the program."""
    return [_user_folder("data") / "models", ASSETS / "models"]


def modules_folders() -> list[Path]:
    """Folders of modules: the user's own first, then those that come with the program."""
    return [_user_folder("data") / "modules", ASSETS / "modules"]


def palette_files() -> list[Path]:
    """The palettes that come with the program: the one of the examples and the pocket base first, then by name."""
    return sorted((ASSETS / "palettes").glob("*.json"), key=lambda path: (path.stem != _FIRST_PALETTE, path.stem))


def picture_of_example(example: Path) -> Path:
    """The finished picture that comes with an example drawing; it need not be there."""
    return example.parent / "pictures" / example.name


def example_files() -> list[Path]:
    """The example drawings, by name; the first one greets a new user."""
    return sorted((ASSETS / "examples").glob("*.png"))


def icon_file(name: str) -> Path:
    """The drawing of an icon."""
    return ASSETS / "icons" / f"{name}.svg"


def catalogue_file(language: str) -> Path:
    """The translations into a language, as Qt reads them."""
    return ASSETS / "translations" / f"{NAME}_{language}.qm"


def catalogue_files() -> list[Path]:
    """All translations that come with the program, by name."""
    return sorted((ASSETS / "translations").glob(f"{NAME}_*.qm"))


def style_sheet() -> str:
    """The window's style sheet, with $names in place of colours."""
    return (ASSETS / "styles" / "sinopia.qss").read_text(encoding="utf-8")


def entry_file() -> Path:
    """What Python runs to open the window; it lies beside `app`, installed or not."""
    return ASSETS.parent / "main.py"


def is_file_name(argument: str) -> bool:
    """Whether an argument of the command line names a file to open rather than a subcommand or an option."""
    return not argument.startswith("-") and bool(Path(argument).suffix)


def has_display() -> bool:
    """Whether a window could be shown. On Linux it takes a display server, or a platform of Qt that needs none."""
    if not sys.platform.startswith("linux"):
        return True
    asked = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if asked and asked not in ("xcb", "wayland", "wayland-egl"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
