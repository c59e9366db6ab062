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

Lines = tuple[tuple[str, str, str], ...]  # an edition's lines: text, kind, slug


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
    """An edition's lines, each fix with what it made of its step's files.

    `chains` has the commit of each slug in the edition before, and in this one.
    """
    before, after = chains
    slugs = list(dict.fromkeys(s for _, _, s in lines if s in before and s in after))
    pairs = [(store.commit(before[s]).tree, store.commit(after[s]).tree) for s in slugs]
    changed = dict(zip(slugs, differences.between(git, pairs), strict=True)) if slugs else {}
    shown: dict[str, tuple[Change, ...]] = {}
    news = []
    for text, kind, slug in lines:
        new = () if slug in shown else changed.get(slug, ())
        shown[slug] = new
        news.append(News(text, kind, slug, new))
    return EditionNote(number, date, summary, tuple(news))


def comparison(git: Git, store: Store, before: str, after: str) -> tuple[Change, ...]:
    """What changes from one commit to another."""
    trees = [store.commit(oid).tree for oid in (before, after)]
    return differences.between(git, [(trees[0], trees[1])])[0]
