"""What the menus act on, without widgets."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class FakeView:
    calls: list[str] = field(default_factory=list)

    def fit(self) -> None:
        self.calls.append("fit")

    def zoom_100(self) -> None:
        self.calls.append("zoom_100")

    def rotate(self, degrees: float) -> None:
        self.calls.append(f"rotate {degrees}")

    def mirror(self) -> None:
        self.calls.append("mirror")

    def commit(self) -> None:
        self.calls.append("commit")

    def abort(self) -> None:
        self.calls.append("abort")


@dataclass
class FakeFields:
    commits: int = 0

    def commit(self) -> None:
        self.commits += 1


@dataclass
class FakePanels:
    shown: set[str] = field(default_factory=set)

    def is_shown(self, dock_id: str) -> bool:
        return dock_id in self.shown

    def show(self, dock_id: str) -> None:
        self.shown |= {dock_id}

    def toggle(self, dock_id: str) -> None:
        self.shown ^= {dock_id}

    def reset(self) -> None:
        self.shown = set()


@dataclass
class FakeWindows:
    opened: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        self.opened.append(name)

    def open_another(self) -> None:
        self.opened.append("another")
