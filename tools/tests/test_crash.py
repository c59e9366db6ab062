"""A command that is killed, wherever, is finished by the next one: all old or all new.

By default some points of each command are tried; CHAPTERS_LONG=1 tries every one.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import killed as killing
import pytest
from repository import Contents, Repository, clone

ALL_POINTS = bool(os.environ.get("CHAPTERS_LONG"))
POINTS_EACH = 2
HOOK = """#!/bin/sh
echo >> "$GIT_DIR/transactions"
test $(wc -l < "$GIT_DIR/transactions") -eq {fatal} && kill -9 $CHAPTERS_TEST_PID $PPID
exit 0
"""


@dataclass(frozen=True)
class Killed:
    """One command: what it leads from and to, and how often it writes.

    Every try stands at one and the same path, for the log holds the paths of work trees.
    """

    repository: Repository
    before: Repository
    words: tuple[str, ...]
    old: Contents
    new: Contents
    points: int

    def again(self) -> Repository:
        """The repository as it was before the command."""
        shutil.rmtree(self.repository.top)
        return clone(self.before, self.repository.top)


def fix_on_the_branch(chain: Repository) -> tuple[str, ...]:
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.write("new.txt", "new\n")
    chain.git("add", "new.txt")
    return "fix", "2a", "-m", "why"


def drop_of_a_packed_label(chain: Repository) -> tuple[str, ...]:
    chain.git("pack-refs", "--all")
    return "drop", "2b", "-m", "why"


def sync_of_a_clone_without_tags(chain: Repository) -> tuple[str, ...]:
    chain.git("checkout", "--quiet", "main")
    chain.git("branch", "-D", "chapters")
    chain.git("tag", "-d", *chain.tags())
    return ("sync",)


def sync_to_a_new_edition(chain: Repository) -> tuple[str, ...]:
    old, tags = chain.id("chapters"), chain.tags()
    chain.chapters(*fix_on_the_branch(chain))
    chain.chapters("publish", "-m", "Two")
    chain.git("reset", "--quiet", "--hard", old)
    for name, oid in tags.items():
        chain.git("tag", "-f", name, oid)
    for ref in ("log", "done"):
        chain.git("update-ref", "-d", f"refs/chapters/{ref}")
    return ("sync",)


def publish_from_main(chain: Repository) -> tuple[str, ...]:
    chain.chapters(*fix_on_the_branch(chain))
    chain.git("checkout", "--quiet", "main")
    return "publish", "-m", "Two"


def undo_of_a_fix(chain: Repository) -> tuple[str, ...]:
    chain.chapters(*fix_on_the_branch(chain))
    return ("undo",)


def resolve_of_a_conflict(chain: Repository) -> tuple[str, ...]:
    chain.git("checkout", "--quiet", "2a")
    chain.replace("app.py", "app line 12\n", "app line 12, mended\n")
    conflict = chain.run("fix", "2a", "-m", "why")
    folder = Path(re.search(r"edit (\S+),", conflict.err)[1])
    file = folder / "app.py"
    file.write_text(chain.at("3b", "app.py").replace("twelve", "twelve, mended") + "\n")
    return ("resolve",)


STORIES = (
    fix_on_the_branch, drop_of_a_packed_label, sync_of_a_clone_without_tags, sync_to_a_new_edition,
    publish_from_main, undo_of_a_fix, resolve_of_a_conflict,
)  # fmt: skip


def die(repository: Repository, fatal: int, words: tuple[str, ...]) -> subprocess.CompletedProcess:
    return killing.die(fatal, ["-C", str(repository.top), *words])


def prepared(chain: Repository, story: Callable[[Repository], tuple[str, ...]]) -> Killed:
    """Tell the story in `chain`, and see how its command ends alive."""
    words = story(chain)
    old, before = chain.contents(), clone(chain, chain.top.with_name("before"))
    ended = die(chain, 0, words)
    assert ended.returncode == 0, ended
    points = int(ended.stderr.split("points: ")[1])
    return Killed(chain, before, words, old, chain.contents(), points)


def sampled(points: int, offset: int) -> range:
    """Points spread evenly; each story begins at another one."""
    if ALL_POINTS:
        return range(1, points + 1)
    step = max(1, points // POINTS_EACH)
    return range(1 + offset % step, points + 1, step)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_killed_command_is_finished_by_the_next(story, chain: Repository):
    killed = prepared(chain, story)

    for fatal in sampled(killed.points, STORIES.index(story)):
        victim = killed.again()
        died = die(victim, fatal, killed.words)
        assert died.returncode == -signal.SIGKILL, died

        assert_whole(victim, killed, f"killed at point {fatal} of {killed.points}")


TRANSACTIONS = [
    pytest.param(story, fatal, id=f"{story.__name__}-{fatal}")
    for place, story in enumerate(STORIES)
    for fatal in ((2, 3, 4) if ALL_POINTS else (2 + place % 3,))
]


@pytest.mark.parametrize(("story", "fatal"), TRANSACTIONS)
def test_git_killed_in_a_transaction_with_us_leaves_no_lock(story, fatal: int, chain: Repository):
    killed = prepared(chain, story)
    killed.again()
    hook = chain.write(".git/hooks/reference-transaction", HOOK.format(fatal=fatal))
    hook.chmod(0o755)

    died = die(chain, 0, killed.words)
    hook.unlink()

    assert died.returncode == -signal.SIGKILL, died
    assert_whole(chain, killed, f"killed in transaction {fatal}")


def assert_whole(victim: Repository, killed: Killed, when: str) -> None:
    """After the next command all is old or all is new, nothing is locked or broken."""
    answer = victim.run("status")
    assert answer.code == 0, (when, answer)

    now = victim.contents()
    assert now in (killed.old, killed.new), when
    ends = victim.git("for-each-ref", "--format=%(objectname)", "refs/chapters/[ld]*").split()
    assert len(set(ends)) < 2, when
    assert victim.locks() == [], when
    assert victim.git("fsck", "--strict", "--no-dangling") == "", when
    if now == killed.old:
        victim.chapters(*killed.words)
        assert victim.contents() == killed.new, f"{when}, then again"


@pytest.fixture
def torn(chain: Repository) -> Repository:
    """A fix that died when its refs had moved and its work tree had not."""
    killed = prepared(chain, fix_on_the_branch)
    killed.again()
    hook = chain.write(".git/hooks/reference-transaction", HOOK.format(fatal=4))
    hook.chmod(0o755)
    assert die(chain, 0, killed.words).returncode == -signal.SIGKILL
    hook.unlink()
    assert chain.id("refs/chapters/log") != chain.id("refs/chapters/done")
    return chain


def test_a_ref_that_others_moved_meanwhile_is_reported_and_nothing_is_touched(torn: Repository):
    torn.git("update-ref", "refs/tags/2b", "main")
    before = torn.contents()

    answer = torn.run("status")

    assert answer.code == 1
    assert "refs/tags/2b is at" in answer.err
    assert torn.contents() == before


def test_a_file_that_was_edited_meanwhile_is_not_overwritten(torn: Repository):
    torn.write("app.py", "edited after the kill\n")

    answer = torn.run("status")

    assert "app.py would be overwritten" in answer.err
    assert torn.read("app.py") == "edited after the kill\n"
    torn.git("stash", "--quiet")
    assert "fix 2a" in torn.run("status").err
    assert torn.at("2a", "app.py").startswith("app line one")


def test_what_was_finished_is_said(torn: Repository):
    assert "finished what a stopped command had begun: fix 2a page: why" in torn.run("list").err


def test_a_finished_command_can_be_undone(torn: Repository):
    torn.chapters("undo")

    assert torn.at("2a", "app.py").startswith("app line 1\n")
    assert torn.read("app.py").startswith("app line one\n")
    assert torn.read("new.txt") == "new\n"
