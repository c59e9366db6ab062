"""Work trees: what the user changed there, and how they follow when refs have moved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .git import Git
from .objects import new_commit
from .refs import Refs
from .store import Store
from .trees import printable

INDEX, WORK_TREE = b"index\n", b"work tree\n"  # messages of the commits that keep a change


class WorkTree(NamedTuple):
    """One work tree: `branch` is the full ref in HEAD, empty when detached."""

    git_dir: Path
    top: Path
    branch: str
    commit: str

    def head_ref(self, common: Path) -> str:
        """The name under which HEAD of this work tree can be moved from the common directory."""
        if self.git_dir == common:
            return "main-worktree/HEAD"
        return f"worktrees/{self.git_dir.name}/HEAD"


class Taken(NamedTuple):
    """What a work tree holds beyond HEAD: `tree`, and the commit that keeps it as a stash does.

    Where only a part of it was taken, `absorbed` is HEAD's tree with that part.
    """

    git_dir: Path
    head_tree: str
    tree: str
    commit: str
    absorbed: str = ""


def all_of(git: Git, refs: Refs) -> tuple[WorkTree, ...]:
    """Every work tree of the repository that exists on the disk."""
    if only := _only(git, refs):
        return (only,)
    listing = git.run_as_user("worktree", "list", "--porcelain", "-z")
    blocks = [block for block in listing.split(b"\0\0") if block.strip(b"\0")]
    found = [_work_tree(git, block, is_main=not n) for n, block in enumerate(blocks)]
    return tuple(tree for tree in found if tree)


def _only(git: Git, refs: Refs) -> WorkTree | None:
    """The one work tree of a plain clone, read from its HEAD: git itself is asked elsewhere."""
    head = git.common / "HEAD"
    shared = (git.common / "worktrees").exists() or (git.common / "reftable").exists()
    if shared or git.git_dir != git.common or not git.top or head.is_symlink():
        return None
    text = head.read_text().strip()
    branch = text.removeprefix("ref: ") if text.startswith("ref: ") else ""
    return WorkTree(git.git_dir, git.top, branch, refs.get(branch) if branch else text)


def current(git: Git, trees: tuple[WorkTree, ...]) -> WorkTree | None:
    """The work tree the user stands in; None in a bare repository or inside `.git`."""
    return next((tree for tree in trees if git.top and tree.git_dir == git.git_dir), None)


def _work_tree(git: Git, block: bytes, is_main: bool) -> WorkTree | None:
    fields = dict(line.partition(b" ")[::2] for line in block.split(b"\0") if line)
    top = Path(os.fsdecode(fields[b"worktree"]))
    if is_main and git.top and git.git_dir == git.common:
        top = git.top  # git lists the git directory itself where that stands elsewhere
    git_dir = _git_dir(git, top)
    if git_dir is None:
        return None
    branch, commit = fields.get(b"branch", b"").decode(), fields.get(b"HEAD", b"").decode()
    return WorkTree(git_dir, top, branch, commit if commit.strip("0") else "")


def _git_dir(git: Git, top: Path) -> Path | None:
    pointer = top / ".git"
    if pointer.is_dir():
        return git.common
    if pointer.is_file():
        return (top / pointer.read_text().removeprefix("gitdir: ").rstrip("\n")).resolve()
    if git.top == top:
        return git.git_dir
    return None


def take(git: Git, store: Store, tree: WorkTree) -> Taken:
    """Snapshot the tracked and added files of a work tree, as `git stash` would keep them."""
    head_tree = store.commit(tree.commit).tree
    with private_index(tree.git_dir) as index:
        extra = {"GIT_INDEX_FILE": str(index)}
        staged = git.run_as_user("write-tree", where=tree.top, extra=extra).decode().strip()
        git.run_as_user("add", "--update", "--", ":/", where=tree.top, extra=extra)
        files = git.run_as_user("write-tree", where=tree.top, extra=extra).decode().strip()
    if staged == files == head_tree:
        return Taken(tree.git_dir, head_tree, files, "")
    who = git.operator
    kept = store.add("commit", new_commit(staged, (tree.commit,), who, INDEX))
    parents = tree.commit, kept
    commit = store.add("commit", new_commit(files, parents, who, WORK_TREE))
    return Taken(tree.git_dir, head_tree, files, commit)


def untracked(git: Git, tree: WorkTree) -> tuple[str, ...]:
    """Untracked files that are not ignored, for naming only."""
    out = git.run_as_user("ls-files", "--others", "--exclude-standard", "-z", where=tree.top)
    return tuple(printable(path) for path in out.split(b"\0") if path)


def unready(tree: WorkTree, common: Path) -> str:
    """What is under way in a work tree that moving refs would break; empty if nothing."""
    signs = {
        "a rebase": ("rebase-merge", "rebase-apply"),
        "a merge": ("MERGE_HEAD",),
        "a cherry-pick": ("CHERRY_PICK_HEAD", "sequencer"),
        "a revert": ("REVERT_HEAD",),
        "a bisect": ("BISECT_LOG",),
    }
    for name, files in signs.items():
        if any((tree.git_dir / file).exists() for file in files):
            return name
    return ""


@contextmanager
def private_index(git_dir: Path, empty: bool = False) -> Iterator[Path]:
    """A copy of a work tree's index, or an empty one, under a name of ours; gone afterwards."""
    copy = git_dir / "chapters-index"
    copy.unlink(missing_ok=True)
    (git_dir / "chapters-index.lock").unlink(missing_ok=True)
    if not empty and (git_dir / "index").exists():
        # With its times: git compares the contents of what changed in the index's own second.
        shutil.copy2(git_dir / "index", copy)
    try:
        yield copy
    finally:
        copy.unlink(missing_ok=True)
