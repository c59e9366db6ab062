"""`changes` says what editions changed, where and why."""

from __future__ import annotations

import json

import pytest
from repository import Repository


@pytest.fixture
def editions(chain: Repository) -> Repository:
    """Three editions; HEAD on chapters."""
    for n, word in ((2, "two"), (3, "three")):
        chain.replace("app.py", f"app line {n}\n", f"app line {word}\n")
        chain.chapters("fix", "1a" if n == 2 else "2b", "-m", f"because {word}")
        chain.chapters("publish", "-m", f"Say {word}")
    return chain


def test_changes_tells_of_the_newest_edition(editions: Repository):
    out = editions.chapters("changes")

    assert out == "edition 3  2023-11-14  Say three\n    fix 2b layout: because three\n"


def test_changes_go_by_steps_and_name_each_reworded_lesson_once(editions: Repository):
    for label in ("3a", "2b", "2a"):
        lesson = editions.git("log", "-1", "--format=%B", label)
        better = lesson.replace("Chapter:", "In better words.\n\nChapter:", 1).encode()
        editions.chapters("reword", label, "-F", "-", stdin=better)
    editions.replace("app.py", "app line three\n", "app line drei\n")
    editions.chapters("fix", "2b", "-m", "because drei")
    editions.replace("app.py", "app line two\n", "app line zwei\n")
    editions.chapters("fix", "1a", "-m", "because zwei")
    editions.chapters("publish", "-m", "All sorts")

    out = editions.chapters("changes", "--since", "3")

    assert out.splitlines()[1:] == [
        "    fix 1a hello: because zwei", "    fix 2b layout: because drei",
        "    lessons in better words: 2a, 3a",
    ]  # fmt: skip


def test_changes_begins_after_the_edition_that_head_is_of(editions: Repository):
    editions.git("checkout", "--quiet", "--detach", "main^2~3")  # 2a of edition 3 is that of 2, too
    assert "edition 3" in editions.chapters("changes")

    first = editions.git("log", "--format=%H", "--grep=^Edition: 1$", "main")
    editions.git("checkout", "--quiet", "--detach", f"{first}^2")
    out = editions.chapters("changes")

    assert "edition 2" in out and "edition 3" in out and "edition 1" not in out


def test_changes_since_an_edition_and_as_json(editions: Repository):
    found = json.loads(editions.chapters("changes", "--since", "1", "--json"))

    assert [edition["number"] for edition in found] == [2, 3]
    assert found[0]["changes"] == [{
        "line": "fix 1a hello: because two", "kind": "fix", "label": "1a", "slug": "hello",
        "why": "because two",
    }]  # fmt: skip


def test_changes_since_the_newest_and_since_none(editions: Repository):
    assert "nothing has changed since" in editions.chapters("changes", "--since", "3")
    assert "There is no edition 7; the newest is 3" in editions.refused("changes", "--since", "7")


def test_changes_before_any_edition(unpublished: Repository):
    assert "main has no edition yet" in unpublished.refused("changes")
