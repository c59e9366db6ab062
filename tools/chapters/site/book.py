"""The whole tutorial as one value: all that a page can show, read beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ..diff import BINARY_WINDOW
from ..lesson import Lesson
from ..model import Checkpoint
from ..settings import Face

LINK = b"120000"
GITLINK = b"160000"


class Span(NamedTuple):
    """Lines `start` to `end` of the old text (from 0, end excluded) became `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


class Side(NamedTuple):
    """A file before or after a change: its path, mode and blob."""

    path: str
    mode: bytes
    blob: str


class Change(NamedTuple):
    """One file of a step; a side is absent where the file is new, or gone."""

    old: Side | None
    new: Side | None
    spans: tuple[Span, ...]

    @property
    def path(self) -> str:
        side = self.new or self.old
        return side.path if side else ""

    @property
    def is_moved(self) -> bool:
        return bool(self.old and self.new and self.old.path != self.new.path)


class Picture(NamedTuple):
    """A photograph of the app: `name` is the file's below pictures/, sizes are in pixels."""

    name: str
    is_dark: bool
    is_narrow: bool
    width: int
    height: int


class Proof(NamedTuple):
    """What `verify` has said of a step: (check, detail) of what passed, and what is not known."""

    passed: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


class Step(NamedTuple):
    """A checkpoint, its lesson, what it changes, and what is known of it."""

    checkpoint: Checkpoint
    lesson: Lesson
    tree: str
    changes: tuple[Change, ...]
    proof: Proof | None = None
    pictures: tuple[Picture, ...] = ()

    @property
    def key(self) -> str:
        return self.checkpoint.key

    @property
    def name(self) -> str:
        return self.checkpoint.name

    @property
    def title(self) -> str:
        return self.lesson.title


class News(NamedTuple):
    """One line of an edition: the step it is about, where it is known, and why."""

    text: str
    kind: str = ""
    slug: str = ""
    why: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class EditionNote:
    """What an edition says of itself."""

    number: int
    date: str
    summary: str
    news: tuple[News, ...]


@dataclass(frozen=True)
class Book:
    """Steps oldest first, the texts they name by blob id, and the editions oldest first."""

    steps: tuple[Step, ...]
    blobs: Mapping[str, bytes]
    editions: tuple[EditionNote, ...] = ()
    given: tuple[str, ...] = ()  # patterns of files that are given, or generated, and not read
    is_foreign: bool = False
    base_url: str = ""
    face: Face = field(default_factory=Face)
    places: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        places = {step.key: place for place, step in enumerate(self.steps)}
        object.__setattr__(self, "places", places)

    @cached_property
    def named(self) -> Mapping[str, Step]:
        """Each step by its slug and by its label."""
        return {name: s for s in self.steps for name in (s.checkpoint.label, s.key) if name}

    @cached_property
    def chapters(self) -> tuple[tuple[str, tuple[Step, ...]], ...]:
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.checkpoint.chapter or "Steps", []).append(step)
        return tuple((title, tuple(steps)) for title, steps in found.items())

    def text(self, side: Side | None) -> str | None:
        """The text of a file; None where it is none, and "" where there is no file."""
        if side is None:
            return ""
        if side.mode == GITLINK:
            return f"commit {side.blob}\n"
        content = self.blobs[side.blob]
        if b"\0" in content[:BINARY_WINDOW]:
            return None
        try:
            return content.decode()
        except UnicodeDecodeError:
            return None

    def size(self, side: Side | None) -> int:
        return len(self.blobs.get(side.blob, b"")) if side else 0

    @cached_property
    def trees(self) -> tuple[Mapping[str, int], ...]:
        """For each step: every file it has, and the place of the step that last changed it."""
        return tuple(self._trees())

    def _trees(self) -> Iterator[Mapping[str, int]]:
        tree: dict[str, int] = {}
        for place, step in enumerate(self.steps):
            for change in step.changes:
                if change.old and (not change.new or change.is_moved):
                    tree.pop(change.old.path, None)
            tree |= {change.new.path: place for change in step.changes if change.new}
            yield dict(tree)

    @cached_property
    def sides(self) -> Mapping[tuple[int, str], Side]:
        """Each version of a file, by the place of the step that made it, and its path."""
        return {
            (place, change.new.path): change.new
            for place, step in enumerate(self.steps)
            for change in step.changes
            if change.new
        }


def lines_of(text: str) -> list[str]:
    """The lines as git counts them: only a line feed ends one; no ends are kept."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines
