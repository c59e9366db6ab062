"""Which step last touched a line."""

from __future__ import annotations

import os
import re

from .diff import Hunk
from .git import Git

HEADER = re.compile(rb"^([0-9a-f]{40,64}) \d+ (\d+)", re.MULTILINE)


def by_line(git: Git, commit: str, path: bytes) -> dict[int, str]:
    """Line number, from 0, of a file at `commit` -> the commit that brought it."""
    words = ("-c", "blame.ignoreRevsFile=", "blame", "--porcelain", commit, "--", os.fsdecode(path))
    return {int(n) - 1: oid.decode() for oid, n in HEADER.findall(git.run(*words))}


def owners(lines: dict[int, str], hunk: Hunk) -> set[str]:
    """The commits whose lines a hunk changes, or, where it only adds, those next to it."""
    span = range(hunk.start, hunk.end) if hunk.end > hunk.start else (hunk.start - 1, hunk.start)
    return {lines[n] for n in span if n in lines}
