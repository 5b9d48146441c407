"""The File menu."""

from __future__ import annotations

from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec, Place
from app.system.notices import READ_ANEW
from canvas.words import say

RECENT = Place("recent")

FILE_MENU = MenuSpec(
    say("File"),
    (
        ActionSpec("new", say("New drawing…"), lambda c: c.file.new(), "Ctrl+N", "new"),
        ActionSpec(
            "new_window",
            say("New window"),
            lambda c: c.window.open_another(),
            "Ctrl+Shift+N",
            tip=say("Another drawing in a window of its own"),
        ),
        ActionSpec(
            "open",
            say("Open…"),
            lambda c: c.file.open(),
            "Ctrl+O",
            "open",
            say("A project, a saved picture, a label map, or a photo"),
        ),
        RECENT,
        SEPARATOR,
        ActionSpec(
            "save",
            say("Save"),
            lambda c: c.file.save(),
            "Ctrl+S",
            "save",
            say("Save the project, or the picture with its drawing"),
        ),
        ActionSpec("save_as", say("Save as…"), lambda c: c.file.save_as(), "Ctrl+Shift+S"),
        ActionSpec(
            "save_picture",
            say("Save picture"),
            lambda c: c.file.save_picture(),
            "Ctrl+Alt+S",
            tip=say("A PNG that brings its drawing and settings back"),
        ),
        SEPARATOR,
        ActionSpec(
            "from_photo",
            say("From a photo…"),
            lambda c: c.file.from_photo(),
            "Ctrl+Shift+O",
            tip=say("A label map or a sketch of what a photo shows"),
        ),
        ActionSpec(
            "open_reference",
            say("Open reference photo…"),
            lambda c: c.reference.open(),
            tip=say("A photo under or over the drawing, to trace from; it is never part of the picture"),
        ),
        ActionSpec("import", say("Import label map…"), lambda c: c.file.import_label_map()),
        ActionSpec(
            READ_ANEW,
            say("Read the label map in another way…"),
            lambda c: c.file.read_anew(),
            tip=say("By colour or by number, counted from 0, with numbers to be ignored: shows what it becomes"),
            enabled=lambda c: c.file.can_read_anew,
        ),
        ActionSpec(
            "export",
            say("Export…"),
            lambda c: c.file.export(),
            "Ctrl+Shift+E",
            tip=say("The picture, the label map or everything, for other programs"),
        ),
        SEPARATOR,
        ActionSpec("quit", say("Quit"), lambda c: c.file.quit(), "Ctrl+Q"),
    ),
)
