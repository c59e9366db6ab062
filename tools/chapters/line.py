"""A replay under way: the new line of commits, and how its last tree differs from the old one's.

An edit's effect on a later step is an overlay, the difference between the old and the new tree of
the step before. A step that does not touch it costs the trees above the overlay's paths; one that
does is a three-way merge, as git-rebase(1) makes it. New objects only: no ref is moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

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
    printable,
    read_ahead,
    settle,
)

WINDOW = 256  # steps read ahead at once
Progress = Callable[[int, int], None]


class Options(NamedTuple):
    """`resolutions` maps a conflict's key to the tree a person made of it."""

    resolutions: Mapping[str, str]
    drop_signatures: bool = False
    progress: Progress = lambda done, total: None


class Line:
    """The checkpoints before `place` as they are; `oids` grows by each step that is written.

    `successors` leads from each replaced commit to its new one; `notes` are for the user.
    """

    def __init__(self, git: Git, store: Store, chain: Chain, options: Options, place: int) -> None:
        self._git, self._store, self._chain, self._options = git, store, chain, options
        self.successors: dict[str, str] = {}
        self.notes: list[str] = []
        self.oids = [checkpoint.oid for checkpoint in chain.checkpoints[:place]]
        self.nothing = store.add("tree", b"")  # what stands before the first step
        self.old = self.tree = self._tree_before()
        self._overlay = Overlay({}, {})

    def _tree_before(self) -> str:
        return self._store.commit(self.oids[-1]).tree if self.oids else self.nothing

    def follow(self, checkpoints: tuple[Checkpoint, ...], until: str = "") -> None:
        """Replay the later steps; after the one named `until`, each keeps its tree."""
        for window in _windows(checkpoints):
            commits = list(self._store.commits(checkpoint.oid for checkpoint in window))
            read_ahead(self._store, [commit.tree for commit in commits], self._overlay)
            for checkpoint, commit in zip(window, commits, strict=True):
                self._step(checkpoint, commit)
                if until and checkpoint.slug == until:
                    self._overlay = Overlay({}, {})
            self._options.progress(len(self.oids), len(self._chain))

    def _step(self, checkpoint: Checkpoint, commit: Commit) -> None:
        try:
            tree = graft(self._store, commit.tree, self._overlay)
            self._note_if_empty(checkpoint, commit.tree, tree)
            self.write(commit, tree)
            self.old, self.tree = commit.tree, tree
        except Touched:
            tree = self._touched(checkpoint, commit.tree)
            self._note_if_empty(checkpoint, commit.tree, tree)
            self.write(commit, tree)
            self.advance(commit.tree, tree)

    def _touched(self, checkpoint: Checkpoint, tree: str) -> str:
        try:
            return graft_merging(self._store, tree, self._overlay)
        except Touched:
            return self._three_way(checkpoint, self.old, self.tree, tree, "this step")

    def advance(self, old: str, new: str) -> None:
        """Say that the line stands at tree `new` where the old one stood at `old`."""
        self.old, self.tree = old, new
        self._overlay = compare(self._store, old, new)

    def append(self, raw: bytes) -> None:
        """Add a commit that replaces none."""
        self.oids.append(self._store.add("commit", raw))

    def merged(self, at: Checkpoint, base: str, ours: str, theirs: str, name: str) -> str:
        """`ours` with what leads from `base` to `theirs`. Raises ReplayConflict."""
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
        settled = settle(self._store, (base, ours, theirs), tree, paths)
        shown = tuple(printable(path) for path in paths)
        if settled is None:
            raise ReplayConflict(str(at), at.key, shown, tree, key)
        self.notes.append(f"{at}: {', '.join(shown)} has changes side by side; both were taken")
        return settled

    def write(self, commit: Commit, tree: str, message: bytes | None = None) -> None:
        """Add the successor of `commit`."""
        raw = self._unsigned(commit).rewritten(tree, tuple(self.oids[-1:]), message)
        if b"\0" in raw:
            raise Refused(f"{commit.oid[:10]} has a NUL in its message. Next: chapters reword it")
        oid = self._store.add("commit", raw)
        self.oids.append(oid)
        self.successors[commit.oid] = oid

    def _unsigned(self, commit: Commit) -> Commit:
        if commit.is_signed and not self._options.drop_signatures:
            raise Refused(
                f"{commit.oid[:10]} is signed, and a rewritten commit would not match its "
                "signature. Next: the same command with --drop-signatures"
            )
        return commit.unsigned() if commit.is_signed else commit

    def commit(self, checkpoint: Checkpoint) -> Commit:
        return self._store.commit(checkpoint.oid)

    def _note_if_empty(self, checkpoint: Checkpoint, old: str, new: str) -> None:
        if new == self.tree and old != self.old:
            self.notes.append(
                f"{checkpoint} changes nothing any more; it is kept. "
                f"To take it out: chapters drop {checkpoint.slug}"
            )


def _windows(checkpoints: tuple[Checkpoint, ...]) -> Iterator[tuple[Checkpoint, ...]]:
    for start in range(0, len(checkpoints), WINDOW):
        yield checkpoints[start : start + WINDOW]
