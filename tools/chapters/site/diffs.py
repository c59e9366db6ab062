"""A changed file as HTML: its hunks in their context, words marked, what is between them folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache

from . import highlight, places, shelf, words
from .book import LINK, Book, Change, Side, Span, lines_of
from .highlight import Line

CONTEXT = 3  # lines around a change
MOST_PLACES = 3  # named for changes that stand together
FOLDED_FROM = 15  # changed lines of a given file that a reader need not see at once
MOST_CONTEXT = 30_000  # bytes of a page that context may take; beyond, a link leads to the file
MOST_BYTES = 110_000  # of the diffs of one page; what comes after is left to the file's own page
NO_BREAK = "<p class=eof>no line break at the end</p>"


@dataclass(frozen=True)
class Hunk:
    """Changes that stand together: where, the lines, and the unchanged ones before it.

    `gap` is (first, last) of the unchanged lines, from 1; `folded` is their HTML, or empty where
    they are left to the file's own page.
    """

    where: str
    lines: str
    gap: tuple[int, int] | None
    folded: str


@dataclass(frozen=True)
class File:
    """One file of a step, ready for a page."""

    path: str
    anchor: str
    what: str
    added: int
    removed: int
    hunks: tuple[Hunk, ...]
    rest: tuple[int, int] | None
    rest_folded: str
    note: str = ""
    is_open: bool = True
    change: Change | None = None


class Budget:
    """How many bytes of lines a page may still take."""

    def __init__(self, context: int = MOST_CONTEXT) -> None:
        self._context = context

    def folded(self, text: str) -> str:
        """The text, if it still fits; empty where it does not."""
        if len(text) > self._context:
            return ""
        self._context -= len(text)
        return text


def files(book: Book, changes: tuple[Change, ...], first: tuple[str, ...] = ()) -> list[File]:
    """Every change: those that `first` names come first, given files last."""
    order = {path: place for place, path in enumerate(first)}
    ranked = sorted(changes, key=lambda c: (is_given(book, c.path), order.get(c.path, len(order))))
    budget = Budget()
    return [file(book, change, budget) for change in ranked]


def is_given(book: Book, path: str) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in book.given)


def file(book: Book, change: Change, budget: Budget) -> File:
    old, new = book.text(change.old), book.text(change.new)
    anchor, what = shelf.anchor(change.path), _what(change)
    if old is None or new is None:
        return _binary(book, change, anchor, what)
    drawing = Drawing(anchor, change, old, new)
    groups = _groups(change.spans)
    hunks = tuple(drawing.hunk(group, before, budget) for before, group in groups)
    end = groups[-1][1][-1].last if groups else 0
    rest = _range(min(end + CONTEXT, drawing.count), drawing.count) if groups else None
    folded = budget.folded(drawing.context(rest)) if rest else ""
    added = sum(span.last - span.first for span in change.spans)
    removed = sum(span.end - span.start for span in change.spans)
    is_open = not (is_given(book, change.path) and added + removed > FOLDED_FROM)
    note = "" if is_open else "given, not to be read line by line"
    if not groups and not change.is_moved:
        note = "an empty file" if not (old or new) else note
    return File(change.path, anchor, what, added, removed, hunks, rest, folded, note, is_open,
                change)  # fmt: skip


def _binary(book: Book, change: Change, anchor: str, what: str) -> File:
    side = change.new or change.old
    note = f"no text; {book.size(side):,} bytes"
    return File(change.path, anchor, what, 0, 0, (), None, "", note, False, change)


def _what(change: Change) -> str:
    """What became of the file, in words."""
    old, new = change.old, change.new
    if not old or not new:
        kind = "link" if (new or old or Side("", b"", "")).mode == LINK else "file"
        return f"new {kind}" if new else "removed"
    words_ = [f"moved here from {old.path}"] if change.is_moved else []
    if old.mode != new.mode:
        made = {b"100755": "made executable", b"100644": "no longer executable"}
        words_.append(made.get(new.mode, "another kind of file"))
    return ", ".join(words_)


def _groups(spans: tuple[Span, ...]) -> list[tuple[int, list[Span]]]:
    """Spans whose contexts touch, together, each group with where the one before ended."""
    groups: list[tuple[int, list[Span]]] = []
    for span in spans:
        if groups and span.first - groups[-1][1][-1].last <= 2 * CONTEXT:
            groups[-1][1].append(span)
        else:
            end = groups[-1][1][-1].last + CONTEXT if groups else 0
            groups.append((end, [span]))
    return groups


def _range(start: int, end: int) -> tuple[int, int] | None:
    """Lines from 1, both ends included; None where there are none."""
    return (start + 1, end) if start < end else None


class Drawing:
    """The lines of one file, before and after, as HTML."""

    def __init__(self, anchor: str, change: Change, old: str, new: str) -> None:
        self._anchor, self._change = anchor, change
        self._texts = old, new
        self._new = lines(change.new.path, new) if change.new else ()
        self._plain = lines_of(old), lines_of(new)
        self.count = len(self._new)

    @cached_property
    def _old(self) -> tuple[Line, ...]:
        """In colours only where a line of it is shown: that takes half of a page's time."""
        return lines(self._change.old.path, self._texts[0]) if self._change.old else ()

    def hunk(self, spans: list[Span], before: int, budget: Budget) -> Hunk:
        start = max(before, spans[0].first - CONTEXT)
        gap = _range(before, start)
        folded = budget.folded(self.context(gap)) if gap else ""
        return Hunk(self._where(spans), "".join(self._rows(spans, start)), gap, folded)

    def _where(self, spans: list[Span]) -> str:
        """Where the changes stand, each place once; a new file needs no such words."""
        old, new = self._change.old, self._change.new
        if not old or not new:
            return ""
        found = dict.fromkeys(
            places.place(new.path, self._texts[1], span.first, span.last)
            if span.first < span.last
            else places.place(old.path, self._texts[0], span.start, span.end)
            for span in spans
        )
        return "; ".join(list(filter(None, found))[:MOST_PLACES])

    def context(self, gap: tuple[int, int]) -> str:
        return "".join(self._context(n) for n in range(gap[0] - 1, gap[1]))

    def _context(self, n: int) -> str:
        return f"<div>{self._number('R', n)}<code>{highlight.html(self._new[n])}</code></div>\n"

    def _number(self, side: str, n: int) -> str:
        name = f"{self._anchor}{side}{n + 1}"
        return f"<a id={name} href=#{name} tabindex=-1>{n + 1}</a>"

    def _rows(self, spans: list[Span], start: int) -> Iterator[str]:
        for span in spans:
            yield from (self._context(n) for n in range(start, span.first))
            yield from self._changed(span)
            start = span.last
        yield from (self._context(n) for n in range(start, min(start + CONTEXT, self.count)))

    def _changed(self, span: Span) -> Iterator[str]:
        old = self._plain[0][span.start : span.end]
        new = self._plain[1][span.first : span.last]
        left, right = words.changed_words(old, new)
        for n in range(span.start, span.end):
            text = highlight.html(self._old[n], left.get(n - span.start, ()))
            yield f"<div class=d>{self._number('L', n)}<del>{text}</del></div>\n"
            yield self._end(0, n)
        for n in range(span.first, span.last):
            text = highlight.html(self._new[n], right.get(n - span.first, ()))
            yield f"<div class=a>{self._number('R', n)}<ins>{text}</ins></div>\n"
            yield self._end(1, n)

    def _end(self, side: int, n: int) -> str:
        is_last = n + 1 == len(self._plain[side])
        return NO_BREAK if is_last and not self._texts[side].endswith("\n") else ""


@lru_cache(4096)
def lines(path: str, text: str) -> tuple[Line, ...]:
    """The coloured lines of a text; a version stands on several pages."""
    return highlight.highlight(path, text)
