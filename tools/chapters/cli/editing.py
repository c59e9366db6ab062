"""Apply edits: replay, plan the moves, carry them out; or keep them pending at a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .. import absorb, guards, history, moves, refs, sync
from ..edits import Change, Drop, Edit, Fix, command
from ..errors import Refused, ReplayConflict
from ..line import Options
from ..model import Chain, Move
from ..operations import Operation
from ..replay import replay
from ..trees import differing_files, printable
from . import pending, say
from .pending import Wish
from .session import Session


class Result(NamedTuple):
    """The new chain, where each old commit went, and sentences for the user."""

    chain: Chain
    oids: tuple[str, ...]
    successors: Mapping[str, str]
    notes: tuple[str, ...]


def prepare(session: Session) -> None:
    """Refuse an edit where the chain cannot take one."""
    refuse_pending(session)
    if not session.branch:
        raise Refused("There is no branch chapters here yet. Next: chapters sync")
    guards.refuse_annotated_labels(session.refs, session.chain)
    if not session.chain.is_foreign and (reason := sync.behind(session.standing())):
        raise Refused(reason)


def refuse_pending(session: Session) -> None:
    if session.refs.get(refs.PENDING):
        raise Refused("An edit waits at a conflict. Next: chapters resolve, or chapters abandon")


def apply(session: Session, wish: Wish) -> None:
    """Carry out a wish and say what was done; at a conflict lay it out and raise."""
    base = _base(session, wish)
    try:
        result = _replayed(session, wish, base)
    except ReplayConflict as conflict:
        _explain(session, wish, base, conflict)
        if not wish.dry_run:
            pending.keep(session, wish, base, conflict)
        raise
    operation = _operation(session, wish, result)
    if not wish.dry_run:
        if session.adopt_plain_commits():
            operation = _operation(session, wish, result)  # tags have moved
        session.move(operation)
    _report(operation, result, wish.dry_run)


def _base(session: Session, wish: Wish) -> Chain:
    """The chain to edit: the one here, or, for a sync, that of main's newest edition."""
    if wish.is_sync:
        tip = session.newest.tip
        return history.read_chain(session.git, session.store, session.refs, tip)
    return session.chain


def _replayed(session: Session, wish: Wish, base: Chain) -> Result:
    known = {resolution.key: resolution.tree for resolution in wish.resolutions}
    options = Options(known, wish.drop_signatures, say.progress)
    chain, notes = base, list[str]()
    successors = {checkpoint.oid: checkpoint.oid for checkpoint in base}
    for edit in wish.edits:
        found = replay(session.git, session.store, chain, edit, options)
        if not found.oids:
            raise Refused("A chain needs one checkpoint. Next: chapters insert another one first")
        line = set(found.oids)
        moved = {old: found.successors.get(new, new) for old, new in successors.items()}
        successors = {old: new for old, new in moved.items() if new in line}
        notes += found.notes
        oids, chain = found.oids, _relabelled(session, chain, found.oids)
    if oids == tuple(checkpoint.oid for checkpoint in session.chain):
        raise Refused("The chain has this already: nothing would change. Next: chapters status")
    return Result(chain, oids, successors, tuple(dict.fromkeys(notes)))


def _relabelled(session: Session, chain: Chain, oids: tuple[str, ...]) -> Chain:
    """The chain labelled anew; a foreign one is only counted, its names are its tags."""
    return chain if chain.is_foreign else history.relabelled(session.store, oids)


def _explain(session: Session, wish: Wish, chain: Chain, conflict: ReplayConflict) -> None:
    """Say better what a conflict of the fix itself is: a file, or lines, of a later step.

    Raises Refused where the step lacks a file that the fix changes.
    """
    edit = wish.edits[0]
    if not isinstance(edit, Fix) or conflict.step != edit.slug:
        return
    changed = differing_files(session.store, edit.change.base, edit.change.taken)
    tree = session.store.commit(chain.find(edit.slug).oid).tree
    for path, (before, _) in sorted(changed.items()):
        if before and not session.store.entry(tree, path):
            raise Refused(
                f"{conflict.name} does not have {printable(path)} yet; the first step that "
                f"has it is {_first_with(session, chain, path)}. Next: chapters fix that step"
            )
    text = f"The change does not fit {conflict.name}: {', '.join(conflict.paths)}."
    origins = _origins(session, wish, chain)
    conflict.args = (f"{text} Its lines came with {origins}." if origins else text,)


