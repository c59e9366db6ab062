"""Read everything that the reading site shows, and bind it into one `Book`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from . import differences, lesson
from .git import Git
from .model import Chain, Checkpoint
from .objects import Commit
from .site.book import GITLINK, Book, Change, EditionNote, News, Picture, Proof, Step
from .store import Store

Lines = tuple[tuple[str, str, str, str], ...]  # an edition's lines: text, kind, slug, why


def bind(
    git: Git,
    store: Store,
    chain: Chain,
    proofs: Mapping[str, Proof],
    pictures: Mapping[str, tuple[Picture, ...]],
    editions: tuple[EditionNote, ...] = (),
    given: tuple[str, ...] = (),
) -> Book:
    """The book of a chain; proofs and pictures are by commit id."""
    commits = list(store.commits(checkpoint.oid for checkpoint in chain))
    trees = [store.empty_tree, *(commit.tree for commit in commits)]
    changes = differences.between(git, list(pairwise(trees)))
    steps = tuple(
        _step(checkpoint, commit, changed, proofs, pictures)
        for checkpoint, commit, changed in zip(chain, commits, changes, strict=True)
    )
    news = (change for edition in editions for one in edition.news for change in one.changes)
    blobs = _blobs(store, (*(c for step in steps for c in step.changes), *news))
    return Book(steps, blobs, editions, given, chain.is_foreign)


def _step(
    checkpoint: Checkpoint,
    commit: Commit,
    changes: tuple[Change, ...],
    proofs: Mapping[str, Proof],
    pictures: Mapping[str, tuple[Picture, ...]],
) -> Step:
    parsed = lesson.parse(commit.text.encode())
    oid = checkpoint.oid
    return Step(checkpoint, parsed, commit.tree, changes, proofs.get(oid), pictures.get(oid, ()))


def _blobs(store: Store, changes: Iterable[Change]) -> dict[str, bytes]:
    sides = (side for change in changes for side in (change.old, change.new) if side)
    oids = list(dict.fromkeys(side.blob for side in sides if side.mode != GITLINK))
    store.prefetch(oids)
    return {oid: store.read(oid)[1] for oid in oids}


def edition_note(
    git: Git,
    store: Store,
    number: int,
    date: str,
    summary: str,
    lines: Lines,
    chains: tuple[Mapping[str, str], Mapping[str, str]],
) -> EditionNote:
    """An edition's lines, the first of each step with what became of the step's files.

    `chains` has the commit of each slug in the edition before, and in this one.
    """
    before, after = chains
    told = dict.fromkeys(s for _, _, s, _ in lines if s in before and s in after)
    earlier = {s: p for p, s in pairwise(after) if s in told and p in before}
    slugs = list(dict.fromkeys((*told, *earlier.values())))
    pairs = [(store.commit(before[s]).tree, store.commit(after[s]).tree) for s in slugs]
    changed = dict(zip(slugs, differences.between(git, pairs), strict=True)) if slugs else {}
    own = {s: _own(store, changed[s], changed.get(earlier.get(s, ""), ())) for s in told}
    news = (News(text, kind, slug, why, own.pop(slug, ())) for text, kind, slug, why in lines)
    return EditionNote(number, date, summary, tuple(news))


def _own(
    store: Store, changes: tuple[Change, ...], inherited: tuple[Change, ...]
) -> tuple[Change, ...]:
    """Without those that the step before has just the same."""
    known = {_effect(store, change) for change in inherited}
    return tuple(change for change in changes if _effect(store, change) not in known)


def _effect(store: Store, change: Change) -> tuple[object, ...]:
    """What goes and what comes, wherever in the file it stands."""
    if not change.spans:
        return change.old, change.new
    old, new = (
        store.read(side.blob)[1].splitlines() if side else [] for side in (change.old, change.new)
    )
    return change.path, *((*old[s.start : s.end], None, *new[s.first : s.last])
                          for s in change.spans)  # fmt: skip


def comparison(git: Git, store: Store, before: str, after: str) -> tuple[Change, ...]:
    """What changes from one commit to another."""
    trees = [store.commit(oid).tree for oid in (before, after)]
    return differences.between(git, [(trees[0], trees[1])])[0]
