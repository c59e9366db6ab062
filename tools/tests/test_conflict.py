"""A conflict: nothing moves, it is laid out, resolved to the next one, or dropped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repository import Repository, State
from stories import folder, lines

WHY = ("-m", "why")


def without_pending(state: State) -> State:
    rows = [row for row in state.refs.splitlines() if "refs/chapters/pending" not in row]
    return State("\n".join(rows), state.head, state.index, state.files)


def test_a_conflict_names_the_step_and_the_files_and_what_to_type(chain: Repository):
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", lines(l12="mended"))

    said = chain.run("fix", *WHY).err

    assert "3b last-line no longer fits: app.py." in said
    assert f"Next: edit {folder(chain)}, then chapters resolve" in said


def test_a_conflict_moves_no_ref_and_no_file_of_the_user_s(chain: Repository):
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", lines(l12="mended"))
    before = chain.state()

    answer = chain.run("fix", *WHY)

    assert answer.code == 1
    assert without_pending(chain.state()) == before


def test_a_conflict_of_a_dry_run_keeps_nothing(chain: Repository):
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", lines(l12="mended"))

    chain.refused("fix", *WHY, "--dry-run")

    assert not folder(chain).exists()


def test_the_conflict_is_laid_out_with_markers_that_name_the_sides(waiting: Repository):
    text = (folder(waiting) / "app.py").read_text()

    assert "<<<<<<< the chain so far\napp line mended\n" in text
    assert "app line twelve\n>>>>>>> 3b last-line: this step\n" in text


@pytest.mark.parametrize(
    "words",
    [("fix", "1a", *WHY), ("drop", "2b", *WHY), ("reword", "2a"), ("undo",), ("redo",), ("sync",),
     ("publish", "-m", "s")],
)  # fmt: skip
def test_other_edits_are_refused_meanwhile(waiting: Repository, words: tuple[str, ...]):
    said = waiting.refused(*words)

    assert "waits at a conflict" in said
    assert "chapters resolve, or chapters abandon" in said


def test_status_and_list_work_meanwhile(waiting: Repository):
    assert "waits at a conflict" in waiting.run("status").err
    assert "last-line" in waiting.chapters("list")


def test_abandon_leaves_everything_as_it_was_but_for_the_log(waiting: Repository):
    before = waiting.contents()

    waiting.chapters("abandon")

    after = waiting.contents()
    assert (after.files, after.head, after.index) == (before.files, before.head, before.index)
    assert waiting.tags() == {"1a": waiting.id("1a"), **waiting.tags()}
    assert waiting.status() == "M  app.py\nA  new.txt" or "app.py" in waiting.status()
    assert not folder(waiting).exists()


def test_after_abandon_the_same_edit_can_be_asked_again(waiting: Repository):
    waiting.chapters("abandon")

    assert "no longer fits" in waiting.run("fix", *WHY).err


@pytest.mark.parametrize("word", ["resolve", "abandon"])
def test_without_a_conflict_there_is_nothing_to_end(chain: Repository, word: str):
    assert "No edit waits" in chain.refused(word)


def test_a_deletion_against_a_change_is_a_conflict(chain: Repository):
    chain.git("checkout", "--quiet", "2a")
    chain.git("rm", "--quiet", "app.py")

    assert "3b last-line no longer fits: app.py" in chain.run("fix", *WHY).err


def test_a_file_in_the_way_of_a_folder_gets_a_name_a_person_can_read(foreign: Repository):
    foreign.git("checkout", "--quiet", "v2")
    foreign.write("help.txt/inner", "x\n")
    foreign.git("add", "--all")

    said = foreign.run("--branch", "line", "fix", "v2", *WHY).err

    assert "help.txt" in said
    assert not re.search(r"~[0-9a-f]{10}", said)


def test_an_edit_folder_with_changes_is_not_overwritten(chain: Repository):
    place = Path(chain.chapters("edit", "3b").strip())
    (place / "app.py").write_text("mine\n")
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", lines(l12="mended"))

    answer = chain.run("fix", *WHY)

    assert answer.code == 1
    assert (place / "app.py").read_text() == "mine\n"
