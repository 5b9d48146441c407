"""Whether an error says that memory is short, in the words of the systems and libraries that say so. No torch."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from engine.errors import brief

_NO_MEMORY_WINDOWS = (8, 14, 1455)
"""Not enough memory, out of memory, the paging file is too small."""
_SAID = (
    "out of memory",
    "out_of_memory",
    "out_of_host_memory",
    "out_of_device_memory",
    "outofmemory",
    "allocate memory",
    "allocate enough memory",
    "not enough memory",
    "insufficient memory",
    "memory allocation",
    "alloc_failed",
    "paging file is too small",
    "(os error 12)",
    "(os error 1455)",
    "[errno 12]",
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether it, or what caused it, is a lack of memory of the machine or of its graphics card."""
    return any(map(_says_so, _chain(error)))


def _says_so(error: BaseException) -> bool:
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    if isinstance(error, OSError) and (
        error.errno == errno.ENOMEM or getattr(error, "winerror", None) in _NO_MEMORY_WINDOWS
    ):
        return True
    text = brief(error, 100_000).lower()
    return any(words in text for words in _SAID)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and what was being handled meanwhile."""
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen:
        seen.append(following)
        yield following
        following = following.__cause__ or following.__context__
