"""Stands in for `main.py train … --progress json`: the words after it say how it goes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image


def tell(record: dict) -> None:
    print(json.dumps(record), flush=True)


def main() -> int:
    script, arguments = sys.argv[1], sys.argv[2:]
    out = Path(arguments[arguments.index("--out") + 1])
    working = out.with_name(out.name + ".training")
    working.mkdir(exist_ok=True)
    tell({"stage": "Running the base", "done": 1, "total": 4})
    if script == "fails":
        text = {"template": "{folder} has no class list.", "values": {"folder": "data"}}
        tell({"error": "data has no class list.", "hint": "Add classes.json.", "words": [text, "Add classes.json."]})
        return 1
    if script == "crashes":
        (working / "checkpoint.safetensors").touch()
        sys.stderr.write("Segmentation fault\n")
        return 3
    trained = {"examples": 64, "loss": 0.5, "relative_loss": 0.9, "examples_per_s": 70.0, "seconds_left": 90.0}
    tell({"trained": {**trained, "part_done": 0.5}})
    tell({"gains": [{"t_from": 0.0, "t_to": 125.0, "gain": 0.01}, {"t_from": 125.0, "t_to": 250.0, "gain": 0.1}]})
    (working / "samples").mkdir(exist_ok=True)
    for name in ("000000000064.png", "000000000128.png"):
        Image.new("RGB", (40, 30), (9, int(name[:12]), 9)).save(working / "samples" / name)
        tell({"samples": str(working / "samples" / name)})
    if sys.stdin.readline().strip() != "keep":
        tell({"paused": True})
        return 130
    (working / "config.json").write_text(json.dumps({"modalities": ["sketch"]}))
    (working / "samples" / "000000000128.png").rename(working / "samples.png")
    (working / "sinopia.json").write_text(json.dumps({"label": "Mine", "base": "pocket", "classes": []}))
    working.rename(out)
    tell({"finished": {"held_out": [{"t_from": 0.0, "t_to": 125.0, "gain": 0.2}]}})
    return 0


if __name__ == "__main__":
    sys.exit(main())
