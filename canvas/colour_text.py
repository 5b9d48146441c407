"""Colours as people and programs write them: #c1440e, #08f, 0xc1440e, (193, 68, 14), 193 68 14, 0.75 0.27 0.05, red."""

from __future__ import annotations

import re

from PIL import ImageColor

Parts = tuple[float, float, float]
"""Red, green and blue as they are written: 0..255, or 0..1 where a whole table says so."""
_HEX = re.compile(r"(?:#|0x)?([0-9a-f]{6})|#([0-9a-f]{6})[0-9a-f]{2}|#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?", re.I)
_FRAME = re.compile(r"(?:rgba?|np\.array|array)?\s*[(\[{]+\s*(.*?)\s*[)\]}]+", re.I)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{0,18})?", re.ASCII)
_LONGEST = 100


def parts_of(text: str) -> Parts | None:
    """Three numbers of a colour; opacity is passed over. None if it is no colour."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    found = _HEX.fullmatch(text)
    if found is not None:
        long = found[1] or found[2] or "".join(digit * 2 for digit in found.groups()[2:])
        red, green, blue = bytes.fromhex(long)
        return red, green, blue
    frame = _FRAME.fullmatch(text)
    numbers = re.split(r"\s*[,;/]\s*|\s+", frame[1] if frame is not None else text)
    if len(numbers) in (3, 4) and all(_NUMBER.fullmatch(number) for number in numbers):
        return float(numbers[0]), float(numbers[1]), float(numbers[2])
    if text.isascii() and text.isalpha() and text.lower() in ImageColor.colormap:
        named = ImageColor.getrgb(text)
        return named[0], named[1], named[2]
    return None


def is_colour(text: str) -> bool:
    """Whether it can be nothing but a colour: three numbers, or digits after a # or 0x; no word, and no number."""
    text = text.strip()
    return parts_of(text) is not None and (not text.isalnum() or text[:2].lower() == "0x")


def rgb_of(parts: Parts, full: float = 255.0) -> tuple[int, int, int] | None:
    """The colour in bytes, where `full` is the most that a part can be; None where a part is none."""
    scaled = [part * 255.0 / full for part in parts]
    if not all(0 <= part <= 255 and (full != 255.0 or part.is_integer()) for part in scaled):
        return None
    red, green, blue = (round(part) for part in scaled)
    return red, green, blue


def are_fractions(colours: list[Parts]) -> bool:
    """Whether parts of these colours can only be 0..1: none is more, and some are no whole numbers."""
    parts = [part for colour in colours for part in colour]
    return bool(parts) and max(parts) <= 1 and not all(part.is_integer() for part in parts)
