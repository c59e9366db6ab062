"""Merging texts without git: wherever it answers, it says what git would say."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from repository import Repository

from chapters import diff
from chapters.git import Git, open_repository
from chapters.objects import build_tree, new_commit
from chapters.store import Store
from chapters.trees import merge

TEXTS = int(os.environ.get("CHAPTERS_TEST_TEXTS", "1000"))
WORDS = (b"", b"}", b"    return", b"a", b"b")
WHO = b"Ada <ada@example.org> 1 +0000"
Three = tuple[bytes, bytes, bytes]  # base, ours, theirs


def random_texts(seed: int) -> Three:
    """A text and two changes of it; common lines and lost line ends lead a diff astray."""
    chance = random.Random(seed)
    base = _lines(chance, chance.randrange(1, 25))
    end = chance.choice((b"\n", b"\n", b"\n", b""))
    return tuple(
        b"\n".join(lines) + end for lines in (base, _changed(chance, base), _changed(chance, base))
    )


def _lines(chance: random.Random, count: int) -> list[bytes]:
    share = chance.choice((0.2, 0.5, 0.9))
    return [chance.choice(WORDS) if chance.random() < share else b"%d" % chance.randrange(60)
            for _ in range(count)]  # fmt: skip


def _changed(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    new = list(lines)
    for _ in range(chance.choice((1, 1, 1, 2))):
        place = chance.randrange(len(new) + 1)
        new[place : place + chance.choice((0, 0, 1, 2))] = _lines(
            chance, chance.choice((0, 1, 1, 3))
        )
    return new


@contextmanager
def opened(repository: Repository) -> Iterator[tuple[Git, Store]]:
    git = open_repository(repository.top)
    store = Store(git)
    yield git, store
    store.close()


def tree_of(store: Store, texts: Iterable[bytes]) -> str:
    entries = {b"f%d" % n: (b"100644", store.add("blob", text)) for n, text in enumerate(texts)}
    return store.add("tree", build_tree(entries))


def git_s_merges(repository: Repository, cases: list[Three]) -> list[bytes | None]:
    """What merge-ort makes of each, all in one call; None where it conflicts."""
    with opened(repository) as (git, store):
        trees = tuple(tree_of(store, texts) for texts in zip(*cases, strict=True))
        store.flush()
        tree, conflicts = merge(git, store, trees, ("ours", "theirs"))
        merged = store.tree(tree)
        return [
            None if b"f%d" % n in conflicts else store.read(merged[b"f%d" % n][1])[1]
            for n in range(len(cases))
        ]


def test_texts_changed_apart_merge_as_merge_ort_merges_them(new):
    cases = [random_texts(seed) for seed in range(TEXTS)]
    ours = [diff.merge_apart(*case) for case in cases]
    theirs = git_s_merges(new(), cases)

    wrong = [
        case for case, a, b in zip(cases, ours, theirs, strict=True) if a is not None and a != b
    ]

    assert not wrong, wrong[0]
    assert sum(answer is not None for answer in ours) > TEXTS / 10, "it should answer often"


@pytest.mark.parametrize("algorithm", ["myers", "minimal", "patience", "histogram"])
def test_texts_changed_apart_merge_the_same_by_every_diff(new, algorithm: str):
    repository = new()
    answered = [(case, diff.merge_apart(*case)) for case in map(random_texts, range(TEXTS))]
    cases = [(*case, merged) for case, merged in answered if merged is not None]

    with opened(repository) as (_, store):
        trees = [tree_of(store, texts) for texts in zip(*cases, strict=True)]
        base = store.add("commit", new_commit(trees[0], (), WHO, b"base\n"))
        ours, theirs = (store.add("commit", new_commit(t, (base,), WHO, b"\n")) for t in trees[1:3])
        store.flush()
    repository.git("reset", "--quiet", "--hard", ours)
    repository.git("merge", "--quiet", "-X", f"diff-algorithm={algorithm}", "-m", "m", theirs)

    assert repository.id("HEAD^{tree}") == trees[3]


def test_a_text_that_changed_on_one_side_only_is_that_side_s():
    base, other = b"a\nb\nc\nd\n", b"a\nB\nc\nd\n"

    assert diff.merge_apart(base, other, base) in (None, other)
    assert diff.merge_beside(base, base, other) == other


def test_a_binary_is_left_to_git():
    assert diff.merge_apart(b"\0\na\nb\nc\nd\n", b"\0\nA\nb\nc\nd\n", b"\0\na\nb\nc\nD\n") is None
    assert diff.merge_beside(b"\0\na\n", b"\0\nA\n", b"\0\na\nb\n") is None


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        (b"A\nb\nc\n", b"a\nB\nc\n", b"A\nB\nc\n"),
        (b"a\nb\nC\n", b"a\nB\nc\n", b"a\nB\nC\n"),
        (b"A\nb\nc\n", b"A\nb\nc\n", b"A\nb\nc\n"),
        (b"A\nb\nC\n", b"a\nB\nc\n", b"A\nB\nC\n"),
        (b"b\nc\n", b"a\nB\nc\n", b"B\nc\n"),
        (b"A\nnew\nb\nc\n", b"a\nB\nc\n", b"A\nnew\nB\nc\n"),
    ],
)
def test_changes_of_neighbouring_lines_are_both_taken(ours: bytes, theirs: bytes, merged: bytes):
    assert diff.merge_beside(b"a\nb\nc\n", ours, theirs) == merged
    assert diff.merge_beside(b"a\nb\nc\n", theirs, ours) == merged


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (b"A\nb\nc\n", b"X\nb\nc\n"),  # the same line
        (b"a\nx\nb\nc\n", b"a\ny\nb\nc\n"),  # two insertions at one place
        (b"a\nc\n", b"a\nB\nc\n"),  # deleted here, changed there
        (b"a\nc\n", b"a\nnew\nb\nc\n"),  # deleted here, something put next to it there
        (b"A\nB\nc\n", b"a\nX\nC\n"),  # they overlap
    ],
)
def test_what_has_two_meanings_stays_a_conflict(ours: bytes, theirs: bytes):
    assert diff.merge_beside(b"a\nb\nc\n", ours, theirs) is None
    assert diff.merge_beside(b"a\nb\nc\n", theirs, ours) is None


def test_where_git_merges_a_text_neighbours_are_merged_alike(new):
    """merge_beside is asked only where git conflicts; yet where both answer they must agree."""
    cases = [random_texts(seed) for seed in range(TEXTS)]
    ours = [diff.merge_beside(*case) for case in cases]
    theirs = git_s_merges(new(), cases)
    both = [(case, a, b) for case, a, b in zip(cases, ours, theirs, strict=True) if a and b]
    same = sum(a == b for _, a, b in both)

    assert same / len(both) > 0.95


@pytest.mark.parametrize("seed", range(200))
def test_all_hunks_of_two_texts_lead_from_one_to_the_other(seed: int):
    before, after, _ = random_texts(seed)

    assert diff.with_hunks(before, diff.hunks(before, after)) == after


def test_some_hunks_are_applied_alone():
    found = diff.hunks(b"a\nb\nc\nd\n", b"A\nb\nc\nD\n")

    assert diff.with_hunks(b"a\nb\nc\nd\n", found[:1]) == b"A\nb\nc\nd\n"
    assert diff.with_hunks(b"a\nb\nc\nd\n", found[1:]) == b"a\nb\nc\nD\n"
