"""Commands for those who read and follow the chain."""

from __future__ import annotations

import click

from .. import history
from ..errors import Refused
from ..model import Chain
from . import say
from .frame import as_json, reading
from .session import Session


@reading("chapters list")
@as_json
@click.option("--edition", type=int, help="List a published edition instead of the chain here.")
def list_(session: Session, wants_json: bool, edition: int | None) -> None:
    """List every checkpoint: label, slug and title."""
    chain = session.chain if edition is None else _of_edition(session, edition)
    if wants_json:
        fields = ("label", "slug", "chapter", "title", "oid")
        say.values([{field: getattr(c, field) for field in fields} for c in chain])
    elif chain.is_foreign:
        _list_foreign(session, chain)
    else:
        _list_chapters(session, chain)


def _list_foreign(session: Session, chain: Chain) -> None:
    width = max(len(checkpoint.name) for checkpoint in chain)
    commits = session.store.commits(checkpoint.oid for checkpoint in chain)
    for checkpoint, commit in zip(chain, commits, strict=True):
        say.line(f"{checkpoint.name:>{width}}  {commit.text.partition(chr(10))[0]}")


def _list_chapters(session: Session, chain: Chain) -> None:
    here, chapter = session.here, ""
    width = max(len(c.slug) for c in chain)
    for c in chain:
        if c.chapter != chapter:
            chapter = c.chapter
            say.line(click.style(f"{c.label[:-1]:>3} {chapter}", bold=True))
        mark = click.style("*", fg="green") if here and c.slug == here else " "
        say.line(f"{mark} {c.name:>4}  {c.slug:<{width}}  {c.title}")


def _of_edition(session: Session, number: int) -> Chain:
    for edition in session.editions:
        if edition.number == number:
            return history.read_chain(session.git, session.store, session.refs, edition.tip)
    raise Refused(f"There is no edition {number}. Next: chapters status")


@reading("chapters show 3b")
@click.argument("label")
def show(session: Session, label: str) -> None:
    """Show a checkpoint's lesson and what it changes."""
    checkpoint = session.checkpoint(label)
    code = session.git.show("show", "--stat", "--patch", checkpoint.oid, "--")
    click.get_current_context().exit(code)


@reading("chapters diff 3a 3c; chapters diff 7a@1 7a")
@click.argument("labels", nargs=-1, required=True, metavar="[A] B")
@click.option("--stat", is_flag=True, help="Only which files changed, and by how much.")
def diff(session: Session, labels: tuple[str, ...], stat: bool) -> None:
    """Show what changes from checkpoint A to B, or in B alone."""
    if len(labels) > 2:
        raise click.UsageError("diff takes one or two checkpoints")
    *start, end = (session.checkpoint(label).oid for label in labels)
    before = start[0] if start else _before(session, end)
    words = ["--stat"] if stat else []
    click.get_current_context().exit(session.git.show("diff", *words, before, end, "--"))


def _before(session: Session, oid: str) -> str:
    parents = session.store.commit(oid).parents
    return parents[0] if parents else session.git.empty_tree()
