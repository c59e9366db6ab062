"""What is refused: in one clear line that says what to type next, and with nothing changed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from repository import Repository
from stories import lesson, mend, numbered, patch

WHY = ("-m", "why")
FIX = ("fix", "2a", *WHY)
PUBLISH = ("publish", "-m", "s")


def a_merge_in_the_chain(chain: Repository) -> str:
    words, tree = ("commit-tree", "-p", "3b", "-m"), chain.id("3b^{tree}")
    side = chain.git(*words, lesson("Side", "Web forms", "side"), tree)
    merge = chain.git(*words, lesson("Merge", "Web forms", "merge"), "-p", side, tree)
    chain.git("reset", "--quiet", "--soft", merge)
    return "is a merge; a chain is linear"


def a_replaced_object(chain: Repository) -> str:
    chain.git("replace", "2b", "3a")
    return "hides a true object. Next: git replace -d"


def grafts(chain: Repository) -> str:
    chain.write(".git/info/grafts", f"{chain.id('3a')}\n")
    return "hides the true parents of commits"


def attributes_of_this_clone(chain: Repository) -> str:
    chain.write(".git/info/attributes", "*.py merge=union\n")
    return "changes how files merge, and only in this clone"


def a_branch_with_a_label_s_name(chain: Repository) -> str:
    chain.git("branch", "3a")
    return "Branch '3a' has a label's name. Next: git branch -m 3a my/3a"


def a_tag_of_hex_digits(chain: Repository) -> str:
    chain.git("tag", "beef")
    return "Tag 'beef' reads like a commit id. Next: git tag vbeef beef; git tag -d beef"


def an_annotated_label(chain: Repository) -> str:
    chain.git("tag", "--force", "-m", "A text", "3a", "3a^{commit}")
    return "Tag '3a' is annotated; labels are light tags"


def a_partial_clone(chain: Repository) -> str:
    chain.git("config", "remote.origin.promisor", "true")
    return "This clone is partial and lacks objects"


def a_rebase_under_way(chain: Repository) -> str:
    (chain.top / ".git/rebase-merge").mkdir()
    return "has a rebase under way. Next: finish or abort it"


def a_merge_under_way(chain: Repository) -> str:
    chain.write(".git/MERGE_HEAD", chain.id() + "\n")
    return "has a merge under way"


def a_cherry_pick_under_way(chain: Repository) -> str:
    chain.write(".git/CHERRY_PICK_HEAD", chain.id() + "\n")
    return "has a cherry-pick under way"


def a_bisect_under_way(chain: Repository) -> str:
    chain.write(".git/BISECT_LOG", "")
    return "has a bisect under way"


def a_signed_commit(chain: Repository) -> str:
    raw = chain.git("cat-file", "commit", "chapters").encode() + b"\n"
    signed = raw.replace(b"\n\n", b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END\n\n", 1)
    oid = chain.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed)
    chain.git("reset", "--quiet", "--soft", oid)
    chain.git("tag", "--force", "3b", oid)
    return "is signed"


def a_nul_in_a_message(chain: Repository) -> str:
    raw = chain.git("cat-file", "commit", "chapters").encode() + b"\n"
    words = ("hash-object", "-t", "commit", "-w", "--stdin", "--literally")
    oid = chain.git(*words, stdin=raw.replace(b"Change the", b"Ch\0nge the", 1))
    chain.git("reset", "--quiet", "--soft", oid)
    chain.git("tag", "--force", "3b", oid)
    return "has a NUL in its message"


def a_commit_without_trailers(chain: Repository) -> str:
    chain.git("commit", "--quiet", "--allow-empty", "-m", "No trailers")
    return "('No trailers') needs the trailer 'Chapter:' exactly once"


def a_chapter_that_returns(chain: Repository) -> str:
    chain.git("commit", "--quiet", "--allow-empty", "-m", lesson("Back", "Templates", "back"))
    return "Chapter 'Templates' ends at 2b and returns at checkpoint 6"


def a_repeated_slug(chain: Repository) -> str:
    chain.git("commit", "--quiet", "--allow-empty", "-m", lesson("Same", "Web forms", "page"))
    return "2a and 3c have the same slug 'page'"


def a_label_that_nobody_of_ours_made(chain: Repository) -> str:
    chain.git("tag", "9z", chain.git("commit-tree", "-m", "x", "3b^{tree}"))
    return "no edition or operation made are in the way: 9z. Next: git tag -d 9z"


STATES: tuple[Callable[[Repository], str], ...] = (
    a_merge_in_the_chain, a_replaced_object, grafts, attributes_of_this_clone,
    a_branch_with_a_label_s_name, a_tag_of_hex_digits, an_annotated_label, a_partial_clone,
    a_rebase_under_way, a_merge_under_way, a_cherry_pick_under_way, a_bisect_under_way,
    a_signed_commit, a_nul_in_a_message, a_commit_without_trailers, a_chapter_that_returns,
    a_repeated_slug, a_label_that_nobody_of_ours_made,
)  # fmt: skip


def one_line(said: str) -> bool:
    """What is wrong on one line each, the last with what to type."""
    return "Traceback" not in said and "Next: " in said.splitlines()[-1]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_fix_is_refused_with_what_to_type_over(state, chain: Repository, tmp_path: Path):
    change, expected = patch(tmp_path), state(chain)

    said = chain.refused(*FIX, "--patch", change)

    assert expected in said
    assert one_line(said)


@pytest.mark.parametrize("words", [("sync",), ("drop", "2b", *WHY), PUBLISH, ("undo",)])
@pytest.mark.parametrize("state", [a_replaced_object, a_tag_of_hex_digits, a_rebase_under_way])
def test_whatever_moves_refs_is_refused_over(state, words: tuple[str, ...], chain: Repository):
    expected = state(chain)

    assert expected in chain.refused(*words)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_reading_still_works_or_says_what_is_wrong_with_the_chain_over(state, chain: Repository):
    expected = state(chain)

    answer = chain.run("list")

    assert answer.code == 0 or expected in answer.err


def test_a_shallow_clone_is_refused(chain: Repository, tmp_path: Path):
    words = ("clone", "--quiet", "--depth=2", "--branch=chapters", f"file://{chain.top}", "shallow")
    subprocess.run(["git", *words], cwd=tmp_path, check=True)
    shallow = Repository(tmp_path / "shallow")

    assert "shallow and lacks old commits. Next: git fetch --unshallow" in shallow.refused(*FIX)


def test_signatures_are_dropped_when_asked(chain: Repository):
    a_signed_commit(chain)
    mend(chain)

    chain.chapters(*FIX, "--drop-signatures")

    assert "gpgsig" not in chain.git("cat-file", "commit", "3b")


def test_numbers_of_lines_of_the_story_are_what_the_tests_take_them_for(chain: Repository):
    assert chain.at("1a", "app.py") + "\n" == numbered("app")
