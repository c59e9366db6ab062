"""What stands in a work tree at a path, looked at without following a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from .git import Git
from .objects import Entry, object_id
from .operations import Layout

MODES = {b"100644": False, b"100755": True}  # regular files: is it executable?


def obstacle(layout: Layout, path: bytes) -> bytes | None:
    """The first parent of `path` that stands in the work tree and is no true folder."""
    parts = path.split(b"/")
    for count in range(1, len(parts)):
        parent = b"/".join(parts[:count])
        target = target_of(layout, parent)
        if os.path.lexists(target) and (os.path.islink(target) or not os.path.isdir(target)):
            return parent
    return None


def files_below(layout: Layout, path: bytes) -> Iterator[bytes]:
    top = os.fsencode(layout.top)
    for folder, _, names in os.walk(target_of(layout, path)):
        yield from (os.path.relpath(os.path.join(folder, name), top) for name in names)


def holds_one_of(
    git: Git, layout: Layout, path: bytes, mode: int, entries: tuple[Entry | None, ...]
) -> bool:
    accepted = {entry[1] for entry in entries if entry}
    target = target_of(layout, path)
    if stat.S_ISLNK(mode):
        return object_id("blob", os.readlink(target), git.algorithm) in accepted
    content = Path(os.fsdecode(target)).read_bytes()
    if object_id("blob", content, git.algorithm) in accepted:
        return True
    # Line ends or filters of the user's may stand between the bytes here and the object.
    name = os.fsdecode(path)
    words = ("hash-object", "--stdin", "--path", name)
    clean = git.run_as_user(*words, stdin=content, where=Path(layout.top))
    return clean.decode().strip() in accepted


def holds(git: Git, layout: Layout, path: bytes, entry: Entry) -> bool:
    """Whether a regular file stands there already, to the byte and the mode."""
    target = target_of(layout, path)
    if entry[0] not in MODES or obstacle(layout, path) is not None or not os.path.isfile(target):
        return False
    found = os.lstat(target).st_mode
    same_mode = os.name == "nt" or bool(found & stat.S_IXUSR) == MODES[entry[0]]
    content = Path(os.fsdecode(target)).read_bytes()
    return (
        stat.S_ISREG(found) and same_mode and object_id("blob", content, git.algorithm) == entry[1]
    )


def target_of(layout: Layout, path: bytes) -> bytes:
    return os.path.join(os.fsencode(layout.top), path)
