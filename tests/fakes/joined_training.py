"""`main.py train …` several times over, by one process or by those that `accelerate launch` starts with this one.

The argument is a JSON file of scenarios: `{"record": folder, "arguments": […], "terminated": {"index": …, "step": …}}`,
the last one optional: that process gets a SIGTERM in that step. Each process leaves in the folder what it saw: the loss
of every step, the keys of what streamed by and its exit code as INDEX.json, its weights as INDEX.safetensors. A second
argument, `float32`, trains in it, so that runs compare.
"""

from __future__ import annotations

import json
import signal
import sys
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from safetensors.torch import save_file

from app.commands import main as cli
from engine.training import processes as joining
from engine.training import trainer
from engine.training.cached import window
from engine.training.processes import Processes


def record(scenario: dict, processes: Processes) -> None:
    """Run one scenario and leave what this process saw."""
    folder, terminated = Path(scenario["record"]), scenario.get("terminated", {})
    folder.mkdir(exist_ok=True)
    losses: list[float] = []
    keys: list[str] = []
    step, run, read = trainer.Trainer._step, trainer.Trainer.run, window.read_example

    def recorded_step(self, *arguments):
        values = step(self, *arguments)
        losses.append(values[0])
        if terminated == {"index": processes.index, "step": len(losses)}:
            signal.raise_signal(signal.SIGTERM)
        return values

    def recorded_run(self, *arguments):
        run(self, *arguments)
        weights = {f"{index}": one.detach().contiguous() for index, one in enumerate(self._parameters)}
        averages = {f"average.{index}": one.contiguous() for index, one in enumerate(self.ema.shadow_params)}
        save_file({**weights, **averages}, folder / f"{processes.index}.safetensors")

    def recorded_read(member, *arguments):
        keys.append(member.key)
        return read(member, *arguments)

    trainer.Trainer._step, trainer.Trainer.run, window.read_example = recorded_step, recorded_run, recorded_read
    try:
        code = cli.main(scenario["arguments"])
    finally:
        trainer.Trainer._step, trainer.Trainer.run, window.read_example = step, run, read
    seen = {"losses": losses, "keys": keys, "code": code}
    (folder / f"{processes.index}.json").write_text(json.dumps(seen), encoding="utf-8")


def main() -> None:
    """All scenarios, among the same processes."""
    if "float32" in sys.argv[2:]:
        trainer.mixed_precision = lambda _device: nullcontext()
    with joining.joined("cpu") as processes:
        joining.joined = lambda _device: nullcontext(processes)
        for scenario in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
            record(scenario, processes)


if __name__ == "__main__":
    main()
