"""Rebuild a chain with one edit applied: new objects, no ref moved, nothing checked out.

An edit's effect on a later step is an overlay, the difference between the old and the new tree of
the step before. A step that does not touch it costs the trees above the overlay's paths; one that
does is a three-way merge, as git-rebase(1) makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .edits import Drop, Edit, Fix, Insert, Reword
from .errors import Refused, ReplayConflict
from .git import Git
from .model import Chain, Checkpoint
from .objects import Commit, object_id
from .store import Store
from .trees import (
    Overlay,
    Touched,
    compare,
    graft,
    graft_merging,
    merge,
    read_ahead,
)

WINDOW = 256  # steps read ahead at once
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Replay:
    """`oids` is the new line, oldest first; `successors` leads from each replaced commit to its
    new one (a dropped one has none); `notes` are sentences for the user."""

    oids: tuple[str, ...]
    successors: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Options:
    """`resolutions` maps a conflict's key to the tree a person made of it."""

    resolutions: Mapping[str, str]
    drop_signatures: bool = False
    progress: Progress = lambda done, total: None


def replay(git: Git, store: Store, chain: Chain, edit: Edit, options: Options) -> Replay:
    """Rebuild `chain` with `edit`. Raises ReplayConflict at the first step that does not merge."""
    run = _Run(git, store, chain, options)
    place = _place(chain, edit)
    run.begin(place)
    match edit:
        case Fix():
            run.fix(chain.checkpoints[place], edit)
        case Insert():
            run.insert(edit)
        case Drop():
            run.drop(chain.checkpoints[place], edit.keep_trees)
        case Reword():
            run.reword(chain.checkpoints[place], edit.message)
        case _:
            raise TypeError(edit)
    first = place if isinstance(edit, Insert) else place + 1
    run.follow(chain.checkpoints[first:], edit.until if isinstance(edit, Fix) else "")
    return Replay(tuple(run.line), run.successors, tuple(run.notes))


def _place(chain: Chain, edit: Edit) -> int:
    """Where the replay begins: the edited step, or the one that an inserted one precedes."""
    if isinstance(edit, Insert):
        return chain.index(edit.after) + 1 if edit.after else 0
    return chain.index(edit.slug)


