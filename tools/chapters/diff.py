"""Line differences as values; runs no git, and says nothing where git might say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

LINE = re.compile(rb"[^\n]*\n|[^\n]+")
BINARY_WINDOW = 8000  # git takes a file for binary by a NUL in its first 8,000 bytes


def merge_apart(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Merge two changes of a text that lie clearly apart; None where only git can tell.

    Method: outside of its common head and tail each side has one changed region. Where a line
    between the two regions stands once in each text, every diff pairs it with itself, so any
    three-way merge gives what this one gives: one side up to that line, the other after it.
    """
    if any(b"\0" in text[:BINARY_WINDOW] for text in (base, ours, theirs)):
        return None
    lines = [LINE.findall(text) for text in (base, ours, theirs)]
    start_ours, end_ours = _changed(lines[0], lines[1])
    start_theirs, end_theirs = _changed(lines[0], lines[2])
    if end_ours < start_theirs:
        return _joined(lines[0], lines[1], lines[2], range(end_ours, start_theirs))
    if end_theirs < start_ours:
        return _joined(lines[0], lines[2], lines[1], range(end_theirs, start_ours))
    return None


def _changed(base: list[bytes], other: list[bytes]) -> tuple[int, int]:
    """The region of `base` that differs from `other`: between common head and common tail."""
    most = min(len(base), len(other))
    head = next((n for n in range(most) if base[n] != other[n]), most)
    tail = next((n for n in range(most - head) if base[-1 - n] != other[-1 - n]), most - head)
    return head, len(base) - tail


def _joined(base: list[bytes], first: list[bytes], second: list[bytes], gap: range) -> bytes | None:
    """The side changed first up to a line of the gap that is unique, the other side after it."""
    for place in gap:
        line = base[place]
        if base.count(line) == first.count(line) == second.count(line) == 1:
            return b"".join(first[: first.index(line)] + second[second.index(line) :])
    return None


class Hunk(NamedTuple):
    """Lines `start` to `end` (from 0, end excluded) of a text become `lines`."""

    start: int
    end: int
    lines: tuple[bytes, ...]


def hunks(before: bytes, after: bytes) -> tuple[Hunk, ...]:
    """What leads from one text to the other, from the top down."""
    old, new = LINE.findall(before), LINE.findall(after)
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(Hunk(a, b, tuple(new[c:d])) for kind, a, b, c, d in found if kind != "equal")


def with_hunks(text: bytes, chosen: Iterable[Hunk]) -> bytes:
    """The text with some of its hunks applied."""
    lines = LINE.findall(text)
    for hunk in sorted(chosen, key=lambda hunk: (hunk.start, hunk.end), reverse=True):
        lines[hunk.start : hunk.end] = hunk.lines
    return b"".join(lines)


def merge_beside(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Merge changes that touch and do not overlap, where git sees a conflict; None elsewhere.

    A line that one side changed stands next to one that the other side changed: both survive, and
    only one order of them is possible. Two insertions at one place have two orders, and a line
    put next to a deleted one may have belonged to it: these stay conflicts.
    """
    if any(b"\0" in text for text in (base, ours, theirs)):
        return None
    left, right = hunks(base, ours), hunks(base, theirs)
    if any(_clash(a, b) for a in left for b in right if a != b):
        return None
    return with_hunks(base, dict.fromkeys(left + right))


def _clash(a: Hunk, b: Hunk) -> bool:
    overlap = a.start < b.end and b.start < a.end
    touch = a.end == b.start or b.end == a.start
    adds, removes = (a.start == a.end, b.start == b.end), (not a.lines, not b.lines)
    return overlap or (touch and (all(adds) or (any(adds) and any(removes))))
