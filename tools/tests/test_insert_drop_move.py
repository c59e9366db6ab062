"""Edits of the line itself: a step comes, goes, or moves."""

from __future__ import annotations

import pytest
from repository import Repository
from stories import lesson

WHY = ("-m", "why")


def add_favicon(chain: Repository) -> None:
    chain.write("favicon.svg", "<svg/>\n")
    chain.git("add", "favicon.svg")


def test_an_inserted_step_gets_its_label_and_later_ones_count_on(chain: Repository, text):
    add_favicon(chain)

    chain.chapters(
        "insert", "--after", "2a", "-F", text(lesson("A favicon", "Templates", "favicon"))
    )

    assert chain.titles()[1:4] == ["Draw a page", "A favicon", "Lay the page out"]
    assert chain.git("log", "-1", "--format=%s", "2c") == "Lay the page out"
    assert [chain.has(label, "favicon.svg") for label in ("2a", "2b", "3b")] == [False, True, True]
    assert chain.status() == ""


def test_an_inserted_step_takes_the_chapter_of_the_one_before(chain: Repository, text):
    add_favicon(chain)
    message = lesson("A favicon", "X", "favicon").replace("Chapter: X\n", "")

    chain.chapters("insert", "--after", "2b", "-F", text(message))

    assert "Chapter: Templates\n" in chain.git("log", "-1", "--format=%B", "2c") + "\n"


def test_an_inserted_step_may_begin_a_chapter(chain: Repository, text):
    add_favicon(chain)
    message = lesson("A favicon", "X", "favicon").replace("Chapter: X\n", "")

    chain.chapters("insert", "--after", "2b", "--chapter", "Pictures", "-F", text(message))

    assert chain.git("log", "-1", "--format=%s", "3a") == "A favicon"
    assert chain.git("log", "-1", "--format=%s", "4b") == "Change the last line"


def test_a_step_may_be_put_before_the_first(chain: Repository, text):
    add_favicon(chain)

    chain.chapters("insert", "--first", "-F", text(lesson("A favicon", "Before", "favicon")))

    assert chain.git("rev-list", "--max-parents=0", "chapters") == chain.id("1a")
    assert chain.git("ls-tree", "--name-only", "1a") == "favicon.svg"
    assert chain.git("log", "-1", "--format=%s", "2a") == "Say hello"


def test_an_inserted_step_has_our_name_and_the_clock_s_time(chain: Repository, text):
    add_favicon(chain)

    chain.chapters(
        "insert", "--after", "2a", "-F", text(lesson("A favicon", "Templates", "favicon"))
    )

    row = chain.git("log", "-1", "--format=%an <%ae> %at %cn", "2b")
    assert row == "Ada Writer <ada@example.org> 1700000000 Ada Writer"


def test_a_step_inserted_in_the_middle_of_a_chapter_of_another_title_is_refused(chain, text):
    add_favicon(chain)
    message = lesson("A favicon", "Pictures", "favicon")

    said = chain.refused("insert", "--after", "2a", "-F", text(message))

    assert "'Templates' ends at 2a and returns" in said


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (lesson("A favicon", "Templates", "page"), "slug of another step"),
        (lesson("A favicon", "Templates", "3c"), "'3c' is no slug"),
        ("A favicon\n\nNothing more\n", "Checkpoint:"),
        (lesson("A \0 favicon", "Templates", "favicon"), "NUL"),
    ],
)
def test_a_lesson_that_cannot_stand_in_a_chain_is_refused(chain, text, message: str, said: str):
    add_favicon(chain)

    assert said in chain.refused("insert", "--after", "2a", "-F", text(message))


def test_an_insertion_without_content_is_refused(chain: Repository, text):
    message = lesson("A favicon", "Templates", "favicon")

    assert "no change to take" in chain.refused("insert", "--after", "2a", "-F", text(message))


def test_the_first_step_needs_a_chapter(chain: Repository, text):
    add_favicon(chain)
    message = lesson("A favicon", "X", "favicon").replace("Chapter: X\n", "")

    answer = chain.run("insert", "--first", "-F", text(message))

    assert answer.code in (1, 2)
    assert "--chapter" in answer.err


@pytest.mark.parametrize("words", [("--after", "2a", "--first"), ()])
def test_an_insertion_has_one_place(chain: Repository, text, words: tuple[str, ...]):
    chain.refused("insert", *words, "-F", text("x"), code=2)


def test_a_dropped_step_takes_its_change_out_of_every_later_one(chain: Repository):
    chain.chapters("drop", "2b", *WHY)

    assert chain.titles() == ["Say hello", "Draw a page", "Move the page", "Change the last line"]
    assert not chain.has("chapters", "layout.html")
    assert sorted(chain.tags()) == ["1a", "2a", "3a", "3b"]
    assert not (chain.top / "layout.html").exists()
    assert chain.status() == ""


def test_a_dropped_step_that_keeps_trees_folds_into_the_next(chain: Repository):
    trees = [chain.id(f"{label}^{{tree}}") for label in ("3a", "3b")]

    chain.chapters("drop", "2b", "--keep-trees", *WHY)

    assert [chain.id(f"{label}^{{tree}}") for label in ("3a", "3b")] == trees
    assert len(chain.titles()) == 4


def test_the_last_step_has_none_to_fold_into(chain: Repository):
    assert "last step" in chain.refused("drop", "3b", "--keep-trees", *WHY)


def test_the_first_step_may_be_dropped(chain: Repository):
    chain.chapters("drop", "3b", *WHY)
    chain.chapters("drop", "1a", *WHY)

    assert chain.titles()[0] == "Draw a page"
    assert sorted(chain.tags()) == ["1a", "1b", "2a"]
    assert not chain.has("chapters", "app.py")


def test_the_only_step_stays(unpublished: Repository):
    for label in ("3b", "3a", "2b", "2a"):
        unpublished.chapters("drop", label, *WHY)

    assert "A chain needs one checkpoint" in unpublished.refused("drop", "1a", *WHY)


def test_a_chapter_with_its_only_step_dropped_gives_its_number_to_the_next(chain: Repository):
    chain.chapters("drop", "2a", "--keep-trees", *WHY)
    chain.chapters("drop", "2a", "--keep-trees", *WHY)

    assert sorted(chain.tags()) == ["1a", "2a", "2b"]
    assert chain.git("log", "-1", "--format=%s", "2a") == "Move the page"


def test_a_moved_step_joins_the_chapter_it_is_put_into_with_its_change_alone(chain: Repository):
    tip = chain.id("chapters^{tree}")

    chain.chapters("move", "layout", "--after", "1a", *WHY)

    assert chain.titles()[:3] == ["Say hello", "Lay the page out", "Draw a page"]
    assert [chain.has("1b", path) for path in ("layout.html", "page.html")] == [True, False]
    assert chain.id("chapters^{tree}") == tip
