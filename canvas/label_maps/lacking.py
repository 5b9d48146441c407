"""Sentences on what an image has and a palette lacks."""

from __future__ import annotations

import numpy as np

from canvas.label_maps.reading import Reading
from canvas.label_maps.samples import Samples, distinct
from canvas.palette import Palette, hex_colour
from canvas.words import Words, listed, say


def lacks_numbers(samples: Samples, palette: Palette, plain: Reading) -> Words:
    """The numbers that say no class of the palette."""
    lacking = sorted(plain.lacking.tolist())
    return say(
        '"{name}" has {counted} that the palette "{palette}" lacks: {listed}.',
        name=samples.name,
        counted=say("1 class") if len(lacking) == 1 else say("{count} classes", count=len(lacking)),
        palette=palette.name,
        listed=listed([str(number) for number in lacking]),
    )


def lacks_colours(samples: Samples, palette: Palette, exact: Reading) -> Words:
    """The colours that are no class's, or are half transparent."""
    count = len(exact.lacking)
    shown = [hex_colour(_rgb(colour)) for colour in exact.lacking[:10].tolist()]
    if samples.half is not None and samples.alpha is not None and not shown:
        colours, alphas = samples.colours[samples.half], samples.alpha[samples.half]
        for colour in distinct(colours).tolist():
            opacities = np.unique(alphas[colours == colour]).tolist()
            shown += [f"{hex_colour(_rgb(colour))}{opacity:02x}" for opacity in opacities]
        count = len(shown)
    if not shown:
        return changes_colours(samples)
    return say(
        '"{name}" has {counted} that the palette "{palette}" lacks: {listed}.',
        name=samples.name,
        counted=say("1 colour") if count == 1 else say("{count} colours", count=count),
        palette=palette.name,
        listed=listed(shown, count),
    )


def changes_colours(samples: Samples) -> Words:
    """That what the file holds may not be what was saved."""
    return say('"{name}" is of a format that changes colours.', name=samples.name)


def _rgb(colour: int) -> list[int]:
    return [colour >> 16, colour >> 8 & 0xFF, colour & 0xFF]
