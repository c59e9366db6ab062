"""Which words of a changed line are other than before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

WORD = re.compile(r"\w+|\s+|[^\w\s]")
MOST_LINES = 24  # of one side; beyond, a reader compares no words
ALIKE = 0.5
Marks = tuple[tuple[int, int], ...]
Marked = Mapping[int, Marks]  # by a line's index


def changed_words(old: list[str], new: list[str]) -> tuple[Marked, Marked]:
    """For lines that answer to one another: the stretches that differ, in columns from 0."""
    left: dict[int, Marks] = {}
    right: dict[int, Marks] = {}
    if max(len(old), len(new)) > MOST_LINES:
        return left, right
    for a, b, matcher in _pairs(old, new):
        codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
        left[a] = _stretches(WORD.findall(old[a]), [(i, j) for _, i, j, _, _ in codes])
        right[b] = _stretches(WORD.findall(new[b]), [(i, j) for _, _, _, i, j in codes])
    return left, right


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int, SequenceMatcher[str]]]:
    """Lines that are alike, in order on both sides."""
    found: list[tuple[int, int, SequenceMatcher[str]]] = []
    start = 0
    for a, line in enumerate(old):
        matchers = [(b, SequenceMatcher(None, WORD.findall(line), WORD.findall(new[b]), False))
                    for b in range(start, len(new))]  # fmt: skip
        rated = [(_alike(line, new[b], m), -b, m) for b, m in matchers]
        best = max(rated, key=lambda row: row[:2], default=None)
        if best and best[0] >= ALIKE:
            found.append((a, -best[1], best[2]))
            start = 1 - best[1]
    return found


def _alike(old: str, new: str, matcher: SequenceMatcher[str]) -> float:
    """How much of the two lines is the same, by characters that are no white space."""
    words = WORD.findall(old)
    blocks = matcher.get_matching_blocks()
    same = sum(len("".join(words[m.a : m.a + m.size]).replace(" ", "")) for m in blocks)
    whole = len(old.replace(" ", "")) + len(new.replace(" ", ""))
    return 2 * same / whole if whole else 0


def _trimmed(words: list[str], first: int, last: int) -> tuple[int, int]:
    while first < last and words[first].isspace():
        first += 1
    while first < last and words[last - 1].isspace():
        last -= 1
    return first, last


def _stretches(words: list[str], ranges: list[tuple[int, int]]) -> Marks:
    """Columns of ranges of words; neighbours with only a space between them are one.

    White space at a stretch's ends is left out: how deep a line stands is seen without a mark.
    """
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    found: list[tuple[int, int]] = []
    for first, last in (_trimmed(words, *found) for found in ranges):
        if first >= last:
            continue
        if found and "".join(words)[found[-1][1] : ends[first]].isspace():
            found[-1] = (found[-1][0], ends[last])
        else:
            found.append((ends[first], ends[last]))
    return tuple(found)
