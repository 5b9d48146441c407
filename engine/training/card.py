"""The card beside a module's weights: what it is, what it learnt from, what it gained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.installed.registry import MODALITIES, SAMPLES


def write_card(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write README.md in the form of a model card from a module's manifest."""
    training = manifest["training"]
    heard = [choice for choice in MODALITIES if choice.id in manifest["modalities"]]
    drawing = " and ".join(f"a {choice.label.lower()}" for choice in heard)
    tags = ", ".join(f"{choice.label.lower().replace(' ', '-')}-to-image" for choice in heard)
    classes = ", ".join(entry["name"] for entry in manifest["classes"][1:])
    origin = training.get("began_from")
    began = (
        f"\n- Began from {origin['label']} ({origin['id']}), trained on {origin['examples']:,} examples"
        if origin
        else ""
    )
    streamed = " that streamed by, an epoch's repeats counted" if training.get("streamed") else ""
    text = f"""---
library_name: diffusers
tags: [modulation, mcm, {tags}]
base_model: {manifest["base"]}
---

# {manifest["label"]}

A modulation network (MCM, arXiv 2302.12764): it reads the noisy latent, the frozen base's prediction and what is
painted ({drawing}), and changes the prediction at every sampling step. The base's weights are untouched.

- Base: {manifest["base"]} (fingerprint {training["base_fingerprint"]})
- Hears: {", ".join(choice.layer for choice in heard)}{f"; classes: {classes}" if classes else ""}
- Parameters: {training["parameters"]:,}
- Trained on {training["pictures"]:,} pictures{streamed}, {training["draws"]} cached noise draws each;
  {training["examples"]:,} examples in {training["seconds"] / 60:.0f} minutes{began}

## Held-out gain

Share of the base's v loss that the module takes away on pictures it never saw, with the right drawing and with that
of another picture. A module that reads its drawing is harmed by a wrong one.

{gain_table(training["held_out"])}
"""
    if (folder / SAMPLES).is_file():
        text += f"""
## What it paints

Held-out drawings, what the base alone paints from the same noise, and what the module makes of them; without text.

![Drawings, the base alone, the module]({SAMPLES})
"""
    (folder / "README.md").write_text(text, encoding="utf-8")


def gain_table(gains: Sequence[Mapping[str, float]]) -> str:
    """The held-out gain per bucket of t as a Markdown table."""
    lines = ["| t | base v loss | gain | gain with a wrong drawing |", "|---|---|---|---|"]
    lines += [
        f"| {row['t_from']:.0f}–{row['t_to']:.0f} | {row['base_loss']:.4f} "
        f"| {row['gain']:+.1%} | {row['gain_wrong_drawing']:+.1%} |"
        for row in gains
    ]
    return "\n".join(lines)
