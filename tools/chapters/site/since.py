"""Which step brought each line of a file: origins follow a line through changes and renames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .book import Book, Change, lines_of


class Origin(NamedTuple):
    """The place of the step that brought a line, and where the line stood there, from 1."""

    place: int
    path: str
    line: int


Origins = tuple[Origin, ...]


def origins(book: Book) -> Mapping[tuple[int, str], Origins]:
    """For each version of a text, by its step's place and its path: its lines' origins."""
    found: dict[tuple[int, str], Origins] = {}
    now: dict[str, Origins] = {}
    for place, step in enumerate(book.steps):
        before = dict(now)
        for change in step.changes:
            if change.old:
                now.pop(change.old.path, None)
        for change in step.changes:
            if change.new:
                old = before.get(change.old.path, ()) if change.old else ()
                now[change.new.path] = _carried(book, change, place, old)
                found[place, change.new.path] = now[change.new.path]
    return found


def _carried(book: Book, change: Change, place: int, old: Origins) -> Origins:
    path, text = change.path, book.text(change.new)
    count = len(lines_of(text)) if text is not None else 0
    new: list[Origin] = []
    start = 0
    for span in change.spans:
        new += old[start : span.start]
        new += [Origin(place, path, n + 1) for n in range(span.first, span.last)]
        start = span.end
    new += old[start:]
    if len(new) != count:  # a binary file became a text, or a text one: all of it is new
        new = [Origin(place, path, n + 1) for n in range(count)]
    return tuple(new)
