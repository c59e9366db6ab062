"""A way from one checkpoint to another: written down before the first file moves, so that the
next command finishes what a killed one began."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from . import layouts
from .errors import Refused
from .git import Git
from .operations import Layout, Operation
from .store import Store
from .worktrees import WorkTree, private_index

NOTE = "chapters-going"  # in the work tree's git directory, while files move


@dataclass(frozen=True)
class Journey:
    """`start` and `end` are what HEAD holds: a commit's id, or `ref: refs/heads/main`."""

    name: str
    start: str
    end: str
    layout: Layout


class Snapshot(NamedTuple):
    """The trees of a work tree: HEAD's, what is staged, and all files that are not ignored."""

    head: str
    staged: str
    files: str

    @property
    def has_edits(self) -> bool:
        return not self.head == self.staged == self.files


def snapshot(git: Git, store: Store, tree: WorkTree, beside: tuple[str, ...]) -> Snapshot:
    """Write the work tree's files as trees, untracked ones too; its own index stays.

    Of the folders `beside` nothing untracked is taken.
    """
    places = (":/", *(f":(top,exclude){name}" for name in beside))
    with private_index(tree.git_dir) as index:
        extra = {"GIT_INDEX_FILE": str(index)}
        ask = partial(git.run_as_user, where=tree.top, extra=extra)
        staged = ask("write-tree").decode().strip()
        ask("add", "--all", "--", *places)
        files = ask("write-tree").decode().strip()
    return Snapshot(store.commit(tree.commit).tree, staged, files)


def go(git: Git, store: Store, journey: Journey) -> None:
    """Move the files, the index, then HEAD. Whoever is killed here leaves the note."""
    _write_note(git, journey)
    layouts.write(git, store, journey.layout)
    _arrive(git, journey)


def finish(git: Git, store: Store) -> str:
    """End a killed journey, and give its name; empty where there is none.

    Where people have gone elsewhere since, or edited what was half-way, only the note goes:
    what is there is then their own, and kept like any edit.
    """
    journey = _read_note(git)
    if journey is None:
        return ""
    _remove_dead_lock(git, journey)
    begun = Operation("go", journey.name, (), layouts=(journey.layout,))
    try:
        if head(git) not in (journey.start, journey.end):
            raise Refused("HEAD has moved since")
        layouts.follow_again(git, store, begun)
    except Refused:
        _note(git).unlink()
        return ""
    _arrive(git, journey)
    return journey.name


def head(git: Git) -> str:
    """What this work tree's HEAD holds."""
    ref = git.run_as_user("symbolic-ref", "--quiet", "HEAD", accept=(0, 1)).decode().strip()
    return f"ref: {ref}" if ref else git.run_as_user("rev-parse", "HEAD").decode().strip()


def _arrive(git: Git, journey: Journey) -> None:
    _move_head(git, journey)
    _note(git).unlink()


def _move_head(git: Git, journey: Journey) -> None:
    if head(git) == journey.end:
        return
    words = [end.removeprefix("ref: refs/heads/") for end in (journey.start, journey.end)]
    log = ("-m", f"checkout: moving from {words[0]} to {words[1]}")  # `git switch -` reads it
    if journey.end.startswith("ref: "):
        git.run_as_user("symbolic-ref", *log, "HEAD", journey.end.removeprefix("ref: "))
    else:
        git.run_as_user("update-ref", "--no-deref", *log, "HEAD", journey.end)


def _note(git: Git) -> Path:
    return git.git_dir / NOTE


def _write_note(git: Git, journey: Journey) -> None:
    part = _note(git).with_suffix(".part")
    with part.open("w") as file:
        json.dump(asdict(journey), file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(_note(git))


def _read_note(git: Git) -> Journey | None:
    if not _note(git).exists():
        return None
    fields = json.loads(_note(git).read_text())
    layout = fields["layout"]
    layout["accepts"] = tuple(layout["accepts"])
    return Journey(**{**fields, "layout": Layout(**layout)})


def _remove_dead_lock(git: Git, journey: Journey) -> None:
    """The lock of a git that died while it moved HEAD for us: empty, or with our new value."""
    lock = git.git_dir / "HEAD.lock"
    if lock.is_file() and lock.read_text(errors="replace").strip() in ("", journey.end):
        lock.unlink()
