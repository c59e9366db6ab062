"""The heart: for any fix, every step's tree is the one that git-rebase(1) makes, or both conflict.

CHAPTERS_TEST_HISTORIES=500 makes as many histories (22 fixes each) as one has patience for.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
import random_histories
from random_histories import FIXES, History, Tree
from repository import Repository

from chapters import history, refs
from chapters.edits import Change, Fix
from chapters.errors import ReplayConflict
from chapters.git import Git, open_repository
from chapters.model import Chain
from chapters.replay import Options, replay
from chapters.store import Store

HISTORIES = int(os.environ.get("CHAPTERS_TEST_HISTORIES", "15"))
FIXES_EACH, LAST = 22, 8  # the last tag is t8
SAME_RULES = (
    "-c", "merge.directoryRenames=true", "-c", "merge.renames=true", "-c", "diff.renames=true",
    "-c", "merge.renameLimit=7000", "-c", "diff.renameLimit=7000", "-c", "diff.algorithm=myers",
    "-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false",
)  # fmt: skip
REBASE = ("--empty=keep", "--keep-empty", "--no-gpg-sign")
CLEAN: list[bool] = []  # one a fix: whether it went through without a conflict


BESIDE = "changes side by side; both were taken"


@dataclass(frozen=True)
class Outcome:
    """Each step's tree, oldest first, or the name of the step that conflicts; and the first step
    where we settled changes of neighbouring lines, over which git stops."""

    trees: tuple[str, ...] = ()
    conflict: str = ""
    settled: str = ""

    def agrees_with(self, rebase: Outcome) -> bool:
        """Equal; or rebase stops at a step that we settled, and perhaps we at a later one."""
        if not rebase.conflict:
            return self == rebase
        return rebase.conflict == self.settled or rebase.conflict <= self.conflict


@dataclass(frozen=True)
class Question:
    """Put the tree of the commit `fix` into step `place`; it was made over step `at`."""

    place: int
    at: int
    fix: str
    taken: str


def questions(made: History, chance: random.Random) -> tuple[Question, ...]:
    """Random fixes, made at their step or (one in four) at the tip, as a person's work tree is."""
    asked, stream = [], []
    for number in range(FIXES_EACH):
        place = chance.randrange(LAST)
        at = LAST if number % 4 == 3 else place
        tree = random_histories.changed(made.trees[at], FIXES, chance, chance.choice((1, 1, 2)))
        parent = f"refs/tags/t{at}"
        stream.append(random_histories.commit(f"refs/fixes/f{number}", tree, 100 + number, parent))
        asked.append((place, at))
    made.repository.git("fast-import", "--quiet", stdin=b"".join(stream))
    words = ("for-each-ref", "--sort=creatordate", "--format=%(objectname) %(tree)", "refs/fixes")
    rows = (row.split() for row in made.repository.git(*words).splitlines())
    return tuple(Question(*places, *row) for places, row in zip(asked, rows, strict=True))


def by_rebase(repository: Repository, question: Question) -> Outcome:
    """What a person gets who puts the fix into the step and rebases the rest."""
    step, fixed = f"t{question.place}", question.fix
    if question.at != question.place:
        if _stopped_at(repository, step, f"{fixed}~", fixed):
            return Outcome(conflict=step)
        fixed = repository.id()
    if stopped := _stopped_at(repository, fixed, step, f"refs/tags/t{LAST}^{{}}"):
        return Outcome(conflict=repository.git("tag", "--points-at", stopped).split()[0])
    return Outcome(tuple(repository.git("log", "--reverse", "--format=%T", f"{fixed}~..").split()))


def _stopped_at(repository: Repository, onto: str, after: str, last: str) -> str:
    """Rebase; give the commit that conflicts, having cleared it away, or an empty string."""
    words = ("rebase", "--quiet", *REBASE, "--onto", onto, after, last)
    if repository.code(*SAME_RULES, *words) == 0:
        return ""
    commit = repository.id("REBASE_HEAD")
    repository.git("rebase", "--quit")
    repository.git("reset", "--quiet", "--hard")
    repository.git("clean", "--quiet", "-ffdx")
    return commit


