"""Which refs and work trees an operation moves: computed first, shown, then applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from .errors import Refused
from .git import Git
from .model import Chain, Move
from .objects import Entry
from .operations import Layout
from .refs import Refs
from .store import Store
from .trees import differing_files, merge, printable, with_files
from .worktrees import Taken, WorkTree

Ours = Callable[[], set[str]]  # every commit that some edition or operation holds; costly


class TagPlan(NamedTuple):
    """Tag moves, and the label tags that are left because nobody of ours made them."""

    moves: tuple[Move, ...]
    strays: tuple[str, ...]


def label_moves(chain: Chain, tags: Mapping[str, str], ours: Ours) -> TagPlan:
    """Move every label to its checkpoint; delete a label that the chain lacks. A tag that
    points at nothing of ours is a stray: it stays, and is named."""
    wanted = {checkpoint.label: checkpoint.oid for checkpoint in chain}
    moves = [
        Move(f"refs/tags/{name}", tags.get(name, ""), wanted.get(name, ""))
        for name in dict.fromkeys((*wanted, *tags))
        if tags.get(name) != wanted.get(name)
    ]
    known = ours() if any(move.old for move in moves) else set()
    strays = tuple(m.ref[10:] for m in moves if m.old and m.old not in known)
    return TagPlan(tuple(m for m in moves if m.ref[10:] not in strays), strays)


def follow_moves(refs: Refs, successors: Mapping[str, str], dropped: set[str]) -> tuple[Move, ...]:
    """A foreign chain: every tag on a rewritten commit goes to its successor."""
    moves = []
    for name, oid in refs.below("refs/tags/").items():
        if oid in successors:
            moves.append(Move(f"refs/tags/{name}", oid, successors[oid]))
        elif oid in dropped:
            moves.append(Move(f"refs/tags/{name}", oid, ""))
    return tuple(moves)


def refuse_strays(plan: TagPlan) -> tuple[Move, ...]:
    """The moves of a plan without strays. Raises Refused naming the tags that are in the way."""
    if plan.strays:
        names = " ".join(plan.strays)
        raise Refused(
            f"Tags that no edition or operation made are in the way: {names}. "
            f"Next: git tag -d {names}, then the same command"
        )
    return plan.moves


def layout(
    git: Git, store: Store, tree: WorkTree, commit: str, taken: Taken | None = None
) -> Layout:
    """A work tree goes from HEAD, or from what was taken over it, to the files of `commit`.

    What was not taken stays over them. Raises Refused where it cannot.
    """
    before, after = store.commit(tree.commit).tree, store.commit(commit).tree
    plain = Layout(str(tree.git_dir), str(tree.top), (before,), after, after)
    if not taken:
        return plain
    plain = replace(plain, accepts=(before, taken.tree))
    if taken.absorbed in ("", taken.tree):
        return plain
    sides = (taken.absorbed, after, taken.tree)
    rest, paths = merge(git, store, sides, ("the chain", "what stays"))
    if paths:
        names = ", ".join(printable(path) for path in paths)
        raise Refused(f"What stays in {names} is too close to what goes. Next: chapters fix")
    return replace(plain, files=rest, index=with_files(store, after, _added(store, sides)))


def _added(store: Store, sides: tuple[str, str, str]) -> dict[bytes, Entry | None]:
    """Files that were added and stay: the index goes on holding them."""
    changed = differing_files(store, sides[0], sides[2])
    return {path: after for path, (before, after) in changed.items() if before is None}


def putting_back(store: Store, base: Layout, past: Layout) -> Layout:
    """The layout of an undo that also puts back the change which `past` had taken away."""
    changed = differing_files(store, *past.accepts)
    added = {path: after for path, (before, after) in changed.items() if before is None}
    files = with_change(store, base.files, past)
    accepts = (*base.accepts, past.files)
    index = with_files(store, base.index, added)
    return replace(base, accepts=accepts, files=files, index=index)


def with_change(store: Store, tree: str, past: Layout) -> str:
    """`tree` with the files that a work tree held over HEAD when `past` was planned."""
    changed = differing_files(store, *past.accepts)
    return with_files(store, tree, {path: after for path, (_, after) in changed.items()})


def detached_at(git: Git, tree: WorkTree | None, successors: Mapping[str, str]) -> Move | None:
    """The move of a detached HEAD that stands at a rewritten commit."""
    if tree and not tree.branch and tree.commit in successors:
        return Move(tree.head_ref(git.common), tree.commit, successors[tree.commit])
    return None