def _origins(session: Session, wish: Wish, chain: Chain) -> str:
    """The steps whose lines a change in the work tree touches."""
    if not wish.taken:
        return ""
    head = session.store.commit(wish.taken.commit).parents[0]
    change = Change(wish.taken.head_tree, wish.taken.tree)
    places = absorb.plan(session.git, session.store, chain, head, change, "").places
    return ", ".join(dict.fromkeys(str(place.checkpoint) for place in places if place.checkpoint))


def _first_with(session: Session, chain: Chain, path: bytes) -> str:
    for checkpoint in chain:
        if session.store.entry(session.store.commit(checkpoint.oid).tree, path):
            return str(checkpoint)
    return "none of the chain"


def _operation(session: Session, wish: Wish, result: Result) -> Operation:
    moved = _moves(session, wish, result)
    edition = session.newest.number if wish.is_sync else session.begun()
    return Operation(
        wish.kind,
        _title(session, wish, result),
        moved,
        (*wish.edits, *wish.resolutions),
        edition,
        tuple(session.layouts_for(moved, wish.taken)),
        wish.keep,
    )


def _moves(session: Session, wish: Wish, result: Result) -> tuple[Move, ...]:
    branch = Move(session.branch, session.tip, result.oids[-1])
    moved = [branch, *_tag_moves(session, wish.edits[0], result)]
    successors = _by_slug(session, result) if wish.is_sync else result.successors
    if not pending.is_laid_out(session, wish) and (
        detached := moves.detached_at(session.git, session.tree, successors)
    ):
        moved.append(detached)
    if waiting := session.refs.get(refs.PENDING):
        moved.append(Move(refs.PENDING, waiting, ""))
    return tuple(moved)


def _by_slug(session: Session, result: Result) -> dict[str, str]:
    new = {checkpoint.slug: checkpoint.oid for checkpoint in result.chain}
    return {c.oid: new[c.slug] for c in session.chain if new.get(c.slug, c.oid) != c.oid}


def _tag_moves(session: Session, edit: Edit, result: Result) -> tuple[Move, ...]:
    if session.chain.is_foreign:
        dropped = session.chain.find(edit.slug).oid if isinstance(edit, Drop) else ""
        changed = {old: new for old, new in result.successors.items() if old != new}
        return moves.follow_moves(session.refs, changed, {dropped})
    plan = moves.label_moves(result.chain, session.tags, session.ours)
    return moves.refuse_strays(plan)


def _title(session: Session, wish: Wish, result: Result) -> str:
    if wish.is_sync:
        count = say.count(len(wish.edits), "edit")
        return f"sync to edition {session.newest.number} with {count}"
    if wish.is_absorb:
        return f"absorb into {', '.join(edit.slug for edit in wish.edits)}: {wish.edits[0].why}"
    edit = wish.edits[0]
    names = {c.slug: str(c) for c in (*session.chain, *result.chain)}
    return f"{command(edit)} {names.get(edit.slug, edit.slug)}: {edit.why}"


def _report(operation: Operation, result: Result, dry_run: bool) -> None:
    tags = sum(move.ref.startswith("refs/tags/") for move in operation.moves)
    rewritten = sum(old != new for old, new in result.successors.items())
    count = f"{rewritten} of {len(result.oids)} checkpoints rewritten"
    text = f"{operation.title} ({count}, {say.count(tags, 'tag')} moved)"
    if dry_run:
        say.line(f"would do: {text}")
    else:
        say.done(text)
    for note in result.notes:
        say.warn(note)
    if not dry_run:
        say.hint("      to take it back: chapters undo")
