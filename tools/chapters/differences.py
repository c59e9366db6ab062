"""What changes between trees, file by file, as git sees it: renames, and spans of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .git import Git
from .site.book import Change, Side, Span
from .trees import printable

HEADER = re.compile(rb"^[0-9a-f]{40,64} [0-9a-f]{40,64}\n", re.MULTILINE)
FILE = re.compile(rb"^diff --git ", re.MULTILINE)
SPAN = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


def between(git: Git, pairs: list[tuple[str, str]]) -> list[tuple[Change, ...]]:
    """The changes from the first tree of each pair to the second, by one git-diff-tree(1)."""
    questions = "".join(f"{before} {after}\n" for before, after in pairs).encode()
    words = ("diff-tree", "--stdin", "-r", "-M", "-z", "--raw", "-p", "-U0", "--no-ext-diff")
    blocks = HEADER.split(git.run(*words, stdin=questions))[1:]
    return [tuple(_changes(block)) for block in blocks]


def _changes(block: bytes) -> Iterator[Change]:
    raw, _, patch = block.partition(b"\0\0")
    sections = iter(FILE.split(patch)[1:])
    fields = iter(raw.split(b"\0"))
    for field in fields:
        if not field:
            continue
        modes, status = field[1:].split(b" "), field.rpartition(b" ")[2][:1]
        path = printable(next(fields))
        new_path = printable(next(fields)) if status in b"RC" else path
        old = _side(path, modes[0], modes[2])
        new = _side(new_path, modes[1], modes[3])
        parts = [next(sections) for _ in range(1 + (status == b"T"))]
        yield Change(old, new, tuple(_spans(b"".join(parts))))


def _side(path: str, mode: bytes, blob: bytes) -> Side | None:
    return None if mode == b"000000" else Side(path, mode, blob.decode())


def _spans(patch: bytes) -> list[Span]:
    """Spans as half-open ranges from 0; in a patch an empty range stands after its line."""
    found = [_span(*match) for match in SPAN.findall(patch)]
    if len(found) == 2 and found[0].first == found[0].last == 0 and found[1].end == 0:
        return [Span(found[0].start, found[0].end, found[1].first, found[1].last)]  # a new kind
    return found


def _span(start: bytes, count: bytes, first: bytes, added: bytes) -> Span:
    gone, come = int(count or 1), int(added or 1)
    a, b = int(start) - (gone > 0), int(first) - (come > 0)
    return Span(a, a + gone, b, b + come)
