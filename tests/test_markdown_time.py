from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis.strategies import lists, sampled_from

from app.markdown import render

LIMIT = 1.0  # second: ten times what they take, a tenth of what they took
SLOW = [
    "[" * 10_000,
    "[a](" * 2_500,
    "<&\\```" * 1_666,
    "a\n=\n" * 2_500,
    "[a]: b\n" * 1_428,
    "http://a" * 1_250,
    "<![CDATA[" * 1_111,
    "#1" * 5_000,
    "@a" * 5_000,
]
PIECES = [" ", "    ", "\t", "\n", "\n\n", "a", "🐦", "\u0002", "klzzwxh:0"]
PIECES += (
    "` `` ``` ~~~ * ** _ __ > - 1. # #a @ada = : [ ] ( ) ![ ]( [a](http://b)".split()
)
PIECES += "<http:// https://b < <a & &#1; \\ \\`".split()


def seconds(text):
    """Return the time that the processor takes, whatever else it has to do."""
    begin = process_time()
    render(text)
    return process_time() - begin


@pytest.mark.parametrize("text", SLOW)
def test_slow_text_is_drawn_in_time(text):
    assert seconds(text) < LIMIT


@settings(max_examples=25, deadline=None, derandomize=True)
@given(lists(sampled_from(PIECES), min_size=1, max_size=8))
def test_any_text_is_drawn_in_time(pieces):
    assert seconds(("".join(pieces) * 10_000)[:10_000]) < LIMIT
