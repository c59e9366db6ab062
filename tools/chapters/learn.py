"""Plans of what a learner's command does: what to keep, where to go, what the database needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import database
from .database import State
from .errors import Refused
from .git import Git
from .journey import Journey, Snapshot
from .migrations import BASE, Revisions
from .model import Chain, Checkpoint
from .objects import new_commit
from .operations import Layout
from .refs import Refs
from .store import Store
from .trees import differing_files
from .worktrees import WorkTree

OWN = "refs/heads/my/"


@dataclass(frozen=True)
class Target:
    """Where to go: a commit, what HEAD holds there, and how people call it."""

    name: str
    commit: str
    head: str
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True)
class Kept:
    """Own work on a branch `my/SLUG`: it goes from `old` (empty: it is new) to `commit`."""

    ref: str
    old: str
    commit: str

    @property
    def name(self) -> str:
        return self.ref.removeprefix("refs/heads/")


@dataclass(frozen=True)
class Descent:
    """The database goes down to `revision` with the migrations of `tree`; `of` names that step.

    Where nobody knows its revision, `tree` is empty and it is set aside.
    """

    tree: str
    revision: str
    of: str = ""


def to_checkpoint(checkpoint: Checkpoint) -> Target:
    return Target(checkpoint.name, checkpoint.oid, checkpoint.oid, checkpoint)


def to_branch(refs: Refs, trees: Iterable[WorkTree], here: WorkTree, name: str) -> Target:
    """A branch of this clone. Raises Refused where it is absent, or checked out elsewhere."""
    ref = f"refs/heads/{name}"
    if not refs.get(ref):
        raise Refused(f"There is no branch '{name}' here. Next: git branch --list, git switch main")
    for tree in trees:
        if tree.branch == ref and tree.git_dir != here.git_dir:
            raise Refused(f"{name} is checked out in {tree.top}. Next: cd {tree.top}")
    return Target(name, refs.get(ref), f"ref: {ref}")


def neighbour(chain: Chain, slug: str, step: int) -> Checkpoint:
    """The checkpoint after (1) or before (-1) the one with this slug. Raises Refused at an end."""
    first, last = chain.checkpoints[0], chain.checkpoints[-1]
    if not slug:
        raise Refused(f"HEAD is at no checkpoint. Next: chapters go {first.name}")
    if slug not in {checkpoint.slug for checkpoint in chain}:
        raise Refused(f"The chain has no step '{slug}' any more. Next: chapters list, chapters go")
    place = chain.index(slug) + step
    while 0 <= place < len(chain) and not chain.checkpoints[place].slug:
        place += step  # a commit of a foreign chain that no tag names
    if place < 0:
        raise Refused(f"{first} is the first step. Next: chapters next")
    if place >= len(chain):
        raise Refused(f"{last} is the last step. Next: chapters list")
    return chain.checkpoints[place]


def left_by_main(store: Store, overlay: Iterable[str], main: str, head: str) -> tuple[str, ...]:
    """Folders that only main has and whose own .gitignore went with them: what still stands
    there, caches and builds, is nobody's work."""
    if not main:
        return ()
    there, here = store.commit(main).tree, store.commit(head).tree
    folders = [name.rstrip("/").encode() for name in overlay if name.endswith("/")]
    return tuple(
        name.decode()
        for name in folders
        if store.entry(there, name + b"/.gitignore") and not store.entry(here, name)
    )


def keep(
    git: Git, store: Store, refs: Refs, tree: WorkTree, found: Snapshot, slug: str, known: bool
) -> Kept | None:
    """What holds the work here that nothing else would: edits, or a detached HEAD's own commits.

    `known` says that some branch, edition or operation holds HEAD. New objects only.
    """
    on_own = tree.branch.startswith(OWN)
    if not found.has_edits and (tree.branch or known):
        return None
    commit = _commit(git, store, tree.commit, found, slug) if found.has_edits else tree.commit
    if on_own:
        return Kept(tree.branch, tree.commit, commit)
    for ref in _names(slug or tree.branch.rpartition("/")[2] or "work"):
        old = refs.get(ref)
        if not old or _holds_same(store, old, commit):
            return Kept(ref, old, old or commit)
    raise AssertionError("names never end")


def _commit(git: Git, store: Store, head: str, found: Snapshot, slug: str) -> str:
    """The edits as one commit on HEAD, after one of what was staged where files went on since."""
    who, place = git.operator, f"at {slug}" if slug else "on main"
    parent = head
    if _is_staged_apart(store, found):
        message = f"Own edits {place}, as they were staged\n"
        parent = store.add("commit", new_commit(found.staged, (parent,), who, message.encode()))
    message = f"Own edits {place}\n"
    return store.add("commit", new_commit(found.files, (parent,), who, message.encode()))


def _is_staged_apart(store: Store, found: Snapshot) -> bool:
    """Whether the index holds what neither HEAD nor the files have."""
    staged = differing_files(store, found.head, found.staged)
    later = differing_files(store, found.staged, found.files)
    return any(path in staged for path in later)


def _names(slug: str) -> Iterator[str]:
    yield f"{OWN}{slug}"
    number = 2
    while True:
        yield f"{OWN}{slug}-{number}"
        number += 1


def _holds_same(store: Store, old: str, new: str) -> bool:
    """Whether a branch has that work already: a command that was killed had put it there."""
    was, is_now = store.commit(old), store.commit(new)
    return old == new or (was.tree, was.parents) == (is_now.tree, is_now.parents)


def journey(store: Store, tree: WorkTree, found: Snapshot, target: Target) -> Journey:
    """The way of the files: from what is kept to what the target has."""
    accepts = tuple(dict.fromkeys((found.files, found.head, found.staged)))
    files = store.commit(target.commit).tree
    layout = Layout(str(tree.git_dir), str(tree.top), accepts, files, files)
    start = f"ref: {tree.branch}" if tree.branch else tree.commit
    return Journey(target.name, start, target.head, layout)


def requirements(store: Store, target: Target) -> str:
    """What stands for the requirements of a tree; empty for one with tools/, which are many."""
    tree = store.commit(target.commit).tree
    if store.entry(tree, b"tools"):
        return ""
    found = (store.entry(tree, name) for name in (b"constraints.txt", b"requirements.txt"))
    return "+".join(entry[1] if entry else "" for entry in found)


def descent(
    store: Store, state: State, there: Revisions, steps: Iterable[tuple[str, str]]
) -> Descent | None:
    """How the database reaches a revision that the target knows too; None where it is at one.

    `steps` are trees that may know the revision, with their names, the likeliest first.
    """
    if state.revision in there or not state.revision:
        return None
    seen = {""}
    for tree, name in steps:
        folder = database.versions(store, tree)
        if folder not in seen and state.revision in (known := database.revisions(store, tree)):
            return Descent(tree, known.last_shared(state.revision, there), name)
        seen.add(folder)
    return Descent("", BASE)


def must_go_up(state: State, there: Revisions) -> bool:
    return bool(there.before) and state.revision != there.newest


def is_unversioned(state: State, there: Revisions) -> bool:
    """Whether it has tables that no migration made, where migrations make them."""
    return bool(there.before) and state.has_tables and not state.revision


def is_held(git: Git, chain: Chain, commit: str) -> bool:
    """Whether a ref that stays reaches the commit: a branch, a tag, an edition, an operation."""
    kinds = [f"refs/{kind}/" for kind in ("heads", "tags", "remotes", "chapters")]
    words = ("for-each-ref", "--count=1", "--contains", commit, *kinds)
    return bool(chain.at(commit) or git.run(*words))
