"""Commands to walk along the chain: `go`, `next`, `prev`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from .. import journey, layouts, learn, lesson, refs, venv, worktrees
from ..errors import Refused
from ..journey import Snapshot
from ..learn import Kept, Target
from ..lock import locked
from ..worktrees import WorkTree
from . import migrating, say
from .frame import reading
from .session import Session

LINES_SHOWN = 8


@dataclass(frozen=True)
class Left:
    """The place that a command goes away from: its work, and what to type to come back."""

    kept: Kept | None
    way_back: str


@reading("chapters go 4c")
@click.argument("label", metavar="LABEL|main|my/SLUG")
def go(session: Session, label: str) -> None:
    """Go to a checkpoint, with all that it needs; your own edits are kept first.

    Edits are kept on a branch my/SLUG, `go my/SLUG` brings them back. Requirements are installed
    and the development database is migrated; a copy of it stays in instance/backups.
    """
    _travel(session, lambda resumed: _named(session, label))


@reading("chapters next")
def next_(session: Session) -> None:
    """Go to the checkpoint after this one, as `go` does."""
    _travel(session, lambda resumed: _beside(session, 0 if resumed else 1))


@reading("chapters prev")
def prev(session: Session) -> None:
    """Go to the checkpoint before this one, as `go` does."""
    _travel(session, lambda resumed: _beside(session, 0 if resumed else -1))


def _named(session: Session, name: str) -> Target:
    own = name.startswith("my/") and f"refs/heads/{name}" in session.refs.ids
    if name == "main" or own:
        return learn.to_branch(session.refs, session.trees, _work_tree(session), name)
    return learn.to_checkpoint(session.checkpoint(name))


def _beside(session: Session, step: int) -> Target:
    """A neighbour in the chain; 0 is the checkpoint here, where a stopped command has led."""
    return learn.to_checkpoint(learn.neighbour(session.chain, session.here, step))


def _travel(session: Session, choose: Callable[[str], Target]) -> None:
    with locked(session.git.common):
        session.refresh()
        session.recover()
        target, left = _go(session, choose)
    _make_ready(session, target)
    _say_arrived(session, target, left)


def _go(session: Session, choose: Callable[[str], Target]) -> tuple[Target, Left]:
    """Keep what is here, bring the database down, then move the files; the lock is held."""
    git, store, tree = session.git, session.store, _work_tree(session)
    if resumed := journey.finish(git, store):
        say.warn(f"finished what a stopped command had begun: go {resumed}")
        session.refresh()
        tree = _work_tree(session)
    target = choose(resumed)
    found = snapshot(session, tree)
    known = bool(tree.branch) or learn.is_held(git, session.chain, tree.commit)
    kept = learn.keep(git, store, session.refs, tree, found, session.here, known)
    way = learn.journey(store, tree, found, target)
    layouts.check(git, store, way.layout)
    migrating.down(session, tree, found.files, target)
    store.flush()
    if kept:
        refs.keep_branch(git, kept.ref, kept.old, kept.commit)
    left = Left(kept, _way_back(session, tree, kept) if way.start != way.end or kept else "")
    journey.go(git, store, way)
    return target, left


def snapshot(session: Session, tree: WorkTree) -> Snapshot:
    """The learner's files as trees."""
    overlay, main = session.settings.overlay, session.main.commit
    beside = learn.left_by_main(session.store, overlay, main, tree.commit)
    return journey.snapshot(session.git, session.store, tree, beside)


def _work_tree(session: Session) -> WorkTree:
    """The work tree here. Raises Refused where there is none, or it cannot be left."""
    tree = session.tree
    if not tree:
        raise Refused("There is no work tree here. Next: git clone this repository, and go there")
    if not tree.commit:
        raise Refused(f"{tree.branch} has no commit yet. Next: git switch main")
    if name := worktrees.unready(tree, session.git.common):
        raise Refused(f"{tree.top} has {name} under way. Next: finish or abort it")
    return tree


def _way_back(session: Session, tree: WorkTree, kept: Kept | None) -> str:
    branch = tree.branch.removeprefix("refs/heads/")
    if kept or branch == "main" or branch.startswith("my/"):
        return say.typed(f"go {kept.name if kept else branch}")
    if branch:
        return f"git switch {branch}"
    at = session.chain.at(tree.commit)
    return say.typed(f"go {at.name}") if at else f"git checkout {tree.commit[:10]}"


def _make_ready(session: Session, target: Target) -> None:
    """Install what the step needs, then bring the database up, if nobody has gone on since."""
    tree = _work_tree(session)
    key = learn.requirements(session.store, target)
    if venv.has_set_up(tree.top) and not venv.is_ready(tree.top, key):
        venv.set_up(tree.top, key)
    with locked(session.git.common):
        session.refresh()
        if _work_tree(session).commit == target.commit:
            migrating.up(session, target)


def _say_arrived(session: Session, target: Target, left: Left) -> None:
    if left.kept:
        say.done(f"your own work is on branch {left.kept.name}")
    say.line()
    say.line(click.style(f"{target.name}  {_title(session, target)}", bold=True))
    for text in _first_lines(session, target):
        say.line(f"    {text}" if text else "")
    say.line()
    rows = list(_to_type(session, target, left))
    width = max((len(words) for words, _ in rows), default=0)
    for words, meaning in rows:
        say.line(f"{words:<{width}}  {meaning}")


def _to_type(session: Session, target: Target, left: Left) -> Iterator[tuple[str, str]]:
    """Commands, and what each is good for."""
    if target.checkpoint:
        yield say.typed(f"show {target.name}"), "the whole lesson, and what it changes"
    if venv.has_set_up(_work_tree(session).top):
        yield f"{say.PYTHON} manage.py run", "see it at work"
    if session.chain.tip != target.commit:
        yield say.typed("next"), "the step after it"
    if left.way_back:
        yield left.way_back, "the way back"


def _title(session: Session, target: Target) -> str:
    return session.store.commit(target.commit).text.partition("\n")[0]


def _first_lines(session: Session, target: Target) -> list[str]:
    """What the lesson says one will see; else how its text begins."""
    if not target.checkpoint:
        return []
    parsed = lesson.parse(session.store.commit(target.commit).text.encode())
    lines = lesson.section(parsed, lesson.SECTIONS[0])
    shown = lines[:LINES_SHOWN]
    return ["", *shown, *["..."] * (len(lines) > len(shown))] if shown else []
