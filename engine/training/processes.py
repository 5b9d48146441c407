"""The processes that train one module together: all that HF Accelerate does for a training.

`accelerate launch main.py train …` starts several, on one machine or on many; without it there is one, and nothing
here costs anything. What decides a training is decided once: the main process keeps the clock, writes what is to be
kept, and every process stops at the same step.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import torch
from accelerate import PartialState
from accelerate.utils import (
    broadcast,
    broadcast_object_list,
    gather_object,
    get_int_from_env,
    parse_flag_from_env,
    reduce,
)
from torch import Tensor

from engine.bases.device import choose_device
from engine.errors import EngineError, RequestError, TrainingPaused
from engine.words import say

T = TypeVar("T")

_COUNTS = ["WORLD_SIZE", "PMI_SIZE", "OMPI_COMM_WORLD_SIZE", "MV2_COMM_WORLD_SIZE"]
"""Where torchrun, which `accelerate launch` uses, and the kinds of MPI say how many processes they have started."""
_OF_TORCHRUN = ("RANK", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT")
_PATIENCE = timedelta(days=1)
"""How long one waits for the others: building a cache takes hours, and whoever dies is noticed by the launcher."""


class Processes:
    """Who takes part, and what they say to each other. Every process must come to every call that talks."""

    def __init__(self, index: int = 0, count: int = 1, local_index: int = 0, local_count: int = 1) -> None:
        """By default there is one. `local` counts the processes of this machine."""
        self.index, self.count = index, count
        self.local_index, self.local_count = local_index, local_count
        self.is_main = index == 0
        self.is_first_here = local_index == 0
        self.device: torch.device | None = None
        """This process's own device, where there are several processes."""

    def choose_device(self, name: str) -> torch.device:
        """The device called `name`; of several graphics cards each process takes its own."""
        return self.device if self.device is not None else choose_device(name)

    def share(self, batch: int) -> slice:
        """This process's part of a batch. Raises RequestError if there is not one example for each."""
        if batch < self.count:
            raise RequestError(
                say(
                    "A batch of {batch} is less than one example for each of {count} processes.",
                    batch=batch,
                    count=self.count,
                ),
                say("--batch counts the examples of all processes together."),
            )
        return slice(batch * self.index // self.count, batch * (self.index + 1) // self.count)

    def agreed(self, seconds: float, stop: bool) -> tuple[float, bool]:
        """The main process's seconds, and whether any process wants to stop. Talks."""
        if self.count == 1:
            return seconds, stop
        told = torch.tensor([seconds if self.is_main else 0.0, stop], dtype=torch.float64, device=self.device)
        told_seconds, told_stop = reduce(told, "sum").tolist()
        return told_seconds, told_stop > 0

    def add_up(self, parameters: Sequence[torch.nn.Parameter], *values: Tensor) -> list[float]:
        """Replace every gradient by the sum over the processes, and return the sums of the values. Talks, once:
        a module is small, so that there is nothing to win by sending parts of it while others are computed."""
        if self.count == 1:
            return [value.item() for value in values]
        gradients = [one.grad for one in parameters if one.grad is not None]
        summed = reduce(torch.cat([*(one.flatten() for one in gradients), *(value.view(1) for value in values)]), "sum")
        at = 0
        for one in gradients:
            one.copy_(summed[at : at + one.numel()].view_as(one))
            at += one.numel()
        sums: list[float] = summed[at:].tolist()
        return sums

    def hand_out(self, parameters: Sequence[torch.nn.Parameter]) -> None:
        """Give all processes the main one's weights. Talks."""
        if self.count == 1:
            return
        with torch.no_grad():
            for parameter, value in zip(
                parameters, broadcast([one.detach().contiguous() for one in parameters]), strict=True
            ):
                parameter.copy_(value)

    def gathered(self, value: T) -> list[T]:
        """What every process says, in order. Talks."""
        if self.count == 1:
            return [value]
        values: list[T] = gather_object([value])
        return values

    def from_main(self, make: Callable[[], T]) -> T:
        """What the main process makes, or the error that it raises. Talks."""
        if self.count == 1:
            return make()
        made: list[T | None] = [None]
        with self.together():
            if self.is_main:
                made = [make()]
        (value,) = broadcast_object_list(made)
        return value  # type: ignore[no-any-return]

    @contextmanager
    def together(self) -> Iterator[None]:
        """Ends when all have come to the end; an expected error of one is raised in all. Talks, so what is inside
        must not."""
        error: EngineError | TrainingPaused | None = None
        try:
            yield
        except (EngineError, TrainingPaused) as raised:
            error = raised
        errors = [one for one in self.gathered(error) if one is not None]
        if errors:
            raise error or errors[0]


ALONE = Processes()
"""A training of one process."""


def _left_over() -> RequestError:
    return RequestError(
        say("The environment says that there are several processes, and nothing has started them."),
        say("Unset {names}, or start with accelerate launch.", names=", ".join(_COUNTS)),
    )


@contextmanager
def joined(device: str) -> Iterator[Processes]:
    """This process among those that `accelerate launch` has started with it; alone if it has not."""
    try:
        count = get_int_from_env(_COUNTS, 1)
    except ValueError as error:
        raise _left_over() from error
    if count < 2:
        yield ALONE
        return
    if "WORLD_SIZE" in os.environ and not set(_OF_TORCHRUN) <= set(os.environ):
        raise _left_over()
    on_cpu = parse_flag_from_env("ACCELERATE_USE_CPU") or choose_device(device).type == "cpu"
    try:
        state = PartialState(cpu=on_cpu, timeout=_PATIENCE)
        here = int(os.environ.get("LOCAL_WORLD_SIZE", state.num_processes))
    except (ValueError, RuntimeError) as error:
        raise _left_over() from error
    if state.num_processes != count:
        raise RequestError(say("Accelerate cannot join several processes on this device."), say("Start a single one."))
    processes = Processes(state.process_index, state.num_processes, state.local_process_index, here)
    processes.device = torch.device("cpu") if on_cpu else state.device
    try:
        yield processes
    finally:
        state.destroy_process_group()
