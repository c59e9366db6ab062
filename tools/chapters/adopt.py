"""Plain commits on the chain's branch, read as the edits that they amount to."""

from __future__ import annotations

from .edits import Change, Edit, Fix, Insert, Reword
from .model import Chain, Checkpoint
from .objects import Commit
from .store import Store

AMENDED = "amended by plain git"


def plain_edits(store: Store, old: Chain, new: Chain) -> tuple[Edit, ...]:
    """What leads from `old` to `new`: an amended last step, and new ones after it.

    Empty where plain git has rewritten more than that.
    """
    same = _common(old, new)
    before, after = old.checkpoints[same:], new.checkpoints[same:]
    amended: tuple[Edit, ...] = ()
    if len(before) == 1 and after and after[0].slug == before[0].slug:
        amended = _amended(store.commit(before[0].oid), store.commit(after[0].oid), before[0])
        before, after, same = (), after[1:], same + 1
    if before:
        return ()
    previous = (new.checkpoints[same - 1] if same else None, *after)
    return amended + tuple(_insert(store, *pair) for pair in zip(previous, after, strict=False))


def _common(old: Chain, new: Chain) -> int:
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a.oid != b.oid), min(len(old), len(new)))


def _amended(old: Commit, new: Commit, checkpoint: Checkpoint) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    if old.tree != new.tree:
        edits.append(Fix(checkpoint.slug, AMENDED, Change(old.tree, new.tree)))
    if old.message != new.message:
        edits.append(Reword(checkpoint.slug, AMENDED, new.message))
    return tuple(edits)


def _insert(store: Store, before: Checkpoint | None, checkpoint: Checkpoint) -> Insert:
    commit = store.commit(checkpoint.oid)
    base = store.commit(before.oid).tree if before else store.add("tree", b"")
    change = Change(base, commit.tree)
    after = before.slug if before else ""
    return Insert(checkpoint.slug, checkpoint.title, change, after, commit.message, commit.identity)
