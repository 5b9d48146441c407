"""The File menu."""

from __future__ import annotations

from app.menus.action import SEPARATOR, Action, Menu, Place
from app.system.notices import READ_ANEW
from canvas.words import say

RECENT = Place("recent")

FILE_MENU = Menu(
    say("File"),
    (
        Action("new", say("New drawing…"), lambda desk: desk.size.new(), "Ctrl+N", "new", ends_stroke=True),
        Action(
            "new_window",
            say("New window"),
            lambda desk: desk.windows.open_another(),
            "Ctrl+Shift+N",
            tip=say("Another drawing in a window of its own"),
        ),
        Action(
            "open",
            say("Open…"),
            lambda desk: desk.files.open(),
            "Ctrl+O",
            "open",
            say("A project, a saved picture, a label map, or a photo"),
            ends_stroke=True,
        ),
        RECENT,
        SEPARATOR,
        Action(
            "save",
            say("Save"),
            lambda desk: desk.files.save(),
            "Ctrl+S",
            "save",
            say("Save the project, or the picture with its drawing"),
            ends_stroke=True,
        ),
        Action("save_as", say("Save as…"), lambda desk: desk.files.save_as(), "Ctrl+Shift+S", ends_stroke=True),
        Action(
            "save_picture",
            say("Save picture"),
            lambda desk: desk.files.save_picture(),
            "Ctrl+Alt+S",
            tip=say("A PNG that brings its drawing and settings back"),
            ends_stroke=True,
        ),
        SEPARATOR,
        Action(
            "from_photo",
            say("From a photo…"),
            lambda desk: desk.photo.open(),
            "Ctrl+Shift+O",
            tip=say("A label map or a sketch of what a photo shows"),
            ends_stroke=True,
        ),
        Action(
            "open_reference",
            say("Open reference photo…"),
            lambda desk: desk.reference.open(),
            tip=say("A photo under or over the drawing, to trace from; it is never part of the picture"),
            ends_stroke=True,
        ),
        Action("import", say("Import label map…"), lambda desk: desk.files.import_label_map(), ends_stroke=True),
        Action(
            READ_ANEW,
            say("Read the label map in another way…"),
            lambda desk: desk.files.read_anew(),
            tip=say("By colour or by number, counted from 0, with numbers to be ignored: shows what it becomes"),
            enabled=lambda desk: desk.files.can_read_anew,
            ends_stroke=True,
        ),
        Action(
            "export",
            say("Export…"),
            lambda desk: desk.export.export(),
            "Ctrl+Shift+E",
            tip=say("The picture, the label map or everything, for other programs"),
            ends_stroke=True,
        ),
        SEPARATOR,
        Action("quit", say("Quit"), lambda desk: desk.quit(), "Ctrl+Q"),
    ),
)
