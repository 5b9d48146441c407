"""A protocol file is read strictly; every mistake in it is one sentence."""

from __future__ import annotations

import pytest

from engine.evaluation.protocol.file import ProtocolError, parse_protocol, read_protocol

GOOD = """
title = "T"
base = "pocket"
minutes = 10
reference = "mcm-large"
[[arms]]
kind = "mcm-large"
learning_rates = [1e-3]
[[arms]]
kind = "controlnet"
learning_rates = [3e-4]
[data]
folder = "pairs"
pictures = [50, "all"]
[training]
budgets = ["examples"]
[pictures]
strengths = [1, 2]
metrics = []
"""


def test_a_protocol_is_read_with_its_defaults(tmp_path):
    path = tmp_path / "p.toml"
    path.write_text(GOOD)
    protocol = read_protocol(path)
    assert [arm.kind for arm in protocol.arms] == ["mcm-large", "controlnet"]
    assert protocol.data.folder == (tmp_path / "pairs").resolve()
    assert protocol.data.pictures == (50, None)
    assert protocol.training.budgets == ("examples",)
    assert protocol.pictures.strengths == (1.0, 2.0)
    assert protocol.pictures.metrics == ()
    assert protocol.training.batch == 32


def test_what_is_not_measured_is_not_asked_for(tmp_path):
    protocol = parse_protocol(GOOD.replace("strengths = [1, 2]", "strengths = [1, 3]\nmaps = 8"), "p.toml", tmp_path)
    assert protocol.pictures.strengths == (1.0, 3.0)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "T"', "", "title is missing."),
        ('title = "T"', "title = 3", "title must be text."),
        ("minutes = 10", "minutes = 0", "minutes must be a number above 0."),
        ("minutes = 10", "minutes = true", "minutes must be a number above 0."),
        ("minutes = 10", "minutes = inf", "minutes must be a number above 0."),
        ("minutes = 10", "minutes = 10\nhours = 2", "There is no setting hours."),
        ('reference = "mcm-large"', 'reference = "mcm-small"', "reference must be one of mcm-large, controlnet."),
        ('kind = "controlnet"', 'kind = "mcm-large"', "An arm stands twice in arms."),
        ('kind = "controlnet"', 'kind = "lora"', "arms[1].kind must be one of mcm-small, "),
        ("learning_rates = [3e-4]", "", "arms[1].learning_rates is missing."),
        (
            "learning_rates = [3e-4]",
            "learning_rates = [-1]",
            "arms[1].learning_rates must be a list of which each is a number above 0.",
        ),
        ("[data]", "[data]\nrow = 3", "There is no setting data.row."),
        ('[50, "all"]', "[]", "data.pictures must be a list that is not empty."),
        ('[50, "all"]', "[50, 50]", "data.pictures must be a list without doubles."),
        ('[50, "all"]', '["some"]', "data.pictures must be a list of which each is a whole number from 1 up or “all”."),
        ('["examples"]', '["hours"]', "training.budgets must be a list of which each is one of minutes, examples."),
        ("[training]", "[training]\ndrop_map = 2", "training.drop_map must be a number from 0 to 1."),
        ("[training]", "[training]\nema_decay = 1", "training.ema_decay must be from 0 to below 1."),
        ("[training]", "[training]\nbatch = 1.5", "training.batch must be a whole number from 1 up."),
        ("[pictures]", '[pictures]\nsampler = "euler-a"', "pictures.sampler must be one of dpm++, unipc, ddim."),
        (
            "strengths = [1, 2]\nmetrics = []",
            'strengths = [1]\nmetrics = ["diversity"]',
            "pictures.diversity_strength is not one of pictures.strengths.",
        ),
        ("metrics = []", 'maps = 8\nmetrics = ["diversity"]', "pictures.diversity_maps is more than pictures.maps."),
        ("metrics = []", 'metrics = ["fid"]', "pictures.metrics must be a list of which each is one of diversity, "),
    ],
)
def test_a_mistake_is_one_sentence(old, new, sentence, tmp_path):
    assert GOOD.count(old) == 1
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(GOOD.replace(old, new), "p.toml", tmp_path)
    first, *sentences = str(caught.value).splitlines()
    assert first == "The protocol p.toml cannot be used:"
    assert len(sentences) == 1
    assert sentences[0].startswith(sentence)


def test_all_mistakes_are_told_at_once(tmp_path):
    with pytest.raises(ProtocolError) as caught:
        parse_protocol("minutes = 'ten'\ndata = 3\n", "p.toml", tmp_path)
    assert set(str(caught.value).splitlines()[1:]) == {
        "minutes must be a number above 0.",
        "data must be a table.",
        "title is missing.",
        "base is missing.",
        "arms is missing.",
        "reference is missing.",
    }
    with pytest.raises(ProtocolError, match=r"arms must be a list of tables, \[\[arms\]\], with at least one"):
        parse_protocol(GOOD.split("[[arms]]")[0] + "arms = []\n", "p.toml", tmp_path)


def test_what_is_no_protocol_is_told(tmp_path):
    with pytest.raises(ProtocolError, match=r"There is no protocol p\.toml"):
        read_protocol(tmp_path / "p.toml")
    (tmp_path / "p.toml").write_text("title = ")
    with pytest.raises(ProtocolError, match="is not TOML"):
        read_protocol(tmp_path / "p.toml")
    (tmp_path / "p.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProtocolError, match="cannot be read"):
        read_protocol(tmp_path / "p.toml")
