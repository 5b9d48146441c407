"""Changes of what belongs to the drawing and is not in it, such as its settings: the history keeps them in one line."""

from __future__ import annotations

from typing import Protocol


class Beside(Protocol):
    """A change that was made already, and that its owner can take back and make again, any number of times."""

    @property
    def label(self) -> str:
        """What the history calls it where it is an entry of its own."""
        ...

    @property
    def nbytes(self) -> int:
        """About the memory that it holds."""
        ...

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        ...

    def undo(self) -> None:
        """Take it back."""
        ...

    def redo(self) -> None:
        """Make it again."""
        ...

    def then(self, later: Beside) -> Beside | None:
        """One change for this and for `later`, which followed it; None where a person would call them two."""
        ...
