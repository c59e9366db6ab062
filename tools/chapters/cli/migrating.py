"""Bring the development database along: down before the files move, up after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from .. import database, history, learn
from ..learn import Descent, Target
from ..migrations import BASE
from ..worktrees import WorkTree
from . import say
from .session import Session


def down(session: Session, tree: WorkTree, own_files: str, target: Target) -> None:
    """Migrate to the newest revision that the target has too; set aside what nobody knows."""
    database.clear(session.git)
    path = database.of(tree.top)
    if not path:
        return
    store = session.store
    there = database.revisions(store, store.commit(target.commit).tree)
    steps = _steps(session, own_files)
    plan = learn.descent(store, database.state(path), there, steps)
    if plan:
        copy = _back_up(session, path)
        if plan.tree:
            _go_down(session, tree, plan, copy)
        else:
            _set_aside(path)


def _go_down(session: Session, tree: WorkTree, plan: Descent, copy: str) -> None:
    database.migrate(session.git, session.store, tree.top, plan.tree, ("downgrade", plan.revision))
    start = "before its first migration" if plan.revision == BASE else f"at {plan.revision}"
    say.line(f"database: now {start}, by the migrations of {plan.of}; as it was: {copy}")


def up(session: Session, target: Target) -> None:
    """Migrate to the newest revision of the target, where the work tree is now."""
    tree, store = session.tree, session.store
    path = database.of(tree.top) if tree else None
    if not tree or not path:
        return
    files = store.commit(target.commit).tree
    there, state = database.revisions(store, files), database.state(path)
    if learn.is_unversioned(state, there):
        _set_aside(path)
    elif learn.must_go_up(state, there):
        copy = f"; as it was: {_back_up(session, path)}" if state.has_tables else ""
        newest = there.newest or "heads"
        database.migrate(session.git, store, tree.top, files, ("upgrade", newest))
        say.line(f"database: now at {newest}{copy}")


def _back_up(session: Session, path: Path) -> str:
    """The copy's name, as seen from the project's folder."""
    slug = session.here.replace("/", "-") or "main"
    copy = database.back_up(path, slug, datetime.now())
    return f"{database.BACKUPS.as_posix()}/{copy.name}"


def _set_aside(path: Path) -> None:
    folder = database.set_aside(path)
    say.warn(f"no step knows this database: it is kept in {folder}, `run` makes a new one")


def _steps(session: Session, own_files: str) -> Iterator[tuple[str, str]]:
    """Trees that may know a revision: the chain's, older editions', at last the files here."""
    git, store, refs = session.git, session.store, session.refs
    chains = (history.read_chain(git, store, refs, e.tip) for e in reversed(session.editions))
    for chain in (session.chain, *chains):
        for checkpoint in chain:
            yield store.commit(checkpoint.oid).tree, str(checkpoint)
    yield own_files, "your own files"
