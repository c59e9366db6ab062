"""Commands for work laid out: `edit`, and a conflict's two ends."""

from __future__ import annotations

import click

from . import editing, pending, say
from .editing import Wish
from .frame import writing
from .session import Session


@writing("cd $(chapters edit 3b)")
@click.argument("label")
def edit(session: Session, label: str) -> None:
    """Lay out a checkpoint in a folder of its own, and print the path.

    `chapters fix` there knows its label.
    """
    checkpoint = session.checkpoint(label)
    folder = pending.open_folder(session, checkpoint.slug or checkpoint.oid, checkpoint.oid)
    say.line(str(folder))


@writing("chapters resolve")
@click.option("--drop-signatures", is_flag=True, help="Rewrite signed commits too.")
def resolve(session: Session, drop_signatures: bool) -> None:
    """Take what you made of a conflict, and replay to the next one or the end."""
    waiting = pending.read(session)
    resolution, kept = pending.resolved(session, waiting)
    resolutions = (*waiting.resolutions, resolution)
    keep = tuple(filter(None, (kept, *waiting.keep)))
    wish = Wish(waiting.edit, waiting.taken, keep, resolutions, drop_signatures)
    pending.remove_folder(session, waiting)
    editing.apply(session, wish)
    pending.clear(session)


@writing("chapters abandon")
def abandon(session: Session) -> None:
    """Drop an edit that waits at a conflict; nothing of the chain has moved."""
    waiting = pending.read(session)
    pending.drop(session, waiting)
    say.done(
        f"{waiting.edit.kind} {waiting.edit.slug} is dropped; what was made is in chapters log"
    )
