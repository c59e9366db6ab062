"""Commands for work laid out: `edit`, and a conflict's two ends."""

from __future__ import annotations

import click

from ..errors import ReplayConflict
from . import editing, pending, say
from .frame import writing
from .session import Session


@writing("cd $(chapters edit 3b)")
@click.argument("label")
def edit(session: Session, label: str) -> None:
    """Lay out a checkpoint in a folder of its own, and print the path.

    `chapters fix` there knows its label.
    """
    checkpoint = session.checkpoint(label)
    folder = pending.open_folder(session, checkpoint.key, checkpoint.oid)
    say.line(str(folder))
    say.aside(f"when you are done with it: git worktree remove {folder}")


@writing("chapters resolve")
@click.option("--drop-signatures", is_flag=True, help="Unsign what is rewritten.")
def resolve(session: Session, drop_signatures: bool) -> None:
    """Take what you made of a conflict, and replay to the next one or the end."""
    waiting = pending.read(session)
    resolution, kept = pending.resolved(session, waiting)
    wish = waiting.wish._replace(
        resolutions=(*waiting.wish.resolutions, resolution),
        keep=tuple(filter(None, (kept, *waiting.wish.keep))),
        drop_signatures=drop_signatures,
    )
    try:
        editing.apply(session, wish)
    except ReplayConflict as conflict:
        if conflict.step != resolution.slug:
            pending.leave_folder(session, resolution.slug, "")
        raise
    steps = {checkpoint.key: checkpoint.oid for checkpoint in session.chain}
    pending.leave_folder(session, resolution.slug, steps.get(resolution.slug, ""))


@writing("chapters abandon")
def abandon(session: Session) -> None:
    """Drop an edit that waits at a conflict; nothing of the chain has moved."""
    waiting = pending.read(session)
    kept = pending.drop(session, waiting)
    say.done(f"{waiting.wish} is dropped; the chain is as it was")
    say.hint(f"      what was made of the conflict is kept: git show {kept[:10]}")
