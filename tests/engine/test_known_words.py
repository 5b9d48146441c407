"""Words of a prompt that a base with a word list does not know."""

from __future__ import annotations

import pytest

from engine.installed.known_words import unknown_words

WORDS = {"scene": ("forest", "mountain lake"), "style": ("black and white",)}


@pytest.mark.parametrize(
    ("prompt", "unknown"),
    [
        ("", ()),
        ("Forest, mountain LAKE", ()),
        ("a forest with a castle, and a Castle", ("castle",)),
        ("lake in black and white, 4k", ()),
        ("knight's castle; 森林", ("knight's", "castle", "森林")),
    ],
)
def test_each_unknown_word_is_named_once_in_its_order(prompt: str, unknown: tuple[str, ...]) -> None:
    assert unknown_words(prompt, WORDS) == unknown


def test_a_base_that_lists_no_words_reads_any_text() -> None:
    assert unknown_words("a castle", {}) == ()
    assert unknown_words("a castle", {"scene": ()}) == ()
