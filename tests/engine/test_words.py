"""Text keeps what it takes to be translated, from one process to another, too."""

from __future__ import annotations

import json
import pickle

import pytest

from engine.errors import DataError
from engine.words import Words, from_record, lines, say, to_record


def through_json(text):
    return from_record(json.loads(json.dumps(to_record(text))))


def through_pickle(text):
    return pickle.loads(pickle.dumps(DataError(text, text))).hint


@pytest.mark.parametrize("again", [through_json, through_pickle])
def test_words_are_the_same_in_another_process(again):
    inner = say("{name}: the {part} cannot be read.", name="a.jpg", part=say("picture"))
    text = say("{number} of {all}:\n{problems}", number=2, all=9, problems=lines([inner, "plain", DataError(inner)]))
    other = again(text)
    assert other == text == "2 of 9:\na.jpg: the picture cannot be read.\nplain\na.jpg: the picture cannot be read."
    assert other.template == text.template
    assert other.values["number"] == 2
    problems = other.values["problems"]
    assert [getattr(value, "template", None) for value in problems.values.values()] == [
        inner.template,
        None,
        inner.template,
    ]
    assert isinstance(problems.values["line0"].values["part"], Words)


@pytest.mark.parametrize("again", [through_json, through_pickle])
def test_plain_text_and_what_a_library_raised_stay_as_they_are(again):
    assert again("a {brace}") == "a {brace}"
    assert again(say("It failed: {error}", error=OSError(2, "No such file"))) == "It failed: [Errno 2] No such file"
    assert again(say('Add {"classes": 1}')) == 'Add {"classes": 1}'


@pytest.mark.parametrize(
    "record", [{"values": {}}, {"template": "{a}", "values": {"b": 1}}, {"template": "a", "values": 1}]
)
def test_what_is_no_record_is_refused(record):
    with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
        from_record(record)
