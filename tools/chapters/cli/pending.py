"""Edits that wait at a conflict: one commit of their own, and a folder to resolve it in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

from .. import layouts, refs, worktrees
from ..edits import Edit, Insert, Resolution, command
from ..errors import Refused, ReplayConflict
from ..model import Chain, Move
from ..operations import Layout, Operation
from ..trees import differing_files, printable, with_files
from ..worktrees import Taken
from . import say
from .session import Session

LAYING_OUT = "chapters-laying-out"  # stands while a folder's files are not yet the conflict's
MARKER = re.compile(rb"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)


class Wish(NamedTuple):
    """Edits to apply, what a person resolved of them so far, where their change was taken, and
    what keeps it. A sync applies its edits to main's newest edition, others to the chain here."""

    edits: tuple[Edit, ...]
    taken: Taken | None = None
    keep: tuple[str, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    drop_signatures: bool = False
    dry_run: bool = False
    is_sync: bool = False
    is_absorb: bool = False

    @property
    def kind(self) -> str:
        whole = "sync" * self.is_sync or "absorb" * self.is_absorb
        return whole or command(self.edits[0])

    def __str__(self) -> str:
        whole = self.is_sync or self.is_absorb
        return self.kind if whole else f"{self.kind} {self.edits[0].slug}"


class Pending(NamedTuple):
    """A wish that waits, and the conflict that is open."""

    wish: Wish
    conflict: Resolution


def keep(session: Session, wish: Wish, base: Chain, conflict: ReplayConflict) -> None:
    """Lay a wish's conflict out with markers, then keep the wish: a kill leaves it as it was."""
    commit = _commit_under(base, wish, conflict.step)
    known = {resolution.tree for resolution in wish.resolutions} | {conflict.tree}
    session.store.flush()
    folder = open_folder(session, conflict.step, commit, known)
    _lay_out(session, folder, commit, conflict.tree)
    opened = Resolution(conflict.step, ", ".join(conflict.paths), conflict.key, conflict.tree)
    waiting = Operation(
        f"pending {wish.kind}",
        f"{wish} waits at {conflict.name}",
        (),
        (*wish.edits, *wish.resolutions, opened),
        session.begun(),
        _record(session, wish.taken),
        (commit, *wish.keep),
    )
    oid = refs.record(session.git, session.store, session.refs, waiting).oid
    session.store.flush()
    refs.set_pending(session.git, session.refs.get(refs.PENDING), oid)
    next_step = f"edit {folder}, then chapters resolve (or chapters abandon)"
    conflict.args = (f"{conflict.args[0]}\nNext: {next_step}",)


def read(session: Session) -> Pending:
    """The wish that waits. Raises Refused if there is none."""
    oid = session.refs.get(refs.PENDING)
    if not oid:
        raise Refused("No edit waits at a conflict. Next: chapters status")
    operation = refs.operation(session.store, oid)
    done = tuple(edit for edit in operation.edits if isinstance(edit, Resolution))
    edits = tuple(edit for edit in operation.edits if not isinstance(edit, Resolution))
    wish = Wish(
        edits,
        _taken(operation),
        operation.keep[1:],
        done[:-1],
        is_sync=operation.kind == "pending sync",
        is_absorb=operation.kind == "pending absorb",
    )
    return Pending(wish, done[-1])


def _taken(operation: Operation) -> Taken | None:
    for layout in operation.layouts:
        head, files, absorbed = layout.accepts
        return Taken(Path(layout.git_dir), head, files, operation.keep[-1], absorbed)
    return None


def resolved(session: Session, pending: Pending) -> tuple[Resolution, str]:
    """What the person made of the open conflict, and the commit that keeps it.

    Raises Refused where a file still has markers.
    """
    folder = folder_of(session, pending.conflict.slug)
    tree = next((tree for tree in session.trees if tree.top == folder), None)
    if tree is None:
        raise Refused(f"{folder} is gone, and the resolution with it. Next: chapters abandon")
    made = worktrees.take(session.git, session.store, tree)
    found = differing_files(session.store, made.head_tree, made.tree)
    marked = [path for path, (_, after) in sorted(found.items())
              if after and MARKER.search(session.store.read(after[1])[1])]  # fmt: skip
    if marked:
        names = ", ".join(printable(path) for path in marked)
        raise Refused(f"{folder}: {names} still has conflict markers. Next: edit, then resolve")
    say.untracked(worktrees.untracked(session.git, tree))
    conflict = pending.conflict
    return Resolution(conflict.slug, conflict.why, conflict.key, made.tree), made.commit


def drop(session: Session, pending: Pending) -> str:
    """Let go of the pending wish and its folder; the commit that keeps what was made of it."""
    folder = folder_of(session, pending.conflict.slug)
    made = [worktrees.take(session.git, session.store, t) for t in session.trees if t.top == folder]
    kept = (session.refs.get(refs.PENDING), *(taken.commit for taken in made if taken.commit))
    title = f"abandon {pending.wish}"
    moved = (Move(refs.PENDING, session.refs.get(refs.PENDING), ""),)
    session.move(Operation("abandon", title, moved, edition=session.begun(), keep=kept))
    leave_folder(session, pending.conflict.slug, "")
    return kept[-1]


def is_laid_out(session: Session, wish: Wish) -> bool:
    """Whether the user stands in the folder of a conflict of this wish."""
    folders = [folder_of(session, resolution.slug) for resolution in wish.resolutions]
    return session.git.top in folders


def leave_folder(session: Session, step: str, commit: str) -> None:
    """Remove a conflict's folder, whose files are kept by now; not under the user's feet."""
    folder = folder_of(session, step)
    if session.git.top != folder:
        words = ("worktree", "remove", "--force", str(folder))
        session.git.run_as_user(*words, accept=(0, 128))
    else:
        back = next((tree.top for tree in session.trees if tree.top != folder), "elsewhere")
        move = ("checkout", "--quiet", "--force", "--detach", *filter(None, [commit]))
        session.git.run_as_user(*move, where=folder)
        say.hint(f"      this folder may go: cd {back}; git worktree remove --force {folder}")
    session.__dict__.pop("trees", None)


def folder_of(session: Session, step: str) -> Path:
    """The folder in which `edit` or a conflict lays out a checkpoint."""
    return session.git.common / "chapters" / "work" / step.replace("/", "-")


def open_folder(session: Session, step: str, commit: str, known: set[str] | None = None) -> Path:
    """A detached work tree of `commit`: made, or moved there if it is clean or its files `known`.

    Raises Refused where it holds changes that nothing else keeps.
    """
    folder = folder_of(session, step)
    tree = next((tree for tree in session.trees if tree.top == folder), None)
    if tree is None:
        shutil.rmtree(folder, ignore_errors=True)  # not a work tree: nothing of the user's
        session.git.run_as_user("worktree", "prune")
        words = ("worktree", "add", "--quiet", "--detach", str(folder), commit)
        session.git.run_as_user(*words)
        session.__dict__.pop("trees", None)
        return folder
    taken = worktrees.take(session.git, session.store, tree)
    half_laid_out = (tree.git_dir / LAYING_OUT).exists()
    if known is not None and taken.commit and not half_laid_out and taken.tree not in known:
        raise Refused(f"{folder} has changes of an edit there. Next: chapters fix in it")
    if known is not None or (tree.commit != commit and not taken.commit):
        move = ("checkout", "--quiet", "--force", "--detach", commit)
        session.git.run_as_user(*move, where=folder)
        session.__dict__.pop("trees", None)
    return folder


def _commit_under(base: Chain, wish: Wish, step: str) -> str:
    """The commit to lay the conflict over: the old step, or what an inserted one follows."""
    places = {checkpoint.key: checkpoint.oid for checkpoint in base}
    for edit in wish.edits:
        if isinstance(edit, Insert) and edit.slug == step and step not in places:
            return places.get(edit.after, base.checkpoints[0].oid)
    return places.get(step, base.tip)


def _lay_out(session: Session, folder: Path, commit: str, tree: str) -> None:
    """Files with markers over the commit's index; files that the conflict brought are tracked."""
    before = session.store.commit(commit).tree
    place = next(tree for tree in session.trees if tree.top == folder)
    changed = differing_files(session.store, before, tree)
    new = {path: after for path, (was, after) in changed.items() if was is None}
    index = with_files(session.store, before, new)
    plan = Layout(str(place.git_dir), str(folder), (before,), tree, index)
    (place.git_dir / LAYING_OUT).touch()
    layouts.write(session.git, session.store, plan)
    (place.git_dir / LAYING_OUT).unlink()


def _record(session: Session, taken: Taken | None) -> tuple[Layout, ...]:
    """Where the change was taken, so that a resolve from anywhere can bring that tree along."""
    for tree in session.trees:
        if taken and tree.git_dir == taken.git_dir:
            trees = (taken.head_tree, taken.tree, taken.absorbed)
            return (Layout(str(tree.git_dir), str(tree.top), trees, taken.tree, taken.head_tree),)
    return ()
