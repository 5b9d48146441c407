"""The samplers that can be chosen. No torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """An id and how the user reads it."""

    id: str
    label: str


SAMPLERS = (
    Choice("dpm++", "DPM-Solver++"),
    Choice("unipc", "UniPC"),
    Choice("ddim", "DDIM"),
    Choice("euler-a", "Euler ancestral"),
)
