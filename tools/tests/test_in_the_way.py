"""What stands in the way of a command: files of the user's, locks, and another command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from repository import Repository
from stories import Step, import_steps, lesson, mend

from chapters import lock

WHY = ("-m", "why")
FIX = ("fix", "2a", *WHY)
PUBLISH = ("publish", "-m", "s")


def a_work_tree_file_in_the_way(chain: Repository) -> str:
    chain.write("app.py", "not committed\n")
    return "app.py would be overwritten"


def an_ignored_file_in_the_way(chain: Repository) -> str:
    add_step(chain, {"data.sqlite": "committed by force\n"}, "data")
    chain.git("rm", "--quiet", "--cached", "data.sqlite")
    chain.git("commit", "--quiet", "-m", lesson("Forget it", "Web forms", "forget"))
    chain.git("tag", "3d")
    chain.write("data.sqlite", "precious\n")
    return ""


def add_step(chain: Repository, files: dict[str, str], slug: str) -> None:
    for path, text in files.items():
        chain.write(path, text)
    chain.git("add", "--force", *files)
    chain.git("commit", "--quiet", "-m", lesson("More", "Web forms", slug))
    chain.git("tag", "3c")


def test_a_dirty_file_in_the_way_is_refused(chain: Repository):
    expected = a_work_tree_file_in_the_way(chain)

    assert expected in chain.refused("drop", "3b", *WHY)


def test_an_ignored_file_in_the_way_is_refused_and_kept(chain: Repository):
    an_ignored_file_in_the_way(chain)

    said = chain.refused("drop", "forget", *WHY)

    assert "data.sqlite would be overwritten" in said
    assert chain.read("data.sqlite") == "precious\n"


def test_an_untracked_file_in_the_way_is_refused_and_kept(chain: Repository):
    chain.git("checkout", "--quiet", "2b")
    chain.write("new.txt", "new\n")
    chain.git("add", "new.txt")
    chain.git("stash", "--quiet")
    chain.git("checkout", "--quiet", "chapters")
    chain.write("new.txt", "precious\n")

    said = chain.refused(*FIX, "--from", "stash@{0}~1..stash@{0}")

    assert "new.txt would be overwritten" in said


def test_an_untracked_folder_in_the_way_of_a_file_is_refused_and_kept(chain: Repository, tmp_path):
    change = tmp_path / "change.patch"
    change.write_text("--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+new\n")
    chain.write("new/precious.txt", "precious\n")

    assert "new would be overwritten" in chain.refused(*FIX, "--patch", str(change))


def test_a_staged_change_in_the_way_is_refused_and_kept(chain: Repository):
    chain.write("app.py", "staged\n")
    chain.git("add", "app.py")
    chain.write("app.py", chain.at("3b", "app.py") + "\n")

    said = chain.refused("drop", "3b", *WHY)
    assert "what is staged of app.py is not what the file holds. Next: git add --update" in said


def test_another_work_tree_in_the_way_is_named(chain: Repository, tmp_path: Path):
    chain.git("checkout", "--quiet", "main")
    chain.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "chapters")
    (tmp_path / "linked/app.py").write_text("not committed\n")

    said = chain.refused("drop", "3b", *WHY)

    assert f"{tmp_path / 'linked'}: app.py would be overwritten" in said


def test_an_empty_folder_is_in_nobody_s_way(new):
    chain: Repository = new("line", "--initial-branch=line")
    first = Step("Begin\n", {"d/f": "f\n", "x": "x\n"}, "v1")
    import_steps(chain, "line", (first, Step("More\n", {"y": "y\n"}, "v2")))
    chain.git("reset", "--quiet", "--hard")
    chain.git("rm", "--quiet", "d/f")
    chain.write("d", "now a file\n")
    chain.git("add", "d")
    chain.chapters("fix", "v1", *WHY)
    chain.chapters("undo")
    chain.git("reset", "--quiet", "--hard")
    (chain.top / "d/e/e2").mkdir(parents=True)

    chain.chapters("redo")

    assert (chain.read("d"), chain.status()) == ("now a file\n", "")


@pytest.mark.parametrize("words", [FIX, ("drop", "2b", *WHY), ("sync",), ("undo",)])
def test_a_second_command_says_who_holds_the_lock(chain: Repository, words: tuple[str, ...]):
    mend(chain)

    with lock.locked(chain.top / ".git"):
        assert f"(pid {os.getpid()})" in chain.refused(*words)


def test_reading_does_not_wait_for_the_lock(chain: Repository):
    with lock.locked(chain.top / ".git"):
        assert "last-line" in chain.chapters("list")


def test_a_lock_file_of_a_dead_command_is_in_nobody_s_way(chain: Repository):
    chain.write(".git/chapters/lock", "999999")
    mend(chain)

    chain.chapters(*FIX)


def test_a_lock_of_git_on_the_index_is_refused_and_kept(chain: Repository):
    chain.write(".git/index.lock", "")
    mend(chain)

    said = chain.refused(*FIX)

    assert "index.lock exists" in said
