"""A git that is killed with us leaves a lock; ours are known and removed, those of others stay."""

from __future__ import annotations

import signal

import pytest
from repository import Repository
from test_crash import die, fix_on_the_branch

HOOK = """#!/bin/sh
test "$1" = prepared || exit 0
grep -q " {ref}$" && kill -9 $CHAPTERS_TEST_PID $PPID
exit 0
"""


def fix_that_conflicts(chain: Repository) -> tuple[str, ...]:
    chain.git("checkout", "--quiet", "2a")
    chain.replace("app.py", "app line 12\n", "app line 12, mended\n")
    return "fix", "2a", "-m", "why"


def go_with_edits(chain: Repository) -> tuple[str, ...]:
    chain.replace("app.py", "app line 1\n", "app line one\n")
    return "go", "2a"


FIRST_REFS = [  # what each command moves on its own, before any tag
    pytest.param(fix_on_the_branch, "refs/chapters/log", id="log"),
    pytest.param(fix_that_conflicts, "refs/chapters/pending", id="pending"),
    pytest.param(go_with_edits, "refs/heads/my/last-line", id="my"),
]


@pytest.mark.parametrize(("story", "ref"), FIRST_REFS)
def test_a_kill_at_a_ref_that_moves_on_its_own_leaves_no_lock(story, ref: str, chain: Repository):
    words = story(chain)
    hook = chain.write(".git/hooks/reference-transaction", HOOK.format(ref=ref))
    hook.chmod(0o755)
    died = die(chain, 0, words)
    hook.unlink()
    assert died.returncode == -signal.SIGKILL, died
    assert (chain.git_dir / f"{ref}.lock").exists()

    chain.chapters("status")

    assert chain.locks() == []
    assert chain.run(*words).code == (1 if "pending" in ref else 0)
    assert chain.git("rev-parse", ref)


def test_a_lock_of_another_git_is_left_alone(chain: Repository):
    lock = chain.write(".git/refs/heads/my/own.lock", "")

    chain.chapters("status")
    chain.chapters(*fix_on_the_branch(chain))

    assert lock.exists()
