"""What paints, in words."""

from __future__ import annotations

import pytest
import torch

from engine.bases.device import describe


@pytest.mark.parametrize(("threads", "words"), [(1, "CPU · 1 core"), (2, "CPU · 2 cores")])
def test_the_processor_is_told_with_the_cores_that_paint(monkeypatch, threads, words):
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    assert describe(torch.device("cpu")) == words
