"""Notification without Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Event(Generic[P]):
    """Calls every connected function, in the order of connecting, in the thread that emits.

    A function that raises stops the emission: the error reaches whoever emitted. A function that is disconnected
    while an emission is under way is not called any more by it; one that is connected then waits for the next.
    """

    def __init__(self) -> None:
        self._functions: dict[object, Callable[P, object]] = {}

    def connect(self, function: Callable[P, object]) -> Callable[[], None]:
        """Call `function` on every emission from now on; returns what disconnects it (calling that twice is fine)."""
        key = object()
        self._functions[key] = function

        def disconnect() -> None:
            self._functions.pop(key, None)

        return disconnect

    def emit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call the connected functions with these arguments."""
        for key in tuple(self._functions):
            function = self._functions.get(key)
            if function is not None:
                function(*args, **kwargs)
