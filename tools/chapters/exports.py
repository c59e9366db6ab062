"""Lay out files of the object database in a folder that is no work tree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .git import Git
from .objects import Entry


def lay_out(git: Git, top: Path, files: Mapping[bytes, Entry], folder: Path) -> None:
    """Write the files below `folder`, as git checks them out in the work tree `top`."""
    folder.mkdir(parents=True, exist_ok=True)
    index = folder.with_name(f"{folder.name}.index")
    index.unlink(missing_ok=True)
    lines = b"".join(b"%s %s\t%s\0" % (m, o.encode(), p) for p, (m, o) in files.items())
    extra = {"GIT_INDEX_FILE": str(index)}
    try:
        words = ("update-index", "-z", "--index-info")
        git.run_as_user(*words, stdin=lines, where=top, extra=extra)
        prefix = f"--prefix={folder}/"
        git.run_as_user("checkout-index", "--all", "--quiet", prefix, where=top, extra=extra)
    finally:
        index.unlink(missing_ok=True)
