"""Apply one edit: replay, plan the moves, carry them out; or keep it pending at a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .. import guards, history, moves, refs, sync
from ..edits import Drop, Edit, Fix, Resolution
from ..errors import Refused, ReplayConflict
from ..model import Chain, Move
from ..operations import Operation
from ..replay import Options, Replay, replay
from ..trees import differing_files, printable
from ..worktrees import Taken
from . import pending, say
from .session import Session


@dataclass(frozen=True)
class Wish:
    """An edit, what a person resolved of it so far, where its change was taken, what keeps it."""

    edit: Edit
    taken: Taken | None = None
    keep: tuple[str, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    drop_signatures: bool = False
    dry_run: bool = False


def prepare(session: Session) -> None:
    """Refuse an edit where the chain cannot take one; record plain commits first."""
    if session.refs.get(refs.PENDING):
        raise Refused("An edit waits at a conflict. Next: chapters resolve, or chapters abandon")
    if not session.branch:
        raise Refused("There is no branch chapters here yet. Next: chapters sync")
    guards.refuse_annotated_labels(session.refs, session.chain)
    if not session.chain.is_foreign:
        session.adopt_plain_commits()
        reason = sync.behind(session.standing())
        if reason:
            raise Refused(reason)


def apply(session: Session, wish: Wish) -> None:
    """Carry out a wish and say what was done; at a conflict lay it out and raise."""
    try:
        found = _replayed(session, wish)
    except ReplayConflict as conflict:
        _refuse_absent(session, wish.edit, conflict)
        if not wish.dry_run:
            pending.keep(session, wish.edit, wish.resolutions, conflict, wish.taken, wish.keep)
        raise
    chain = _new_chain(session, found)
    operation = _operation(session, wish, found, chain)
    _report(operation, found, wish.dry_run)
    if not wish.dry_run:
        session.move(operation)


def _replayed(session: Session, wish: Wish) -> Replay:
    known = {resolution.key: resolution.tree for resolution in wish.resolutions}
    options = Options(known, wish.drop_signatures, say.progress)
    found = replay(session.git, session.store, session.chain, wish.edit, options)
    if not found.oids:
        raise Refused("A chain needs one checkpoint. Next: chapters insert another one first")
    if found.oids == tuple(checkpoint.oid for checkpoint in session.chain):
        raise Refused(f"{wish.edit.slug} has this already: nothing would change")
    return found


def _refuse_absent(session: Session, edit: Edit, conflict: ReplayConflict) -> None:
    """Raise Refused where the fix itself cannot merge for want of a file at its step."""
    if not isinstance(edit, Fix) or conflict.slug != edit.slug:
        return
    changed = differing_files(session.store, edit.change.base, edit.change.taken)
    tree = session.store.commit(session.chain.find(edit.slug).oid).tree
    for path, (before, _) in sorted(changed.items()):
        if before and not session.store.entry(tree, path):
            raise Refused(
                f"{conflict.name} {edit.slug} does not have {printable(path)} yet; the first step "
                f"that has it is {_first_with(session, path)}. Next: chapters fix that step"
            )


def _first_with(session: Session, path: bytes) -> str:
    for checkpoint in session.chain:
        if session.store.entry(session.store.commit(checkpoint.oid).tree, path):
            return f"{checkpoint.label} {checkpoint.slug}"
    return "none of the chain"


def _new_chain(session: Session, found: Replay) -> Chain:
    """The chain labelled anew; a foreign one is only counted, its names are its tags."""
    if session.chain.is_foreign:
        return session.chain
    return history.relabelled(session.store, found.oids)


def _operation(session: Session, wish: Wish, found: Replay, chain: Chain) -> Operation:
    moved = [
        Move(session.branch, session.tip, found.oids[-1]),
        *_tag_moves(session, wish.edit, found.successors, chain),
    ]
    if detached := moves.detached_at(session.git, session.tree, found.successors):
        moved.append(detached)
    return Operation(
        wish.edit.kind,
        f"{wish.edit.kind} {_name(session, chain, wish.edit)}: {wish.edit.why}",
        tuple(moved),
        (wish.edit, *wish.resolutions),
        session.begun(),
        tuple(session.layouts_for(tuple(moved), wish.taken)),
        wish.keep,
    )


def _tag_moves(
    session: Session, edit: Edit, successors: Mapping[str, str], chain: Chain
) -> tuple[Move, ...]:
    if session.chain.is_foreign:
        dropped = session.chain.find(edit.slug).oid if isinstance(edit, Drop) else ""
        return moves.follow_moves(session.refs, successors, {dropped})
    plan = moves.label_moves(chain, session.tags, session.ours)
    return moves.refuse_strays(plan)


def _name(session: Session, chain: Chain, edit: Edit) -> str:
    labels = {c.slug: c.label for c in (*session.chain, *chain)}
    label = labels.get(edit.slug, "")
    return edit.slug if label in ("", edit.slug) else f"{label} {edit.slug}"


def _report(operation: Operation, found: Replay, dry_run: bool) -> None:
    tags = sum(move.ref.startswith("refs/tags/") for move in operation.moves)
    count = f"{len(found.successors)} of {len(found.oids)} checkpoints rewritten"
    text = f"{operation.title} ({count}, {tags} tags moved)"
    if dry_run:
        say.line(f"would do: {text}")
    else:
        say.done(text)
    for note in found.notes:
        say.warn(note)
    if not dry_run:
        say.hint("      to take it back: chapters undo")
