"""The command that follows main's newest edition."""

from __future__ import annotations

from .. import history, moves, sync
from ..errors import Refused
from ..model import Move
from ..operations import Operation
from . import editing, say
from .frame import writing
from .pending import Wish
from .session import Session

CHAIN = f"refs/heads/{history.CHAIN_BRANCH}"


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