class _Run:
    """A replay under way: the new line so far, and how its last tree differs from the old one."""

    def __init__(self, git: Git, store: Store, chain: Chain, options: Options) -> None:
        self._git, self._store, self._chain, self._options = git, store, chain, options
        self.successors: dict[str, str] = {}
        self.notes: list[str] = []

    def begin(self, place: int) -> None:
        self.line = [checkpoint.oid for checkpoint in self._chain.checkpoints[:place]]
        tree = self._store.commit(self.line[-1]).tree if self.line else self._store.empty_tree
        if not self.line:
            self._store.add("tree", b"")
        self._old = self._new = tree
        self._overlay = Overlay({}, {})

    def fix(self, checkpoint: Checkpoint, edit: Fix) -> None:
        commit = self._commit(checkpoint)
        change = edit.change
        tree = self._merged(checkpoint, change.base, commit.tree, change.taken, "the fix")
        self._write(commit, tree)
        self._advance(commit.tree, commit.tree if edit.until == edit.slug else tree)

    def insert(self, edit: Insert) -> None:
        named = Checkpoint("", edit.slug, "", "", "")
        change = edit.change
        tree = self._merged(named, change.base, self._new, change.taken, "the new step")
        links = [b"tree " + tree.encode(), *(b"parent " + p.encode() for p in self.line[-1:])]
        who = [b"author " + edit.identity, b"committer " + edit.identity]
        raw = b"\n".join([*links, *who, b"", edit.message])
        self.line.append(self._store.add("commit", raw))
        self._advance(self._old, tree)

    def drop(self, checkpoint: Checkpoint, keep_trees: bool) -> None:
        tree = self._commit(checkpoint).tree
        if keep_trees and checkpoint is self._chain.checkpoints[-1]:
            raise Refused(f"{checkpoint} is the last step; none after it can take its change")
        self._advance(tree, tree if keep_trees else self._new)

    def reword(self, checkpoint: Checkpoint, message: bytes) -> None:
        commit = self._commit(checkpoint)
        self._write(commit, commit.tree, message)
        self._advance(commit.tree, commit.tree)

    def follow(self, checkpoints: tuple[Checkpoint, ...], until: str) -> None:
        """Replay the later steps; after the one named `until`, each keeps its tree."""
        for window in _windows(checkpoints):
            commits = list(self._store.commits(checkpoint.oid for checkpoint in window))
            read_ahead(self._store, [commit.tree for commit in commits], self._overlay)
            for checkpoint, commit in zip(window, commits, strict=True):
                self._step(checkpoint, commit)
                if until and checkpoint.slug == until:
                    self._overlay = Overlay({}, {})
            self._options.progress(len(self.line), len(self._chain))

    def _step(self, checkpoint: Checkpoint, commit: Commit) -> None:
        try:
            tree = graft(self._store, commit.tree, self._overlay)
            self._note_if_empty(checkpoint, commit.tree, tree)
            self._write(commit, tree)
            self._old, self._new = commit.tree, tree
        except Touched:
            tree = self._touched(checkpoint, commit.tree)
            self._note_if_empty(checkpoint, commit.tree, tree)
            self._write(commit, tree)
            self._advance(commit.tree, tree)

    def _touched(self, checkpoint: Checkpoint, tree: str) -> str:
        try:
            return graft_merging(self._store, tree, self._overlay)
        except Touched:
            return self._three_way(checkpoint, self._old, self._new, tree, "this step")

    def _advance(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._overlay = compare(self._store, old, new)

    def _merged(self, at: Checkpoint, base: str, ours: str, theirs: str, name: str) -> str:
        try:
            return graft_merging(self._store, ours, compare(self._store, base, theirs))
        except Touched:
            return self._three_way(at, base, ours, theirs, name)

    def _three_way(self, at: Checkpoint, base: str, ours: str, theirs: str, name: str) -> str:
        key = object_id("merge", f"{base} {ours} {theirs}".encode())
        if key in self._options.resolutions:
            return self._options.resolutions[key]
        sides = ("the chain so far", f"{at}: {name}")
        tree, paths = merge(self._git, self._store, (base, ours, theirs), sides)
        if not paths:
            return tree
        raise ReplayConflict(str(at), at.key, paths, tree, key)

    def _write(self, commit: Commit, tree: str, message: bytes | None = None) -> None:
        raw = self._unsigned(commit).rewritten(tree, tuple(self.line[-1:]), message)
        if b"\0" in raw:
            raise Refused(f"{commit.oid[:10]} has a NUL in its message. Next: chapters reword it")
        oid = self._store.add("commit", raw)
        self.line.append(oid)
        self.successors[commit.oid] = oid

    def _unsigned(self, commit: Commit) -> Commit:
        if commit.is_signed and not self._options.drop_signatures:
            raise Refused(
                f"{commit.oid[:10]} is signed, and a rewritten commit would not match its "
                "signature. Next: the same command with --drop-signatures"
            )
        return commit.unsigned() if commit.is_signed else commit

    def _commit(self, checkpoint: Checkpoint) -> Commit:
        return self._store.commit(checkpoint.oid)

    def _note_if_empty(self, checkpoint: Checkpoint, old: str, new: str) -> None:
        if new == self._new and old != self._old:
            self.notes.append(
                f"{checkpoint} changes nothing any more; it is kept. "
                f"To take it out: chapters drop {checkpoint.slug}"
            )


def _windows(checkpoints: tuple[Checkpoint, ...]) -> Iterator[tuple[Checkpoint, ...]]:
    for start in range(0, len(checkpoints), WINDOW):
        yield checkpoints[start : start + WINDOW]
