"""A clock that moves when it is told to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class FakeClock:
    now_s: float = 100.0

    def __call__(self) -> float:
        return self.now_s

    def pass_s(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds
