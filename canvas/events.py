"""Notification without Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Generic, ParamSpec

P = ParamSpec("P")


def each(calls: Iterable[Callable[[], object]]) -> None:
    """Make every call, in order, whatever one of them raises; then raise the last error, with the others as context."""
    rest = iter(tuple(calls))
    for call in rest:
        try:
            call()
        except Exception:
            each(rest)
            raise


class Event(Generic[P]):
    """Calls every connected function, in the order of connecting, in the thread that emits.

    What a function raises reaches whoever emitted, once all the others were called. A function that is disconnected
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
        each([partial(self._call, key, args, kwargs) for key in self._functions])

    def _call(self, key: object, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        function = self._functions.get(key)
        if function is not None:
            function(*args, **kwargs)
