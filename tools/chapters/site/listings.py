"""Lists that pages show: a tree, a version of a file with its margins, what programs read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from ..diff import hunks
from ..edits import REWORDED
from . import diffs, highlight, shelf
from .book import Book, Change, EditionNote, News, Side, Span, Step
from .since import Origins


@dataclass(frozen=True)
class Row:
    """A file of a tree: its folder is said where it differs from the row before."""

    folder: str
    name: str
    path: str
    since: int


def tree(book: Book, place: int) -> list[Row]:
    """Every file at a step, folder by folder, with the place of the step that last changed it."""
    found = book.trees[place]
    paths = sorted(found, key=lambda path: (path.count("/") > 0, path.rpartition("/")))
    return [Row(p.rpartition("/")[0], p.rpartition("/")[2], p, found[p]) for p in paths]


@dataclass(frozen=True)
class Group:
    """Lines that stand together and that one step brought; `address` is of the first one's."""

    step: Step
    address: str
    lines: str
    is_new: bool


@dataclass(frozen=True)
class Version:
    """A file as one step left it, until the step `until`; empty groups where it is no text."""

    groups: tuple[Group, ...]
    is_text: bool
    size: int
    raw: str
    before: tuple[Step, str] | None
    until: Step | None
    next: tuple[Step, str] | None


def version(
    book: Book, origins: Mapping[tuple[int, str], Origins], place: int, path: str
) -> Version:
    side = book.sides[place, path]
    text = book.text(side)
    change = next(c for c in book.steps[place].changes if c.new == side)
    groups = _groups(book, origins[place, path], place, path, text) if text is not None else ()
    until, following = _following(book, place, path)
    before = _before(book, place, change)
    raw = "" if text is not None else shelf.raw(book.steps[place].key, path)
    return Version(groups, text is not None, book.size(side), raw, before, until, following)


def _groups(
    book: Book, found: Origins, place: int, path: str, text: str
) -> tuple[Group, ...]:  # fmt: skip
    lines = diffs.lines(path, text)
    groups = []
    for origin, rows in groupby(range(len(lines)), key=lambda n: found[n].place):
        numbers = list(rows)
        step, first = book.steps[origin], found[numbers[0]]
        address = f"{shelf.step(step.key)}#{shelf.anchor(first.path)}R{first.line}"
        html = "".join(_row(n, lines[n]) for n in numbers)
        if numbers[-1] == len(lines) - 1 and not text.endswith("\n"):
            html += diffs.NO_BREAK
        groups.append(Group(step, address, html, origin == place))
    return tuple(groups)


def _row(n: int, line: highlight.Line) -> str:
    name = f"L{n + 1}"
    number = f"<a id={name} href=#{name} tabindex=-1>{n + 1}</a>"
    return f"<div>{number}<code>{highlight.html(line)}</code></div>\n"


def _before(book: Book, place: int, change: Change) -> tuple[Step, str] | None:
    """The step that made the version before this one, and its path there."""
    if not change.old:
        return None
    where = book.trees[place - 1][change.old.path]
    return book.steps[where], change.old.path


def _following(book: Book, place: int, path: str) -> tuple[Step | None, tuple[Step, str] | None]:
    """The step that next touches the file, and where it is then."""
    for step in book.steps[place + 1 :]:
        for change in step.changes:
            if change.old and change.old.path == path:
                return step, (step, change.new.path) if change.new else None
    return None, None


def together(book: Book, steps: tuple[Step, ...]) -> tuple[Change, ...]:
    """What some steps in a row change as one, by the files' ways through them."""
    start: dict[str, Side | None] = {}
    now: dict[str, Side | None] = {}
    for change in (change for step in steps for change in step.changes):
        path = change.old.path if change.old else change.path
        first = start.pop(path, change.old)
        now.pop(path, None)
        start[change.path], now[change.path] = first, change.new
    pairs = ((start[path], now[path]) for path in sorted(start))
    return tuple(_joined(book, old, new) for old, new in pairs if old != new)


def _joined(book: Book, old: Side | None, new: Side | None) -> Change:
    before, after = book.text(old), book.text(new)
    if before is None or after is None:
        return Change(old, new, ())
    spans, shift = [], 0
    for hunk in hunks(_bytes(before), _bytes(after)):
        first = hunk.start + shift
        spans.append(Span(hunk.start, hunk.end, first, first + len(hunk.lines)))
        shift += len(hunk.lines) - (hunk.end - hunk.start)
    return Change(old, new, tuple(spans))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def shortened(files: list[diffs.File]) -> list[diffs.File]:
    """The files without the lines of those for which a page has no room any more."""
    room, kept = diffs.MOST_BYTES, []
    for file in files:
        size = sum(len(h.lines) + len(h.folded) for h in file.hunks) + len(file.rest_folded)
        if size > room:
            note = "too long for this page; its steps show it"
            kept.append(
                replace(file, hunks=(), rest=None, rest_folded="", note=note, is_open=False)
            )
        else:
            room -= size
            kept.append(file)
    return kept


@dataclass(frozen=True)
class Told:
    """A step with what an edition says of it."""

    step: Step
    news: tuple[News, ...]

    @property
    def whys(self) -> list[str]:
        """Empty where only the lesson has other words."""
        return ["new" if n.kind == "insert" else n.why for n in self.news if n.why != REWORDED]

    @property
    def has_files(self) -> bool:
        return any(news.changes for news in self.news)


def edition(book: Book, note: EditionNote) -> list[tuple[str, list[Told], list[Step]]]:
    """By chapter: the steps with more to tell, and those that were only reworded."""
    shown = []
    for title, steps in book.chapters:
        told = [Told(s, tuple(n for n in note.news if n.slug == s.key)) for s in steps]
        more = [one for one in told if one.whys]
        reworded = [one.step for one in told if one.news and not one.whys]
        if more or reworded:
            shown.append((title, more, reworded))
    return shown


def contents(book: Book) -> bytes:
    """book.json: the whole table of contents for a program."""
    chapters = [
        {"number": number, "title": title, "address": shelf.chapter(title),
         "steps": [_step(step) for step in steps]}
        for number, (title, steps) in enumerate(book.chapters, 1)
    ]  # fmt: skip
    edition = book.editions[-1].number if book.editions else 0
    found = {"edition": edition, "base_url": book.base_url, "chapters": chapters}
    return json.dumps(found, indent=1).encode()


def _step(step: Step) -> dict[str, object]:
    found = step.proof
    proof = {"passed": dict(found.passed), "unknown": found.unknown} if found else None
    return {
        "label": step.checkpoint.label, "slug": step.key, "title": step.title,
        "commit": step.checkpoint.oid, "address": shelf.step(step.key),
        "shows": step.lesson.value("Shows"), "files": [c.path for c in step.changes],
        "pictures": [f"pictures/{p.name}" for p in step.pictures], "proof": proof,
    }  # fmt: skip


def changes(book: Book) -> bytes:
    """compare.json: per step which files went, and which came from where, for the script."""
    steps = [
        {"key": step.key, "name": step.name, "title": step.title,
         "files": [[c.old.path if c.old else "", c.new.path if c.new else "",
                    c.new.blob[:12] if c.new else ""] for c in step.changes]}
        for step in book.steps
    ]  # fmt: skip
    return json.dumps(steps, separators=(",", ":")).encode()
