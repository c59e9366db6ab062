"""Commands over the log of operations: look at it, and go back and forth in it."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from .. import moves, refs, undo
from ..errors import Refused
from ..layouts import check
from ..operations import Layout, Operation
from ..worktrees import WORK_TREE, Taken, WorkTree
from . import say
from .frame import as_json, reading, writing
from .session import Session


@reading("chapters log")
@as_json
@click.option("-n", "count", type=click.IntRange(1), default=20, help="At most so many.")
def log(session: Session, wants_json: bool, count: int) -> None:
    """List operations, the newest first; each can be undone in turn."""
    entries = [e for e, _ in zip(refs.log(session.store, session.refs), range(count), strict=False)]
    shown = [entry for entry in entries if entry.kind != "begin"]
    if wants_json:
        say.values([{"oid": e.oid, "kind": e.kind, "title": e.title, "edition": e.edition,
                     "refs": [[m.ref, m.old, m.new] for m in e.moves]} for e in shown])  # fmt: skip
        return
    for entry in shown:
        say.line(
            f"{click.style(entry.oid[:10], fg='yellow')}  {_when(session, entry)}  {entry.title}"
        )
    if not shown:
        say.line("no operation yet")


def _when(session: Session, entry: Operation) -> str:
    raw = session.store.commit(entry.oid).raw
    seconds = raw[raw.index(b"\ncommitter ") :].split(b"\n")[1].rsplit(b" ", 2)[1]
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%d %H:%M")


@writing("chapters undo")
def undo_(session: Session) -> None:
    """Take the last operation back: branch, tags, and the change it had taken."""
    _refuse_pending(session)
    session.adopt_plain_commits()
    step = undo.undo(session.git, session.refs, session.log())
    _carry_out(session, step, "undone")


@writing("chapters redo")
def redo(session: Session) -> None:
    """Do the last undone operation once more."""
    _refuse_pending(session)
    step = undo.redo(session.git, session.refs, session.log())
    _carry_out(session, step, "redone")


def _refuse_pending(session: Session) -> None:
    if session.refs.get(refs.PENDING):
        raise Refused("An edit waits at a conflict. Next: chapters resolve, or chapters abandon")


def _carry_out(session: Session, step: undo.Step, word: str) -> None:
    for reason in step.passed:
        say.warn(reason)
    again = _taken_again(session, step.target) if word == "redone" else None
    layouts = session.layouts_for(step.operation.moves, again)
    if word == "undone":
        layouts = _with_changes_back(session, step.target, layouts)
    session.move(step.operation._replace(layouts=tuple(layouts)))
    say.done(f"{word}: {step.target.title}")
    say.hint(f"      the way back: chapters {'redo' if word == 'undone' else 'undo'}")


def _with_changes_back(session: Session, target: Operation, found: list[Layout]) -> list[Layout]:
    """The layouts, with the change that the operation had taken put back where it is clean."""
    layouts = {layout.git_dir: layout for layout in found}
    for past in (layout for layout in target.layouts if len(layout.accepts) == 2):
        tree = next((t for t in session.trees if str(t.git_dir) == past.git_dir), None)
        if tree is None:
            say.warn(f"the change is kept: git stash apply {_stash(session, target)}")
            continue
        base = layouts.get(past.git_dir) or moves.layout(
            session.git, session.store, tree, tree.commit
        )
        back = moves.putting_back(session.store, base, past)
        try:
            check(session.git, session.store, back)
            layouts[past.git_dir] = back
        except Refused:
            say.warn(f"{past.top} has other edits; to put the change back: "
                     f"git stash apply {_stash(session, target)}")  # fmt: skip
    return list(layouts.values())


def _as_it_is(session: Session, tree: WorkTree) -> Layout:
    return moves.layout(session.git, session.store, tree, tree.commit)


def _taken_again(session: Session, target: Operation) -> Taken | None:
    """The change that an undo put back, to be taken once more by its redo."""
    for past in (layout for layout in target.layouts if len(layout.accepts) == 2):
        for tree in session.trees:
            if str(tree.git_dir) == past.git_dir:
                head = session.store.commit(tree.commit).tree
                files = moves.with_change(session.store, head, past)
                return Taken(tree.git_dir, head, files, "")
    return None


def _stash(session: Session, target: Operation) -> str:
    """The commit that keeps what was taken, in the form of git's own stash."""
    kept = (oid for oid in target.keep if session.store.commit(oid).message == WORK_TREE)
    return next(kept, target.oid)
