"""Two changes of one import line are both taken, where there is one way to write that."""

from __future__ import annotations

import pytest

from chapters.diff import merge_beside
from chapters.imports import aligned

BASE = "from sqlalchemy import insert, text"


def both(base: str, ours: str, theirs: str, path: bytes = b"app/models.py") -> str | None:
    """The first line of the merged file, whose other lines stay the same."""
    texts = tuple(f"{line}\n\nx = 1\n".encode() for line in (base, ours, theirs))
    merged = merge_beside(*aligned(path, texts))
    return merged.decode().partition("\n")[0] if merged else None


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("func, insert, text", "insert, select, text", "func, insert, select, text"),
        ("insert", "insert, select, text", "insert, select"),
        ("delete", "insert, text, update", "delete, update"),
        (
            "ForeignKey, insert, text",
            "UTC, String, insert, text",
            "UTC, ForeignKey, String, insert, text",
        ),
        ("insert, select, text", "insert, select, text, update", "insert, select, text, update"),
    ],
)
def test_names_of_both_sides_are_taken(ours: str, theirs: str, merged: str):
    sides = [f"from sqlalchemy import {names}" for names in (ours, theirs)]

    assert both(BASE, *sides) == f"from sqlalchemy import {merged}"
    assert both(BASE, *reversed(sides)) == f"from sqlalchemy import {merged}"


def test_a_comment_that_nobody_changed_stays():
    base, ours, theirs = (
        f"from app.api import {names}  # noqa: F401" for names in ("me", "bodies, me", "me, tokens")
    )

    assert both(base, ours, theirs) == "from app.api import bodies, me, tokens  # noqa: F401"
    assert both(base, f"{ours}, for its views", theirs) is None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("from sqlalchemy import text, func", "from sqlalchemy import select, text"),  # no order
        ("from sqlalchemy import text", "from sqlalchemy import insert"),  # nothing is left
        ("from sqlalchemy import text as t", "from sqlalchemy import text"),  # another name
        ("from sqlalchemy import text  # old", "from sqlalchemy import text"),
        ("from sqlalchemy.orm import text", "from sqlalchemy import select, text"),
        (f"{BASE}, {'u' * 40}", f"{BASE}, {'v' * 40}"),  # too long for a line
        (f"{BASE}, zip\nfrom sqlalchemy import a", f"{BASE}, zap"),  # it has two lines
    ],
)
def test_what_can_be_written_in_two_ways_stays_a_conflict(ours: str, theirs: str):
    assert both(BASE, ours, theirs) is None
    assert both(BASE, theirs, ours) is None


def test_only_python_is_read_so():
    added = [f"from sqlalchemy import {names}" for names in ("func, insert, text", "text")]

    assert both(BASE, *added, path=b"README.md") is None


def test_a_name_in_a_longer_text_is_left_alone():
    text = b"import os\nfrom a import b\n\nsaid = 'from a import b'\n"
    ours, theirs = (text.replace(b"from a import b\n", new) for new in
                    (b"from a import a, b\n", b"from a import b, c\n"))  # fmt: skip

    merged = merge_beside(*aligned(b"x.py", (text, ours, theirs)))

    assert merged == text.replace(b"from a import b\n", b"from a import a, b, c\n")
