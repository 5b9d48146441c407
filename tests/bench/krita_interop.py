"""Projects to Krita and back, run by hand where Krita is installed: `python tests/bench/krita_interop.py [FOLDER]`.

Krita opens a project of ours, shows the same picture, and saves it as OpenRaster and in a format of its own: its
layers are ours, by name, order and visibility, and what it has saved opens here with exactly the same classes and ink.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PIL import Image

from canvas.archive import Archive, parse_xml
from canvas.document import Document
from canvas.history import History
from canvas.ora_layers import read_stack
from canvas.ora_written import ProjectLayer
from canvas.palette import Palette, PaletteEntry
from canvas.project_file import Project, read_project, write_project
from canvas.tools import PointerEvent, ToolContext, make_tools

SIZE = (300, 420)
CLASSES = (
    PaletteEntry(0, "unlabelled", (0, 0, 0)),
    PaletteEntry(1, "sky", (112, 172, 240)),
    PaletteEntry(2, "grass", (132, 196, 84)),
    PaletteEntry(7, "almost grass", (133, 196, 84)),
    PaletteEntry(200, "black", (1, 1, 1)),
)


def drawn() -> Document:
    """A drawing with every class, and strokes of ink of every darkness."""
    document = Document(Palette("interop", CLASSES), np.zeros(SIZE, np.uint8))
    context = ToolContext(document, History(document), radius_px=30)
    tools = make_tools(context)
    rng = np.random.default_rng(0)
    for number in range(30):
        tool = tools["pen" if number % 3 == 2 else "brush"]
        context.class_id, context.radius_px = CLASSES[number % len(CLASSES)].class_id, float(rng.uniform(2, 40))
        points = rng.uniform(0, 1, (6, 2)) * SIZE
        tool.press(PointerEvent("press", *points[0], pressure=0.4))
        for point in points[1:]:
            tool.move(PointerEvent("move", *point, pressure=float(rng.uniform(0.1, 1))))
        tool.release(PointerEvent("release", *points[-1]))
    return document


def krita(source: Path, target: Path) -> None:
    """Have Krita open a file and save it as another, by its suffix."""
    command = ["krita", "--nosplash", "--export", "--export-filename", str(target), str(source)]
    if "DISPLAY" not in os.environ:
        command = ["xvfb-run", "-a", *command]  # it wants a screen, even to show nothing
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def main(folder: Path) -> int:
    """Print what was found; returns how much of it was wrong."""
    wrong = 0

    def found(holds: bool, text: str) -> None:
        nonlocal wrong
        wrong += not holds
        print(f"{'right' if holds else 'WRONG'}: {text}")

    document = drawn()
    picture = np.random.default_rng(1).integers(0, 256, (*SIZE, 4), dtype=np.uint8)
    picture[..., 3] = 255
    for is_visible in (False, True):
        print(f"with a {'shown' if is_visible else 'hidden'} picture")
        ours, png, ora, kra = (folder / f"{is_visible}.{kind}" for kind in ("ora", "png", "krita.ora", "kra"))
        project = Project(document.labels, document.palette, {"request.json": b"{}"}, ink=document.ink)
        write_project(ours, project, [ProjectLayer("Picture", picture, is_visible)])
        with Archive(ours) as archive:
            layers = [layer.name for layer in read_stack(archive, "").layers]
        krita(ours, png)
        with zipfile.ZipFile(ours) as archive:
            merged = np.asarray(Image.open(archive.open("mergedimage.png")).convert("RGBA")).astype(int)
        seen = np.asarray(Image.open(png).convert("RGBA")).astype(int)
        shown = np.abs(merged - seen)[merged[..., 3] > 0].max() if merged.shape == seen.shape else 999
        found(shown <= 1, f"Krita shows what we do: pixels differ by at most {shown} of 255")
        krita(ours, ora)
        with Archive(ora) as archive:
            theirs = [layer.name for layer in read_stack(archive, "").layers]
        found(theirs == layers, f"as OpenRaster Krita saves the layers {', '.join(theirs)}")
        back = read_project(ora, document.palette)
        found(back.is_foreign, "its file is known as another program's")
        found(np.array_equal(back.labels, document.labels), "and opens here with exactly the same classes")
        found(back.ink is not None and np.array_equal(back.ink, document.ink), "and exactly the same ink")
        krita(ours, kra)
        with zipfile.ZipFile(kra) as archive:
            text = archive.read("maindoc.xml").decode()
        root = parse_xml(text[text.index("<DOC", 0) :].encode())
        rows = [element for element in walk(root) if element.tag == "layer"]
        named = [(row.attributes["name"], row.attributes["visible"]) for row in rows]
        found([name for name, _ in named] == layers, f"in its own format Krita has {named}")
        found(dict(named).get("Picture") == str(int(is_visible)), "the picture is as visible as here")
        krita(kra, ora)
        again = read_project(ora, document.palette)
        found(np.array_equal(again.labels, document.labels), "from there, too, the classes come back exactly")
        found(again.ink is not None and np.array_equal(again.ink, document.ink), "and the ink")
    return wrong


def walk(element):  # type: ignore[no-untyped-def]
    """An element and everything in it."""
    yield element
    for child in element.children:
        yield from walk(child)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary)))
