"""An edit that waits at a conflict: one commit of its own, and a folder to resolve it in."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .. import layouts, refs, worktrees
from ..edits import Edit, Insert, Resolution
from ..errors import Refused, ReplayConflict, Unknown
from ..operations import Layout, Operation
from ..trees import differing_files, printable
from ..worktrees import Taken, WorkTree
from . import say
from .session import Session

MARKER = re.compile(rb"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)


@dataclass(frozen=True)
class Pending:
    """The edit that waits, what is resolved of it, and the conflict that is open."""

    operation: Operation
    edit: Edit
    resolutions: tuple[Resolution, ...]
    conflict: Resolution
    taken: Taken | None
    keep: tuple[str, ...]


def keep(
    session: Session,
    edit: Edit,
    resolutions: tuple[Resolution, ...],
    conflict: ReplayConflict,
    taken: Taken | None,
    kept: tuple[str, ...],
) -> None:
    """Keep an edit at its conflict, and lay the conflict out with markers."""
    base = _base(session, edit, conflict.slug)
    folder = open_folder(session, conflict.slug, base)
    opened = Resolution(conflict.slug, ", ".join(conflict.paths), conflict.key, conflict.tree)
    title = f"{edit.kind} {edit.slug} waits at {conflict.slug}"
    edits, record = (edit, *resolutions, opened), _record(session, taken)
    waiting = Operation("pending", title, (), edits, session.begun(), record, (base, *kept))
    oid = refs.record(session.git, session.store, session.refs, waiting).oid
    session.store.flush()
    refs.set_pending(session.git, session.refs.get(refs.PENDING), oid)
    _lay_out(session, folder, base, conflict.tree)
    conflict.args = (
        f"{conflict.args[0]}\nNext: edit {folder}, then chapters resolve (or abandon)",
    )


def read(session: Session) -> Pending:
    """The edit that waits. Raises Refused if there is none."""
    oid = session.refs.get(refs.PENDING)
    if not oid:
        raise Refused("No edit waits at a conflict. Next: chapters status")
    operation = refs.operation(session.store, oid)
    edit, *resolutions = operation.edits
    done = tuple(r for r in resolutions if isinstance(r, Resolution))
    taken = None
    for layout in operation.layouts:
        head, files = layout.accepts
        taken = Taken(Path(layout.git_dir), head, files, operation.keep[-1])
    return Pending(operation, edit, done[:-1], done[-1], taken, operation.keep[1:])


def resolved(session: Session, pending: Pending) -> tuple[Resolution, str]:
    """What the person made of the open conflict, and the commit that keeps it.

    Raises Refused where a file still has markers.
    """
    tree = _tree_at(session, pending.conflict.slug)
    made = worktrees.take(session.git, session.store, tree)
    found = differing_files(session.store, made.head_tree, made.tree)
    marked = [path for path, (_, after) in sorted(found.items())
              if after and MARKER.search(session.store.read(after[1])[1])]  # fmt: skip
    if marked:
        names = ", ".join(printable(path) for path in marked)
        raise Refused(f"{tree.top}: {names} still has conflict markers. Next: edit, then resolve")
    for path in worktrees.untracked(session.git, tree):
        say.warn(f"{path} is untracked and not taken (git add it, if it belongs to the step)")
    conflict = pending.conflict
    return Resolution(conflict.slug, conflict.why, conflict.key, made.tree), made.commit


def drop(session: Session, pending: Pending) -> None:
    """Let go of the pending edit and its folder; the log keeps what was made so far."""
    folder = folder_of(session, pending.conflict.slug)
    made = [worktrees.take(session.git, session.store, t) for t in session.trees if t.top == folder]
    kept = (session.refs.get(refs.PENDING), *(taken.commit for taken in made if taken.commit))
    title = f"abandon {pending.edit.kind} {pending.edit.slug}"
    session.move(Operation("abandon", title, (), edition=session.begun(), keep=kept))
    clear(session)
    remove_folder(session, pending)


def clear(session: Session) -> None:
    """Let go of the pending ref."""
    waiting = session.refs.get(refs.PENDING)
    if waiting:
        refs.set_pending(session.git, waiting, "")


def remove_folder(session: Session, pending: Pending) -> None:
    """Remove the conflict's folder, whose files are kept by now."""
    folder = folder_of(session, pending.conflict.slug)
    session.git.run_as_user("worktree", "remove", "--force", str(folder), accept=(0, 128))
    session.__dict__.pop("trees", None)


def folder_of(session: Session, slug: str) -> Path:
    """The folder in which `edit` or a conflict lays out a checkpoint."""
    return session.git.common / "chapters" / "work" / slug.replace("/", "-")


def open_folder(session: Session, slug: str, commit: str) -> Path:
    """A detached work tree of `commit`, made or, where it is clean, moved there."""
    folder = folder_of(session, slug)
    tree = next((tree for tree in session.trees if tree.top == folder), None)
    if tree is None:
        shutil.rmtree(folder, ignore_errors=True)  # not a work tree: nothing of the user's
        session.git.run_as_user("worktree", "prune")
        words = ("worktree", "add", "--quiet", "--detach", str(folder), commit)
        session.git.run_as_user(*words)
    elif tree.commit != commit:
        if worktrees.take(session.git, session.store, tree).commit:
            raise Refused(f"{folder} has changes of an earlier edit. Next: chapters fix there")
        session.git.run_as_user("checkout", "--quiet", "--detach", commit, where=folder)
    session.__dict__.pop("trees", None)
    return folder


def _base(session: Session, edit: Edit, slug: str) -> str:
    """The commit to lay the conflict over: the old step, or what an inserted one follows."""
    try:
        return session.chain.checkpoints[session.chain.index(slug)].oid
    except Unknown:
        after = edit.after if isinstance(edit, Insert) else ""
        place = session.chain.index(after) if after else 0
        return session.chain.checkpoints[place].oid


def _lay_out(session: Session, folder: Path, base: str, tree: str) -> None:
    before = session.store.commit(base).tree
    place = next(tree for tree in session.trees if tree.top == folder)
    plan = Layout(str(place.git_dir), str(folder), (before,), tree, before)
    layouts.write(session.git, session.store, plan)


def _record(session: Session, taken: Taken | None) -> tuple[Layout, ...]:
    """Where the change was taken, so that a resolve from anywhere can bring that tree along."""
    for tree in session.trees:
        if taken and tree.git_dir == taken.git_dir:
            trees = (taken.head_tree, taken.tree)
            return (Layout(str(tree.git_dir), str(tree.top), trees, taken.tree, taken.head_tree),)
    return ()


def _tree_at(session: Session, slug: str) -> WorkTree:
    folder = folder_of(session, slug)
    tree = next((tree for tree in session.trees if tree.top == folder), None)
    if tree is None:
        raise Refused(f"{folder} is gone, and the resolution with it. Next: chapters abandon")
    return tree