@dataclass(frozen=True)
class Rival:
    """The tool's own parts, opened once a history."""

    git: Git
    store: Store
    chain: Chain

    def by_replay(self, question: Question) -> Outcome:
        commits = [checkpoint.oid for checkpoint in self.chain]
        base = self.store.commit(commits[question.at]).tree
        fix = Fix(f"t{question.place}", "why", Change(base, question.taken))
        try:
            found = replay(self.git, self.store, self.chain, fix, Options({}))
        except ReplayConflict as conflict:
            return Outcome(conflict=conflict.name.split()[0])
        settled = (note.partition(":")[0].split()[0] for note in found.notes if BESIDE in note)
        trees = (self.store.commit(oid).tree for oid in found.oids[question.place :])
        return Outcome(tuple(trees), settled=next(settled, ""))


@contextmanager
def opened(repository: Repository) -> Iterator[Rival]:
    git = open_repository(repository.top)
    store = Store(git)
    try:
        found = refs.read(git)
        yield Rival(git, store, history.read_chain(git, store, found, found.get("refs/heads/line")))
    finally:
        store.close()


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_each_tree_after_a_fix_is_the_one_that_rebase_makes(seed: int, tmp_path: Path):
    made = random_histories.make(tmp_path / "history", seed, LAST + 1)

    with opened(made.repository) as tool:
        for number, question in enumerate(questions(made, random.Random(f"fixes {seed}"))):
            theirs = by_rebase(made.repository, question)
            ours = tool.by_replay(question)

            assert ours.agrees_with(theirs), (f"history {seed}, fix {number}", ours, theirs)
            CLEAN.append(not theirs.conflict)


def test_at_least_two_hundred_fixes_went_through_without_a_conflict():
    if len(CLEAN) < HISTORIES * FIXES_EACH:
        pytest.skip("counts what the test above did; run the whole module")

    assert sum(CLEAN) >= 200


def test_the_histories_hold_every_kind_of_change():
    """The proof above is worth what its histories hold: look for each kind in the default run."""
    kinds = {kind for seed in range(HISTORIES) for kind in _kinds(seed)}

    assert kinds >= {"rename", "delete", "mode", "link", "binary", "empty", "kind", "newline",
                     "space", "not UTF-8", "nested"}  # fmt: skip


def _kinds(seed: int) -> set[str]:
    trees = random_histories.random_trees(random.Random(seed), LAST + 1)
    steps = [kind for before, after in pairwise(trees)
             for kind in _step_kinds(before, after)]  # fmt: skip
    return {*steps, *(kind for tree in trees for path in tree for kind in _name_kinds(path))}


def _step_kinds(before: Tree, after: Tree) -> set[str]:
    gone, came = before.keys() - after.keys(), after.keys() - before.keys()
    same = before.keys() & after.keys()
    contents = {before[path][1] for path in gone}
    facts = {
        "rename": any(after[path][1] in contents for path in came),
        "delete": bool(gone) and not came,
        "mode": any({before[p][0], after[p][0]} == {b"100644", b"100755"} for p in same),
        "link": any(file[0] == b"120000" for file in after.values()),
        "binary": any(b"\0" in file[1] for file in after.values()),
        "empty": before == after,
        "kind": any(path.startswith(old + b"/") for old in gone for path in came),
    }
    return {kind for kind, holds in facts.items() if holds}


def _name_kinds(path: bytes) -> set[str]:
    facts = {
        "newline": b"\n" in path,
        "space": b" " in path,
        "not UTF-8": "\ufffd" in path.decode(errors="replace"),
        "nested": path.count(b"/") > 1,
    }
    return {kind for kind, holds in facts.items() if holds}
