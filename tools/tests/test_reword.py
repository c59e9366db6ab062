"""A step gets another lesson, a chapter another title, a hunk the step that it belongs to."""

from __future__ import annotations

import pytest
from repository import Repository
from stories import lesson

WHY = ("-m", "why")


def test_a_renamed_chapter_has_its_new_title_in_every_lesson(chain: Repository):
    chain.chapters("rename-chapter", "Templates", "Pages", *WHY)

    texts = [chain.git("log", "-1", "--format=%B", label) for label in ("2a", "2b")]
    assert all("Chapter: Pages\n" in text for text in texts)
    assert sorted(chain.tags()) == ["1a", "2a", "2b", "3a", "3b"]


def test_a_chapter_that_is_not_there_cannot_be_renamed(chain: Repository):
    chain.refused("rename-chapter", "Nosuch", "Pages", *WHY)


def test_a_reworded_step_keeps_its_tree_and_all_trees(chain: Repository, text):
    trees = [chain.id(f"{label}^{{tree}}") for label in ("2a", "2b", "3b")]

    chain.chapters("reword", "2a", "-F", text(lesson("Draw it", "Templates", "page")))

    assert chain.git("log", "-1", "--format=%s", "2a") == "Draw it"
    assert [chain.id(f"{label}^{{tree}}") for label in ("2a", "2b", "3b")] == trees


def test_a_reworded_step_keeps_author_date_and_lines_with_a_hash(chain: Repository, text):
    before = chain.git("log", "-1", "--format=%an %ae %at %cn %ct", "2a")
    message = lesson("Draw it", "Templates", "page").replace("Try it\n", "# no comment\nTry it\n")

    chain.chapters("reword", "2a", "-F", text(message))

    assert chain.git("log", "-1", "--format=%B", "2a") + "\n" == message
    assert chain.git("log", "-1", "--format=%an %ae %at %cn %ct", "2a") == before


@pytest.mark.parametrize("slug", ["paper", "Page"])
def test_a_step_s_permanent_name_cannot_be_reworded(chain: Repository, text, slug: str):
    said = chain.refused("reword", "2a", "-F", text(lesson("Draw it", "Templates", slug)))

    assert "'Checkpoint: page'" in said


def test_a_chapter_may_be_reworded_but_not_so_that_one_returns(chain: Repository, text):
    message = lesson("Draw it", "Web forms", "page")

    assert "returns at checkpoint" in chain.refused("reword", "2a", "-F", text(message))


def test_a_lesson_with_a_nul_is_refused(chain: Repository, text):
    message = lesson("Draw it", "Templates", "page").replace("page", "pa\0ge", 1)

    assert "NUL" in chain.refused("reword", "2a", "-F", text(message))


def test_a_commit_with_a_nul_can_be_reworded(foreign: Repository, text):
    raw = foreign.git("cat-file", "commit", "line").encode() + b"\nx\0y\n"
    words = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    oid = foreign.git(*words, stdin=raw)
    foreign.git("update-ref", "refs/heads/line", oid)
    foreign.git("tag", "--force", "v10", oid)

    foreign.chapters("reword", "v10", "-F", text("Add help\n"))

    assert foreign.git("log", "-1", "--format=%B", "v10").strip() == "Add help"


def test_a_reworded_step_in_another_encoding_becomes_utf_8(foreign: Repository, text):
    raw = foreign.git("cat-file", "commit", "line").partition("\n\n")[0].encode()
    oid = foreign.git("hash-object", "-t", "commit", "-w", "--stdin",
                      stdin=raw + b"\nencoding ISO-8859-1\n\ncaf\xe9\n")  # fmt: skip
    foreign.git("update-ref", "refs/heads/line", oid)
    foreign.git("tag", "--force", "v10", oid)

    foreign.chapters("reword", "v10", "-F", text("Un café\n"))

    assert foreign.git("log", "-1", "--format=%s", "v10") == "Un café"


def test_without_a_file_the_lesson_comes_from_git_s_editor(chain: Repository, monkeypatch):
    monkeypatch.setenv("GIT_EDITOR", "sed -i 's/^Draw a page$/Drawn by an editor/'")

    chain.chapters("reword", "2a")

    assert chain.git("log", "-1", "--format=%s", "2a") == "Drawn by an editor"


def test_an_editor_that_fails_changes_nothing(chain: Repository, monkeypatch):
    monkeypatch.setenv("GIT_EDITOR", "false")

    chain.refused("reword", "2a")


def test_absorb_sends_each_hunk_to_the_step_that_last_touched_its_lines(chain: Repository):
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.replace("layout.html", "layout line 5\n", "layout line five\n")

    chain.chapters("absorb", *WHY)

    assert chain.at("1a", "app.py").startswith("app line one")
    assert "layout line five" in chain.at("2b", "layout.html")
    assert chain.status() == ""
