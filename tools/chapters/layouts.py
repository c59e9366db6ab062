"""Lay out files in a work tree: only over bytes that are kept, and again after a kill."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .errors import Refused
from .git import Git
from .objects import Entry
from .operations import Layout, Operation
from .presence import files_below, holds, holds_one_of, obstacle, target_of
from .store import Store
from .trees import differing_files, printable
from .worktrees import private_index

GITLINK = b"160000"
ATTEMPT = b".chapters-new"  # a file half-written by a killed command; written over by the next


class _Step(NamedTuple):
    """One path: what it may hold, and what file and index entry it gets."""

    accepts: tuple[Entry | None, ...]
    file: Entry | None
    staged: Entry | None


Plan = Mapping[bytes, _Step]


def check(git: Git, store: Store, layout: Layout) -> None:
    """Raise Refused, naming each path that the layout would overwrite and nobody has kept."""
    plan = _plan(store, layout)
    if plan and (lock := Path(layout.git_dir) / "index.lock").exists():
        raise Refused(f"{lock} exists: another git is at work there. Next: try again after it")
    in_the_way = [path for path in plan if not _may_write(git, layout, plan, path)]
    if in_the_way:
        raise Refused(
            f"{layout.top}: {_named(in_the_way)} would be overwritten. "
            "Next: commit, git stash --include-untracked, or move the file away"
        )
    staged = _staged(git, layout) if plan else {}
    stale = [
        path for path, entry in staged.items()
        if path in plan and entry not in (*plan[path].accepts, plan[path].staged)
    ]  # fmt: skip
    if stale:
        raise Refused(
            f"{layout.top}: what is staged of {_named(stale)} is not what the file holds. "
            "Next: git add --update, or git restore --staged, with the file's name"
        )


def _named(paths: list[bytes]) -> str:
    return ", ".join(printable(path) for path in sorted(paths)[:5])


def follow(git: Git, store: Store, operation: Operation) -> None:
    """Bring the operation's work trees to their files and index, after `check`."""
    for layout in operation.layouts:
        write(git, store, layout)


def follow_again(git: Git, store: Store, operation: Operation) -> None:
    """The same after a kill: what stands in a work tree now is checked anew."""
    for layout in operation.layouts:
        if Path(layout.top).is_dir():
            _remove_own_index_lock(Path(layout.git_dir))
            check(git, store, layout)
            write(git, store, layout)


def write(git: Git, store: Store, layout: Layout) -> None:
    """Write one layout's files, then its index."""
    plan = _plan(store, layout)
    if plan:
        _write_files(git, layout, plan)
        _write_index(git, layout, plan)


def _plan(store: Store, layout: Layout) -> dict[bytes, _Step]:
    before, *others = layout.accepts
    trees = tuple(dict.fromkeys((*others, layout.files, layout.index)))
    differences = {tree: differing_files(store, before, tree) for tree in trees}
    plan: dict[bytes, _Step] = {}
    for path in sorted(set[bytes]().union(*differences.values())):
        start = next(d[path][0] for d in differences.values() if path in d)
        at = {tree: d[path][1] if path in d else start for tree, d in differences.items()}
        accepts = (start, *(at[tree] for tree in others), at[layout.files])
        plan[path] = _Step(accepts, at[layout.files], at[layout.index])
    return plan


def _may_write(git: Git, layout: Layout, plan: Plan, path: bytes) -> bool:
    step, target = plan[path], target_of(layout, path)
    if (blocked := obstacle(layout, path)) is not None:
        # A file or link where a folder must be: nothing of ours is behind it.
        return step.file is None or (blocked in plan and plan[blocked].file is None)
    if not os.path.lexists(target):
        return True
    mode = os.lstat(target).st_mode
    if any(entry and entry[0] == GITLINK for entry in step.accepts):
        return True
    if stat.S_ISDIR(mode):
        return step.file is None or all(inner in plan for inner in files_below(layout, path))
    return holds_one_of(git, layout, path, mode, step.accepts)


def _staged(git: Git, layout: Layout) -> dict[bytes, Entry | None]:
    """What the index holds beyond the tree that the work tree starts from."""
    words = ("diff-index", "--cached", "--ita-invisible-in-index", "-z", "--no-renames")
    out = git.run_as_user(*words, layout.accepts[0], where=Path(layout.top))
    fields = out.split(b"\0")[:-1]
    return {path: _entry(facts) for facts, path in zip(fields[::2], fields[1::2], strict=True)}


