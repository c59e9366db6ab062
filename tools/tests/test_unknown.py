"""Names, places and people that are not known: one line says which would be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from repository import Repository, clone
from stories import mend

WHY = ("-m", "why")
FIX = ("fix", "2a", *WHY)
PUBLISH = ("publish", "-m", "s")


@pytest.fixture
def nameless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whose git knows no name."""
    (tmp_path / "nameless").write_text("[user]\n\tuseConfigOnly = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "nameless"))


def one_line(said: str) -> bool:
    """What is wrong on one line each, the last with what to type."""
    return "Traceback" not in said and "Next: " in said.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "near"),
    [("2c", "2a"), ("lay-out", "layout"), ("LAYOUT", "layout"), ("last_line", "last-line")],
)
def test_an_unknown_name_comes_with_near_ones(chain: Repository, name: str, near: str):
    mend(chain)

    for words in (("fix", name, *WHY), ("show", name), ("drop", name, *WHY), ("edit", name)):
        said = chain.refused(*words)

        assert f"There is no checkpoint '{name}'; near it: " in said
        assert near in said


@pytest.mark.parametrize("name", ["nothing-like-it", "", "7a@9", "7a@x", "@", "--", "1a..2a"])
def test_any_other_name_is_refused_too(chain: Repository, name: str):
    assert one_line(chain.refused("show", "--", name) + " Next: ")


def test_no_change_is_refused(chain: Repository):
    assert "has no change to take" in chain.refused(*FIX)


def test_no_repository_is_refused(tmp_path: Path):
    for place in (tmp_path, tmp_path / "nosuch"):
        answer = Repository(place).run("list")

        assert answer.code == 1
        assert one_line(answer.err)


@pytest.mark.parametrize("words", [("list",), ("status",), FIX, ("sync",), ("lint",), PUBLISH])
def test_an_empty_repository_is_refused(new, words: tuple[str, ...]):
    assert one_line(new().refused(*words))


def test_a_branch_that_is_not_there_is_refused(chain: Repository):
    assert "There is no branch 'nosuch'" in chain.refused("--branch", "nosuch", "list")


def test_who_makes_a_commit_must_have_a_name(unpublished: Repository, nameless):
    assert "git does not know who you are. Next: git config" in unpublished.refused(*PUBLISH)


def test_who_only_follows_needs_no_name(chain: Repository, nameless):
    chain.git("tag", "-d", "3a")

    chain.chapters("sync")

    assert "3a" in chain.tags()


def test_git_that_is_not_there_is_said(chain: Repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")

    answer = chain.run("list")

    assert (answer.code, "git is not installed" in answer.err) == (1, True)


def test_a_path_with_a_line_break_is_said(chain: Repository, tmp_path: Path):
    broken = clone(chain, tmp_path / "line\nbreak")

    answer = broken.run("list")

    assert answer.code in (0, 1)
    assert "Traceback" not in answer.err


def test_a_bare_repository_needs_a_patch_or_a_revision(chain: Repository, tmp_path: Path):
    subprocess.run(["git", "clone", "--quiet", "--mirror", str(chain.top), str(tmp_path / "bare")],
                   check=True)  # fmt: skip

    assert "There is no work tree here" in Repository(tmp_path / "bare").run(*FIX).err
