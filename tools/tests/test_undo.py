"""The way back and forth, at any depth, and what the log tells of it."""

from __future__ import annotations

import re

import pytest
from repository import Contents, Repository, clone
from stories import fix, lesson

WHY = ("-m", "why")


def commit_a_step(chain: Repository, slug: str = "more") -> None:
    chain.write(f"{slug}.txt", "more\n")
    chain.git("add", f"{slug}.txt")
    chain.git("commit", "--quiet", "-m", lesson("More", "Web forms", slug))


def places(chain: Repository) -> Contents:
    """Branches and tags, without the log."""
    now = chain.contents()
    return Contents(
        tuple(r for r in now.refs if "chapters/" not in r), now.head, now.index, now.files
    )


def test_undo_puts_branch_tags_and_the_taken_change_back(chain: Repository):
    chain.replace("app.py", "app line 1\n", "app line one\n")
    before = places(chain)
    chain.chapters("fix", "2a", *WHY)

    chain.chapters("undo")

    assert places(chain) == before
    assert chain.status() == " M app.py"


def test_undo_puts_an_added_file_back_so_that_the_same_fix_takes_it_again(chain: Repository):
    chain.write("new.txt", "new\n")
    chain.git("add", "new.txt")
    chain.chapters("fix", "2a", *WHY)
    first = chain.tags()
    chain.chapters("undo")

    chain.chapters("fix", "2a", *WHY)

    assert chain.tags() == first


def test_undo_goes_back_at_any_depth_and_redo_forth(chain: Repository):
    states = [places(chain)]
    for old, new in (("1", "one"), ("2", "two"), ("3", "three")):
        fix(chain, old, new)
        states.append(places(chain))

    for state in reversed(states[:-1]):
        chain.chapters("undo")
        chain.git("checkout", "--quiet", "--", ".")
        assert places(chain) == state
    for state in states[1:]:
        chain.chapters("redo")
        assert places(chain) == state


def test_redo_takes_the_change_that_undo_put_back(chain: Repository):
    fix(chain, "1", "one")
    after = places(chain)
    chain.chapters("undo")

    chain.chapters("redo")

    assert places(chain) == after
    assert chain.status() == ""


def test_a_new_operation_empties_redo(chain: Repository):
    fix(chain, "1", "one")
    chain.chapters("undo")
    chain.git("checkout", "--quiet", "--", ".")
    fix(chain, "2", "two")

    assert "nothing to redo" in chain.refused("redo")


@pytest.mark.parametrize("word", ["undo", "redo"])
def test_there_is_nothing_to_take_back_at_first(unpublished: Repository, word: str):
    assert f"nothing to {word}" in unpublished.refused(word)


def test_a_change_is_put_back_only_where_its_paths_are_clean(chain: Repository):
    fix(chain, "1", "one")
    tip = chain.id("chapters~4")
    chain.git("checkout", "--quiet", "main")
    chain.replace("app.py", "app line 1\n", "my own\n")

    answer = chain.run("undo")

    assert answer.code == 0
    assert chain.read("app.py").startswith("my own\n")
    assert chain.id("chapters~4") == tip


def test_the_command_that_puts_a_change_back_by_hand_works(chain: Repository):
    chain.git("checkout", "--quiet", "main")
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.chapters("fix", "2a", *WHY)
    chain.replace("app.py", "app line 1\n", "my own\n")
    said = chain.run("undo").err
    chain.git("checkout", "--quiet", "--", ".")

    stash = re.search(r"git stash apply ([0-9a-f]+)", said)[1]
    chain.git("stash", "apply", "--quiet", stash)

    assert chain.read("app.py").startswith("app line one\n")


def test_undo_over_a_dirty_file_in_the_way_is_refused(chain: Repository):
    fix(chain, "1", "one")
    chain.replace("app.py", "app line one\n", "my own\n")

    assert "app.py would be overwritten" in chain.refused("undo")


def test_a_step_committed_by_plain_git_is_undone_as_an_operation(chain: Repository):
    fix(chain, "1", "one")
    before = chain.tags()
    commit_a_step(chain)
    chain.replace("app.py", "app line 2\n", "app line two\n")
    chain.chapters("fix", "2a", *WHY)
    chain.chapters("undo")
    chain.git("checkout", "--quiet", "--", ".")

    chain.chapters("undo")

    assert chain.tags() == before
    assert chain.titles()[-1] == "Change the last line"
    assert not (chain.top / "more.txt").exists()


def test_a_step_committed_by_plain_git_gets_its_tag_with_the_next_command(chain: Repository):
    fix(chain, "1", "one")
    commit_a_step(chain)
    chain.replace("app.py", "app line 2\n", "app line two\n")

    chain.chapters("fix", "2a", *WHY)

    assert chain.id("3c") == chain.id("chapters")
    assert chain.git("log", "-1", "--format=%s", "3c") == "More"


def test_a_rebase_by_plain_git_is_undone_as_an_operation(chain: Repository):
    fix(chain, "1", "one")
    before = chain.tags()
    chain.git("reset", "--quiet", "--hard", "chapters~2")
    chain.chapters("sync")

    chain.chapters("undo")

    assert chain.tags() == before


def test_undo_of_an_insert_takes_its_label_away(chain: Repository, tmp_path):
    (tmp_path / "lesson").write_text(lesson("New", "Web forms", "new"))
    before = chain.tags()
    chain.write("new.txt", "new\n")
    chain.git("add", "new.txt")
    chain.chapters("insert", "--after", "3b", "-F", str(tmp_path / "lesson"))
    assert "3c" in chain.tags()

    chain.chapters("undo")

    assert chain.tags() == before
    assert chain.read("new.txt") == "new\n"


def test_undo_of_a_drop_brings_the_step_back(chain: Repository):
    before = places(chain)
    chain.chapters("drop", "2b", *WHY)

    chain.chapters("undo")

    assert places(chain) == before


def test_a_ref_that_others_moved_since_is_reported_and_nothing_is_touched(chain: Repository):
    fix(chain, "1", "one")
    chain.git("tag", "--force", "2b", "main")

    assert "refs/tags/2b" in chain.refused("undo")


def test_undo_in_a_linked_work_tree_brings_the_other_one_along(chain: Repository, tmp_path):
    fix(chain, "1", "one")
    chain.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "main")
    linked = Repository(tmp_path / "linked")

    linked.chapters("undo")

    assert chain.status() == " M app.py"
    assert chain.read("app.py").startswith("app line one\n")
    assert linked.status() == ""


def test_a_copy_of_the_repository_elsewhere_can_be_undone_too(chain: Repository, tmp_path):
    fix(chain, "1", "one")
    elsewhere = clone(chain, tmp_path / "elsewhere")

    answer = elsewhere.run("undo")

    assert answer.code == 0
    assert elsewhere.id("1a") == chain.id("1a")
    assert chain.status() == ""
