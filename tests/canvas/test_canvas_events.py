from __future__ import annotations

import pytest

from canvas.events import Event


def test_connected_functions_are_called_in_order_with_the_arguments() -> None:
    event: Event[int] = Event()
    calls: list[tuple[str, int]] = []
    event.connect(lambda value: calls.append(("a", value)))
    event.connect(lambda value: calls.append(("b", value)))
    event.emit(3)
    assert calls == [("a", 3), ("b", 3)]


def test_disconnecting_twice_is_fine_and_leaves_an_equal_connection_alone() -> None:
    event: Event[int] = Event()
    calls: list[int] = []
    disconnect = event.connect(calls.append)
    event.connect(calls.append)
    disconnect()
    disconnect()
    event.emit(1)
    assert calls == [1]


def test_a_function_disconnected_during_an_emission_is_not_called_by_it() -> None:
    event: Event[[]] = Event()
    calls: list[str] = []
    event.connect(lambda: disconnect_second())
    disconnect_second = event.connect(lambda: calls.append("second"))
    event.emit()
    assert calls == []


def test_what_one_function_raises_reaches_the_emitter_after_all_were_called() -> None:
    event: Event[int] = Event()
    calls: list[int] = []

    def fail(value: int) -> None:
        raise ValueError("the listener")

    event.connect(fail)
    event.connect(calls.append)
    event.connect(fail)
    event.connect(calls.append)
    with pytest.raises(ValueError, match="the listener") as caught:
        event.emit(7)
    assert calls == [7, 7]
    assert isinstance(caught.value.__context__, ValueError)
