"""What an image can become, and where the offer of it is. No Qt."""

from __future__ import annotations

from enum import Enum, auto


class Becomes(Enum):
    """What a photo can become."""

    LABELS = auto()
    """What the segmenter sees in a photo; of an image that plainly is a label map, that map."""
    MAP = auto()
    """The image read as a label map, in a way that the person chooses."""
    SKETCH = auto()
    """What a drawn line is in a photo; of an image that is ink of ours, that ink."""
    INK = auto()
    """The lines that the image itself is, pixel for pixel."""
    BOTH = auto()
    REFERENCE = auto()


class OfferStage(Enum):
    """Where it is."""

    NONE = auto()
    READING = auto()
    ASKING = auto()
    DRAWING = auto()