def _entry(facts: bytes) -> Entry | None:
    _, mode, _, oid, _ = facts.split(b" ")
    return (mode, oid.decode()) if oid.strip(b"0") else None


def _write_files(git: Git, layout: Layout, plan: Plan) -> None:
    for path, step in plan.items():
        if step.file is None:
            _remove(layout, path)
    wanted = {
        path: step.file
        for path, step in plan.items()
        if step.file and not holds(git, layout, path, step.file)
    }
    if not wanted:
        return
    with _checked_out(git, layout, wanted) as folder:
        for path, (mode, _) in wanted.items():
            if mode == GITLINK:
                os.makedirs(target_of(layout, path), exist_ok=True)
            else:
                _place(os.path.join(os.fsencode(folder), path), target_of(layout, path))


def _remove(layout: Layout, path: bytes) -> None:
    target = target_of(layout, path)
    if obstacle(layout, path) is not None:
        return
    if os.path.islink(target) or os.path.isfile(target):
        os.unlink(target)
    folder, top = os.path.dirname(target), os.fsencode(layout.top)
    while folder != top and os.path.isdir(folder) and not os.listdir(folder):
        os.rmdir(folder)
        folder = os.path.dirname(folder)


@contextmanager
def _checked_out(git: Git, layout: Layout, files: Mapping[bytes, Entry]) -> Iterator[Path]:
    """The files as git checks them out, modes, links and the user's line ends, in a folder."""
    git_dir, top = Path(layout.git_dir), Path(layout.top)
    folder = git_dir / "chapters-files"
    shutil.rmtree(folder, ignore_errors=True)
    lines = b"".join(_index_line(git, path, entry) for path, entry in files.items())
    words = ("checkout-index", "--all", "--force", "--quiet", f"--prefix={folder}/")
    with private_index(git_dir, empty=True) as index:
        extra = {"GIT_INDEX_FILE": str(index)}
        if files:
            git.run_as_user(
                "update-index", "-z", "--index-info", stdin=lines, where=top, extra=extra
            )
            git.run_as_user(*words, where=top, extra=extra)
        yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _place(source: bytes, target: bytes) -> None:
    """Move a file into the work tree whole, so that a kill leaves old bytes or new ones."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.isdir(target) and not os.path.islink(target):
        for folder, _, _ in os.walk(target, topdown=False):  # empty ones: `check` has seen to it
            os.rmdir(folder)
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copy2(source, target + ATTEMPT, follow_symlinks=False)
        os.replace(target + ATTEMPT, target)


def _write_index(git: Git, layout: Layout, plan: Plan) -> None:
    git_dir, top = Path(layout.git_dir), Path(layout.top)
    lines = b"".join(_index_line(git, path, step.staged) for path, step in plan.items())
    with private_index(git_dir) as index:
        extra = {"GIT_INDEX_FILE": str(index)}
        git.run_as_user("update-index", "-z", "--index-info", stdin=lines, where=top, extra=extra)
        git.run_as_user("update-index", "-q", "--refresh", where=top, extra=extra, accept=(0, 1))
        _swap_index(git_dir, index)


def _index_line(git: Git, path: bytes, entry: Entry | None) -> bytes:
    mode, oid = entry or (b"0", "0" * len(git.empty_tree()))
    return b"%s %s\t%s\0" % (mode, oid.encode(), path)


def _swap_index(git_dir: Path, index: Path) -> None:
    """Put our index in place under git's own lock, which a kill leaves recognisably ours."""
    lock = git_dir / "index.lock"
    try:
        os.link(index, lock)
    except FileExistsError as error:
        raise Refused(f"{lock} exists: another git is at work there. Next: try again") from error
    os.replace(lock, git_dir / "index")


def _remove_own_index_lock(git_dir: Path) -> None:
    """A lock that is our private index under another name was left by a killed command."""
    lock, index = git_dir / "index.lock", git_dir / "chapters-index"
    if lock.exists() and index.exists() and os.path.samefile(lock, index):
        lock.unlink()
