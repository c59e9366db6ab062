"""Own edits are kept before the files move: go, next, prev."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from learners import place
from repository import Repository
from stories import numbered


def test_edits_are_kept_on_a_branch_and_come_back(chain: Repository):
    chain.chapters("go", "2a")
    chain.replace("app.py", "app line 3", "mine")
    chain.write("notes.txt", "untracked\n")
    chain.write("sub/new.py", "added\n")
    chain.git("add", "sub/new.py")
    (chain.top / "help.txt").unlink()

    out = chain.chapters("next")

    assert place(chain) == "2b" and not chain.status() and "my/page" in out
    assert not (chain.top / "notes.txt").exists()
    assert chain.id("my/page^") == chain.id("2a")
    chain.chapters("go", "my/page")
    assert "mine" in chain.read("app.py")
    assert chain.read("notes.txt") == "untracked\n" and chain.read("sub/new.py") == "added\n"
    assert not (chain.top / "help.txt").exists()
    assert chain.git("symbolic-ref", "HEAD") == "refs/heads/my/page"


def test_what_was_staged_apart_from_the_file_is_kept_too(chain: Repository):
    chain.chapters("go", "2a")
    chain.replace("app.py", "app line 3", "staged")
    chain.git("add", "app.py")
    chain.replace("app.py", "staged", "later")

    chain.chapters("go", "3a")

    assert "staged" in chain.at("my/page^", "app.py") and "later" in chain.at("my/page", "app.py")


def test_a_branch_that_is_there_is_never_overwritten(chain: Repository):
    chain.chapters("go", "2a")
    chain.git("branch", "my/page", "1a")
    chain.replace("app.py", "app line 3", "mine")

    out = chain.chapters("next")

    assert chain.id("my/page") == chain.id("1a")
    assert "mine" in chain.at("my/page-2", "app.py") and "my/page-2" in out


def test_on_an_own_branch_edits_go_on_there(chain: Repository):
    chain.chapters("go", "2a")
    chain.replace("app.py", "app line 3", "first")
    chain.chapters("next")
    chain.chapters("go", "my/page")
    chain.replace("app.py", "app line 5", "second")

    chain.chapters("next")

    assert place(chain) == "2b"
    assert chain.titles("my/page")[-2:] == ["Own edits at page", "Own edits at page"]
    assert chain.code("rev-parse", "--verify", "my/page-2") != 0


def test_a_detached_head_with_own_commits_gets_a_branch(chain: Repository):
    chain.chapters("go", "2a")
    chain.replace("app.py", "app line 3", "mine")
    chain.git("commit", "--quiet", "-am", "My own")
    own = chain.id()

    chain.chapters("prev")

    assert place(chain) == "1a" and chain.id("my/page") == own


def test_commits_that_a_branch_holds_get_no_other(chain: Repository):
    chain.chapters("go", "2a")
    chain.replace("app.py", "app line 3", "mine")
    chain.git("commit", "--quiet", "-am", "My own")
    chain.git("branch", "ideas")

    chain.chapters("prev")

    assert chain.code("rev-parse", "--verify", "my/page") != 0


def test_edits_on_main_are_kept_and_main_stays(chain: Repository):
    chain.git("checkout", "--quiet", "main")
    main = chain.id()
    chain.replace("app.py", "app line 3", "mine")

    chain.chapters("go", "2a")

    assert chain.id("main") == main and "mine" in chain.at("my/main", "app.py")


def test_ignored_files_stay_where_they_are(chain: Repository):
    chain.chapters("go", "2a")
    chain.write(".env", "SECRET=1\n")
    chain.write("some.sqlite", b"\0rows")

    chain.chapters("go", "3b")
    chain.chapters("go", "main")

    assert (
        chain.read(".env") == "SECRET=1\n" and (chain.top / "some.sqlite").read_bytes() == b"\0rows"
    )
    assert chain.git("for-each-ref", "refs/heads/my") == ""


def test_an_ignored_file_in_the_way_refuses_in_one_line(chain: Repository):
    chain.chapters("go", "2a")
    (chain.git_dir / "info").mkdir()
    (chain.git_dir / "info" / "exclude").write_text("layout.html\n")
    chain.write("layout.html", "mine, and ignored\n")
    chain.replace("app.py", "app line 3", "mine")

    said = chain.refused("next")

    assert "layout.html would be overwritten" in said and "\n" not in said


def test_a_file_typed_ahead_of_its_step_is_an_own_edit(chain: Repository):
    chain.chapters("go", "2a")
    chain.write("layout.html", "typed by me\n")

    chain.chapters("next")

    assert chain.read("layout.html") == numbered("layout") and not chain.status()
    assert chain.at("my/page", "layout.html") == "typed by me"


def test_a_folder_where_the_step_has_a_file_is_kept(chain: Repository):
    chain.chapters("go", "2a")
    chain.write("layout.html/inner.txt", "mine\n")

    chain.chapters("next")

    assert chain.read("layout.html") == numbered("layout")
    assert chain.at("my/page", "layout.html/inner.txt") == "mine"


def test_a_learner_needs_no_name(chain: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("EMAIL", "")
    chain.git("config", "user.useConfigOnly", "true")
    chain.chapters("go", "2a")
    chain.replace("app.py", "app line 3", "mine")

    chain.chapters("next")

    assert "mine" in chain.at("my/page", "app.py")


@pytest.mark.parametrize(
    ("sign", "name"), [("MERGE_HEAD", "a merge"), ("rebase-merge/done", "a rebase")]
)
def test_go_is_refused_while_something_is_under_way(chain: Repository, sign: str, name: str):
    chain.chapters("go", "2a")
    (chain.git_dir / sign).parent.mkdir(exist_ok=True)
    (chain.git_dir / sign).write_text(chain.id() + "\n")

    assert f"has {name} under way" in chain.refused("next")


def test_what_main_left_in_its_own_folders_is_no_edit(chain: Repository):
    chain.git("checkout", "--quiet", "main")
    chain.write("tools/.gitignore", "/build/\n")
    chain.git("add", "tools/.gitignore")
    chain.git("commit", "--quiet", "-m", "tools: ignore what is built")
    chain.write("tools/build/part.txt", "built\n")

    chain.chapters("go", "1a")
    chain.chapters("next")

    assert chain.git("for-each-ref", "refs/heads/my") == ""
    assert chain.read("tools/build/part.txt") == "built\n"


def test_main_that_another_folder_has_is_named(chain: Repository, tmp_path: Path):
    chain.chapters("go", "2a")
    chain.git("worktree", "add", "--quiet", str(tmp_path / "other"), "main")

    assert f"main is checked out in {tmp_path / 'other'}" in chain.refused("go", "main")
