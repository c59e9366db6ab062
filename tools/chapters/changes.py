"""Where an edit's content comes from: the work tree, a patch, or a revision."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from .edits import Change
from .errors import GitFailed, Refused
from .git import Git
from .overlay import scope, stripped
from .settings import Settings
from .store import Store
from .trees import differing_files, printable, with_files
from .worktrees import Taken, WorkTree, private_index, take, untracked


class Source(NamedTuple):
    """A change without the overlay's paths; `keep` are commits that hold it, `left` and
    `untracked` the paths that were not taken."""

    change: Change
    taken: Taken | None = None
    keep: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()


def from_work_tree(git: Git, store: Store, tree: WorkTree, settings: Settings) -> Source:
    """What differs between HEAD and the work tree: tracked files, and new ones that were added."""
    whole = take(git, store, tree)
    settings = scope(store, Change(whole.head_tree, whole.tree), settings)
    own = {
        p: after for p, (_, after) in differing_files(store, whole.head_tree, whole.tree).items()
    }
    kept = {path: entry for path, entry in own.items() if not settings.in_overlay(path)}
    left = tuple(printable(path) for path in sorted(own.keys() - kept.keys()))
    others = tuple(p for p in untracked(git, tree) if not settings.in_overlay(p.encode()))
    if not kept:
        raise Refused(_nothing(tree, left, others))
    taken = whole._replace(tree=with_files(store, whole.head_tree, kept))
    change = _without_overlay(store, Change(taken.head_tree, taken.tree), settings)
    return Source(change, taken, (whole.commit,), (), left, others)


def _nothing(tree: WorkTree, left: tuple[str, ...], others: tuple[str, ...]) -> str:
    text = f"{tree.top} has no change to take"
    if left:
        text += f"; {', '.join(left[:5])} belong to main's overlay: commit them on main"
    if others:
        text += f"; untracked, not taken: {', '.join(others[:5])} (git add them)"
    return f"{text}. Next: edit files there, or give --patch FILE or --from REV"


def from_patch(
    git: Git, store: Store, patch: bytes, bases: tuple[str, ...], settings: Settings
) -> Source:
    """A patch, applied to the first of the commits `bases` that it fits."""
    fault = ""
    for base in bases:
        tree = store.commit(base).tree
        try:
            change = Change(tree, _applied(git, tree, patch))
        except GitFailed as error:
            fault = fault or str(error)
            continue
        return _checked(store, change, settings, "The patch")
    raise Refused(f"The patch fits neither HEAD nor the checkpoint: {fault}. Next: make it anew")


def _applied(git: Git, tree: str, patch: bytes) -> str:
    folder = git.common / "chapters"
    folder.mkdir(exist_ok=True)
    with private_index(folder, empty=True) as index:
        extra = {"GIT_INDEX_FILE": str(index)}
        git.run("read-tree", tree, extra=extra)
        git.run("apply", "--cached", "--whitespace=nowarn", "-", stdin=patch, extra=extra)
        return git.run("write-tree", extra=extra).decode().strip()


def from_revision(git: Git, store: Store, revision: str, head: str, settings: Settings) -> Source:
    """`REV` against its merge base with HEAD, or `A..B` exactly; authors in order of commits."""
    start, dots, end = revision.partition("..")
    last = _commit(git, end or "HEAD" if dots else revision)
    first = _commit(git, start or "HEAD") if dots else _merge_base(git, last, head)
    change = Change(store.commit(first).tree, store.commit(last).tree)
    own = git.run("rev-list", "--reverse", f"{first}..{last}").decode().split()
    authors = tuple(dict.fromkeys(commit.author for commit in store.commits(own)))
    source = _checked(store, change, settings, revision)
    return Source(source.change, None, (last,), authors, source.left)


def _merge_base(git: Git, commit: str, head: str) -> str:
    base = git.ask("merge-base", commit, head)[1].decode().strip()
    if not base:
        raise Refused(f"{commit[:10]} has no common ancestor with HEAD. Next: give --from A..B")
    return base


def _commit(git: Git, name: str) -> str:
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    oid = git.run_as_user(*words, accept=(0, 1, 128)).decode().strip()
    if not oid:
        raise Refused(f"'{name}' names no commit. Next: git fetch, or git log --all")
    return oid


def _checked(store: Store, change: Change, settings: Settings, name: str) -> Source:
    settings = scope(store, change, settings)
    paths = differing_files(store, change.base, change.taken)
    left = tuple(printable(path) for path in sorted(paths) if settings.in_overlay(path))
    if len(left) == len(paths):
        what = f"changes only main's overlay ({', '.join(left[:5])})" if left else "changes nothing"
        raise Refused(f"{name} {what}. Next: apply it on main, or name another one")
    return Source(_without_overlay(store, change, settings), left=left)


def _without_overlay(store: Store, change: Change, settings: Settings) -> Change:
    return Change(*(stripped(store, tree, settings) for tree in (change.base, change.taken)))


def read_bytes(path: str) -> bytes:
    """A file that the user named. Raises Refused if it cannot be read."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}. Next: name a file that is there") from error
