"""Settings, edits, operations and the log's history as values."""

from __future__ import annotations

import pytest

from chapters import contents, edits, lint, operations, settings
from chapters.edits import (
    Change,
    Drop,
    Fix,
    Insert,
    Relocate,
    RenameChapter,
    Resolution,
    Reword,
)
from chapters.errors import Malformed, Refused
from chapters.model import Chain, Checkpoint, Move
from chapters.operations import History, Layout, Operation
from chapters.settings import Settings, Sizes

CHANGE = Change("a" * 40, "b" * 40)
EVERY_EDIT = (
    Fix("one", "why \udce9 ümläut", CHANGE, "two", ("Ada <ada@example.org>",)),
    Insert("two", "why\nlines", CHANGE, "", b"Title\n\xff\0\n", b"A \xe9 <a> 1 +0100", ("B <b>",)),
    Drop("one", "why", True),
    Reword("one", "why", b"\xff\xfe"),
    Relocate("one", "why", "two", "Chapter"),
    RenameChapter("one", "why", "Old", "New"),
    Resolution("one", "app.py", "k" * 40, "c" * 40),
)
TOML = b"""
overlay = ["docs/", "README.md"]
chain-keeps = ["README.md"]
[sizes]
most_lines = 9
[site]
name = "Wren"
"""


def operation(oid: str, kind: str = "fix", target: str = "", edition: int = 0) -> Operation:
    moves = (Move("refs/heads/chapters", "old", oid),)
    own = (Fix(oid, "why", CHANGE),) if kind == "fix" else ()
    return Operation(kind, oid, moves, own, edition, target=target, oid=oid)


def history(*log: Operation) -> History:
    return History.of(log, "refs/heads/chapters")


def names(found: tuple[Operation, ...]) -> list[str]:
    return [one.oid for one in found]


@pytest.mark.parametrize("edit", EVERY_EDIT, ids=edits.command)
def test_an_edit_comes_back_from_the_log_as_it_was(edit):
    (found,) = edits.load(edits.dump((edit,)))

    assert (type(found), found) == (type(edit), edit)  # tuples of unlike kinds may be equal


def test_every_kind_of_edit_is_tried_above():
    assert {type(edit) for edit in EVERY_EDIT} == set(edits.KINDS.values())


def test_an_edit_of_a_later_version_is_named_as_such():
    with pytest.raises(Malformed, match="does not know"):
        edits.load(b'{"kind": "telepathy"}\n')


@pytest.mark.parametrize("tag", ["1a", "caf\udce9", "ümläut", "a\u2028b", "a\x85b"])
def test_an_operation_comes_back_from_the_log_as_it_was(tag: str):
    moves = (Move(f"refs/tags/{tag}", "", "a" * 40), Move("HEAD", "a" * 40, ""))
    layout = Layout("/a\nb/.git", "/a\nb", ("c" * 40, "d" * 40), "e" * 40, "f" * 40)
    whole = Operation("fix", "Title", moves, EVERY_EDIT, 3, (layout,), ("k" * 40,), "t" * 40)

    found = operations.read("", "Title", ("", "k" * 40), whole.files())

    assert found == whole


def test_undo_takes_the_last_operation_and_redo_takes_it_again():
    log = (operation("one"), operation("two"), operation("u", "undo", "two"))

    assert names(history(*log).done) == ["one"]
    assert names(history(*log).undone) == ["two"]
    assert names(history(*log, operation("r", "redo", "two")).done) == ["one", "two"]


def test_a_new_operation_empties_what_can_be_redone():
    log = (operation("one"), operation("u", "undo", "one"), operation("two"))

    assert names(history(*log).undone) == []


def test_undo_of_an_operation_in_the_middle_leaves_the_later_ones():
    log = (operation("one"), operation("two"), operation("u", "undo", "one"))

    assert names(history(*log).done) == ["two"]


def test_a_log_that_undoes_what_it_does_not_hold_is_refused():
    with pytest.raises(Refused, match="does not hold"):
        history(operation("u", "undo", "nothing"))


def test_what_was_undone_does_not_wait_for_publication():
    log = (operation("one"), operation("two"), operation("u", "undo", "two"))

    assert names(history(*log).unpublished) == ["one"]


def test_what_was_done_again_waits_for_publication():
    log = (operation("one"), operation("u", "undo", "one"), operation("r", "redo", "one"))
    waiting = history(*log).unpublished

    assert [edit.slug for one in waiting for edit in one.edits] == ["one"] or names(waiting) == [
        "r"
    ]


def test_nothing_waits_after_a_publication():
    assert history(operation("one"), operation("p", "publish", edition=1)).unpublished == ()


def test_the_edition_is_that_of_the_last_operation():
    assert history(operation("p", "publish", edition=2), operation("one", edition=2)).edition == 2


def test_settings_are_read():
    found = settings.parse(TOML)

    assert found.overlay == ("docs/", "README.md", "CHAPTERS.md")
    assert found.sizes.most_lines == 9
    assert found.face.name == "Wren"


@pytest.mark.parametrize("text", [b"overlay = [", b"[sizes]\nwrong = 1\n", b"\xff", b"sizes = 3"])
def test_settings_that_cannot_be_read_are_refused_with_the_file_s_name(text: bytes):
    with pytest.raises(Malformed, match=r"tools/chapters\.toml"):
        settings.parse(text)


@pytest.mark.parametrize("path", [b"docs", b"docs/a", b"docs/a/b", b"README.md"])
def test_the_overlay_holds_its_names_and_all_below(path: bytes):
    assert settings.parse(TOML).in_overlay(path)


@pytest.mark.parametrize("path", [b"docs2", b"app/docs/a", b"README.md2", b"readme.md", b"app"])
def test_the_overlay_holds_nothing_else(path: bytes):
    assert not settings.parse(TOML).in_overlay(path)


def test_on_the_chain_the_names_it_has_too_are_its_own():
    assert not settings.parse(TOML).of_chain().in_overlay(b"README.md")
    assert settings.parse(TOML).of_chain().in_overlay(b"docs/a")


def test_no_settings_mean_no_overlay():
    assert not Settings().in_overlay(b"README.md")


def test_the_page_of_contents_lists_every_step_under_its_chapter():
    steps = (
        Checkpoint("a" * 40, "hello", "1a", "Getting started", "Say [hello]"),
        Checkpoint("b" * 40, "page", "2a", "Templates", "Draw a page"),
    )

    page = contents.page(Chain(steps), 4).decode()

    assert "edition 4, 2 checkpoints in 2 chapters" in page
    assert "## 1 Getting started\n\n- `1a` [Say \\[hello\\]](../../commit/" + "a" * 40 in page
    assert f"[Draw a page](../../compare/{'a' * 40}...{'b' * 40}) · page" in page


def test_tests_count_for_a_step_and_not_for_the_median():
    chain = Chain(tuple(Checkpoint("a" * 40, slug, slug, "One", slug) for slug in ("one", "two")))
    small = [lint.Size(checkpoint, 60, 6, test_lines=40, test_files=3) for checkpoint in chain]
    large = [lint.Size(checkpoint, 60, 4, test_lines=10, test_files=1) for checkpoint in chain]

    assert lint.size_faults(small, Sizes()) == []
    assert "the median step has 50 lines of code" in lint.size_faults(large, Sizes())[0]
    assert len(lint.size_faults(small, Sizes(most_lines=59))) == 2
