"""Commands for those who read and follow the chain."""

from __future__ import annotations

import click

from .. import history, moves, sync
from ..errors import Refused
from ..model import Chain, Move
from ..operations import Operation
from . import editing, say
from .frame import reading, writing
from .pending import Wish
from .session import Session

CHAIN = f"refs/heads/{history.CHAIN_BRANCH}"

as_json = click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program.")


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


@writing("git pull && chapters sync")
def sync_(session: Session) -> None:
    """Make the branch and every tag as main's newest edition has them.

    Unpublished edits on an older edition are replayed onto the newest.
    """
    editing.refuse_pending(session)
    if session.refs.get(CHAIN) and not session.chain.is_foreign:
        session.adopt_plain_commits()
    if session.standing().must_carry:
        _carry(session)
    else:
        _follow(session)


def _carry(session: Session) -> None:
    operations = session.log().unpublished
    edits, resolutions = sync.carried(operations)
    if not edits:
        raise Refused(
            f"Branch chapters is no edition's tip, and the log has no edit that made it. "
            f"Next: git branch my/work chapters; git branch -f chapters {session.newest.tip[:10]}; "
            "chapters sync"
        )
    keep = tuple(dict.fromkeys(oid for operation in operations for oid in operation.keep))
    editing.apply(session, Wish(edits, None, keep, resolutions, is_sync=True))


def _follow(session: Session) -> None:
    standing, old = session.standing(), session.refs.get(CHAIN)
    tip = sync.target(standing, old)
    chain = history.read_chain(session.git, session.store, session.refs, tip)
    plan = moves.label_moves(chain, session.tags, session.ours)
    moved = (Move(CHAIN, old, tip), *plan.moves)  # also where it stays: the log must know it
    _say_left(plan.strays)
    _say_parted(session)
    number = standing.newest.number
    still = old == tip and not plan.moves
    if not (still and number == standing.begun and session.knows_branch()):
        layouts, title = tuple(session.layouts_for(moved)), f"sync to edition {number}"
        session.move(Operation("sync", title, moved, edition=number, layouts=layouts))
    right = sum(checkpoint.label not in plan.strays for checkpoint in chain)
    if still:
        say.line(f"edition {number}: branch and {right} tags are right already")
        return
    say.done(f"edition {number}: branch chapters and {right} tags{_counted(moved, right)}")


def _counted(moved: tuple[Move, ...], tags: int) -> str:
    """` made` in a new clone, where the branch and all `tags` are new; else how many moved."""
    if len(moved) > tags and not any(move.old for move in moved):
        return " made"
    return f", {say.count(sum(move.old != move.new for move in moved), 'ref')} moved"


def _say_left(strays: tuple[str, ...]) -> None:
    if not strays:
        return
    names = " ".join(strays)
    left = f"tag {names} is none of ours and was left"
    if len(strays) > 1:
        left = f"{len(strays)} tags, {strays[0]} first, are none of ours and were left"
    say.warn(f"{left}. Next: git tag -d {names}, then chapters sync")


def _say_parted(session: Session) -> None:
    """Say how to go on where a pull stops: main has own commits, and its upstream has others."""
    own, theirs = "main@{upstream}..main", "main..main@{upstream}"
    words = ("rev-list", "--count")
    counts = [session.git.ask(*words, side)[1].decode().strip() for side in (own, theirs)]
    merges = session.git.ask(*words, "--merges", own)[1].decode().strip()  # a stitch is no rebase's
    if "0" not in counts and merges == "0":
        commits = say.count(int(counts[0]), "commit")
        say.warn(f"main has {commits} of your own, and `git pull` stops there. "
                 "Next: git switch main; git pull --rebase")  # fmt: skip
