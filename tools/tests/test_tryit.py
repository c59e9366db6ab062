"""A lesson's "Try it" is typed as a reader would, and must print what it says."""

from __future__ import annotations

import pytest
from proofs import (
    APP,
    TRY_IT,
    Prove,
    failures,
)

from chapters import tryit


def test_a_lesson_whose_output_is_not_true(prove: Prove):
    tried = "    $ python3 app.py\n    asleep\n"
    made = prove(TRY_IT, {"app.py": APP}, tried=tried)

    found = failures(made)["1a", "try-it"]

    assert found["detail"] == "'python3 app.py' does not print what the lesson says"
    assert found["output"].splitlines() == ["the lesson says:", "asleep", "it prints:", "awake"]


def test_a_lesson_that_is_true_with_its_server_and_what_it_exports(prove: Prove):
    tried = (
        "With the server running:\n\n"
        "    $ export WHO=Ada\n"
        "    $ python3 -c \"import os; print(os.environ['WHO'])\"\n    Ada\n"
        "    $ python3 -c \"import urllib.request as u; print(u.urlopen('http://127.0.0.1:5000/app.py').status)\"\n"
        "    200\n"
    )
    made = prove(TRY_IT, {"app.py": APP}, tried=tried)

    assert failures(made) == {}


def test_a_lesson_whose_shell_ends_early_fails_its_check(prove: Prove):
    tried = "    $ exit 3\n    $ python3 app.py\n    awake\n"
    made = prove(TRY_IT, {"app.py": APP}, tried=tried)

    found = failures(made)["1a", "try-it"]

    assert found["detail"] == "exit code 3"


def test_a_lesson_that_ends_its_shell_in_peace_has_printed_nothing(prove: Prove):
    tried = "    $ exit 0\n    $ python3 app.py\n    awake\n"
    made = prove(TRY_IT, {"app.py": APP}, tried=tried)

    found = failures(made)["1a", "try-it"]

    assert found["detail"] == "'python3 app.py' does not print what the lesson says"


@pytest.mark.parametrize(
    ("expected", "printed", "is_true"),
    [
        (("a",), "a\n", True),
        (("a",), "b a\n", False),
        (("a", "b"), "x\na\nb\ny", True),
        (("a", "b"), "a\nx\nb", False),
        (("a", "...", "b"), "a\nx\ny\nb", True),
        (("a ... z",), "a b c z", True),
        (("ready in 0.1s on 127.0.0.1:5000",), "ready in 2.34s on 127.0.0.1:40123", True),
        (("12:30:01 started 8d96c096177e",), "09:01:59 started 0011223344ff", True),
        (("12 passed",), "13 passed", False),
    ],
)
def test_expected_lines(expected: tuple[str, ...], printed: str, is_true: bool):
    assert tryit.is_true(tryit.Command("x", (), expected), printed) is is_true


def test_what_is_typed_at_a_prompt_is_told_from_what_it_prints():
    lines = ("$ python3", ">>> with a:", "...     b()", "...", "'wal'", ">>> 1", "...")

    (block,) = tryit.blocks("".join(f"    {line}\n" for line in lines))

    typed = ("with a:", "    b()", "", "1")
    assert block.commands == (tryit.Command("python3", typed, ("'wal'", "...")),)


def test_an_open_answer_at_a_prompt_may_have_others_between():
    command = tryit.Command("python3", ("a", "b"), ("1", "2"))

    assert tryit.is_true(command, ">>> 1\n>>> ... noise\n>>> 2\n>>> ")
