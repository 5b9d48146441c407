"""Bars on a terminal; in a pipe a line for what is done, and nothing that goes back to the beginning of a line."""

from __future__ import annotations

import io
from contextlib import redirect_stderr

import pytest

from app.commands.progress_bars import pictures_on_terminal, stages_on_terminal, study_on_terminal, training_on_terminal
from engine.training.plan import TrainingProgress


@pytest.fixture(params=[True, False], ids=["terminal", "pipe"])
def stream(request):
    """What stderr gets; `isatty` is whether it is a terminal."""
    stream = io.StringIO()
    stream.isatty = lambda: request.param
    return stream


def lines(stream):
    if not stream.isatty():
        assert "\r" not in stream.getvalue()
    return stream.getvalue().splitlines()


def test_pictures(stream):
    with redirect_stderr(stream), pictures_on_terminal(2, "drawing") as progress:
        for step in range(1, 101):
            progress.step(f"a.png, step {step} of 100", step / 100)
        progress.done("a.png")
        progress.say("A note.")
        progress.done("b.png", failed=True)
    if stream.isatty():
        assert "100%" in stream.getvalue()
        assert "A note." in stream.getvalue()
    else:
        assert lines(stream) == ["1 of 2: a.png", "A note.", "2 of 2: b.png failed"]


def test_stages(stream):
    with redirect_stderr(stream), stages_on_terminal() as stage:
        for done in range(1, 301):
            stage("Reading", done, 300)
    if stream.isatty():
        assert "300/300" in stream.getvalue()
    else:
        assert lines(stream) == ["Reading: 300 of 300"]


def test_training(stream):
    with redirect_stderr(stream), training_on_terminal() as report:
        for done in range(1, 1001):
            report.trained(TrainingProgress(done, 0.5, 0.9, 10, 60, done / 1000))
    if stream.isatty():
        assert "Training 100%:" not in stream.getvalue()
    else:
        assert len(lines(stream)) == 20
        assert lines(stream)[-1].startswith("Training 100%: 1000 examples, loss 0.5")


def test_a_study(stream):
    with redirect_stderr(stream), study_on_terminal() as report:
        for part in range(101):
            report.cell("labels, 7", "painting", part / 100)
            report.cell("labels, 8", "painting", part / 100)
    if stream.isatty():
        assert "labels, 8" in stream.getvalue()
    else:
        assert len(lines(stream)) == 40
