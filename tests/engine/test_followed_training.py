"""A training that another program follows: what it says, and that it pauses, goes on and keeps when asked to."""

from __future__ import annotations

import io
import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from app.commands import main as cli
from app.commands.training_lines import Wishes, lines_to
from engine.errors import TrainingPaused
from engine.training.fit import CHECKPOINT
from engine.training.module import train_module
from engine.training.plan import ModuleTraining, Reporter, TrainingOptions
from engine.words import from_record
from tests.engine.test_training import folder as folder

SILENT = Reporter(stage=lambda *_: None, trained=lambda _: None, say=lambda _: None)


@pytest.fixture
def training(folder, tiny_folders, tmp_path) -> ModuleTraining:
    return ModuleTraining(
        base=tiny_folders["epsilon"],
        data=folder,
        out=tmp_path / "module",
        cache_dir=tmp_path / "cache",
        size="small",
        device="cpu",
        options=TrainingOptions(examples=48, batch=8),
    )


def records(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_every_update_is_a_line(training):
    stream = io.StringIO()
    train_module(training, lines_to(stream, clock=iter(range(10**6)).__next__))
    told = records(stream)
    assert {"Checking training pictures", "Encoding pictures", "Running the base"} <= {one.get("stage") for one in told}
    trained = [one["trained"] for one in told if "trained" in one]
    assert [one["examples"] for one in trained] == [8, 16, 24, 32, 40, 48]
    assert trained[-1]["part_done"] == 1
    assert {"loss", "relative_loss", "seconds_left", "examples_per_s"} <= trained[0].keys()


def test_updates_come_no_faster_than_they_can_be_read(training):
    stream = io.StringIO()
    train_module(training, lines_to(stream, clock=lambda: 0.0))
    told = [one["trained"]["examples"] for one in records(stream) if "trained" in one]
    assert told == [8, 48]


def test_a_pause_leaves_a_checkpoint_and_the_next_start_goes_on(training):
    seen = []
    report = replace(SILENT, trained=lambda progress: seen.append(progress.examples))
    with pytest.raises(TrainingPaused):
        train_module(training, report, lambda: "pause" if len(seen) == 2 else None)
    working = training.out.with_name("module.training")
    assert (working / CHECKPOINT).is_file()
    assert not training.out.exists()
    train_module(training, report)
    assert seen == [8, 16, 24, 32, 40, 48]
    assert not working.exists()


def test_a_pause_ends_the_preparation_too(training):
    with pytest.raises(TrainingPaused):
        train_module(training, SILENT, lambda: "pause")
    assert not training.out.exists()


def test_what_is_kept_is_a_module(training):
    seen = []
    report = replace(SILENT, trained=lambda progress: seen.append(progress.examples))
    figures = train_module(training, report, lambda: "keep" if len(seen) == 3 else None)
    assert figures["examples"] == 24
    assert (training.out / "sinopia.json").is_file()


def test_a_look_at_the_gain_changes_nothing(training, monkeypatch, tmp_path):
    plain = train_module(training, SILENT)
    monkeypatch.setattr("engine.training.module._GAINS_EVERY_S", 0.0)
    told = []
    looked = train_module(replace(training, out=tmp_path / "looked"), replace(SILENT, gains=told.append))
    assert len(told) == 6
    assert {"t_from", "t_to", "gain"} <= told[0][0].keys()
    assert looked["held_out"] == plain["held_out"]


def test_wishes_are_lines_and_the_end_is_a_pause():
    read, write = os.pipe()
    with os.fdopen(read) as lines, os.fdopen(write, "w") as wishing:
        wishes = Wishes(lines)
        assert wishes() is None
        wishing.close()
        wishes.thread.join()
        assert wishes() == "pause"
    wishes = Wishes(["what", "keep"])
    wishes.thread.join()
    assert wishes() == "keep"


def arguments(training: ModuleTraining) -> list[str]:
    places = ["--base", training.base, "--data", training.data, "--out", training.out, "--cache", training.cache_dir]
    return ["train", "labels", *map(str, places), "--size", "small", "--device", "cpu", "--batch", "8"]


def test_where_nobody_follows_any_more_nothing_breaks():
    class Gone(io.StringIO):
        def flush(self):
            raise BrokenPipeError

    lines_to(Gone()).say("x")


def test_being_terminated_leaves_a_checkpoint(training, monkeypatch, capsys):
    monkeypatch.setattr("engine.training.fit._CHECKPOINT_EVERY_S", 1e9)
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("engine.training.trainer.Trainer._step", counted_step(2))
    assert cli.main(arguments(training)) == 130
    assert (training.out.with_name("module.training") / CHECKPOINT).is_file()
    assert "goes on from there" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) == before


def counted_step(last: int):
    """A step that does nothing, and has the process terminated at the last one."""
    done = 0

    def step(self, share, done_part):
        nonlocal done
        done += 1
        if done == last:
            signal.raise_signal(signal.SIGTERM)
        return 1.0, 1.0

    return step


def test_the_command_says_how_it_ended(training, monkeypatch, capsys):
    monkeypatch.setattr("app.commands.training_lines.step_back", lambda: None)
    monkeypatch.setattr("sys.stdin", io.StringIO("keep\n"))
    assert cli.main([*arguments(training), "--examples", "16", "--progress", "json"]) == 130
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"paused": True}  # nothing was trained yet, so there is nothing to keep
    (Path(training.data) / "classes.json").unlink()
    assert cli.main([*arguments(training), "--progress", "json"]) == 1
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["error"] == "data has no class list."
    assert last["hint"].startswith("Add classes.json")
    text, hint = map(from_record, last["words"])
    assert (text, hint) == (last["error"], last["hint"])
    assert text.template == "{folder} has no class list."
