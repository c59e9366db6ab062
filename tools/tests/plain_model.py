"""A chain as a plain list, told again without git: what a history must look like after edits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from stories import lesson

SHARED = "shared.txt"  # comes with the first step; every fix takes a line of its own in it
LINES, APART = 320, 4  # so far apart that changes of neighbours never meet
Tree = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Step:
    """A step adds a file of its own; `changes` maps (path, place) to the line it puts there."""

    slug: str
    chapter: str
    title: str
    changes: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @property
    def message(self) -> bytes:
        return lesson(self.title, self.chapter, self.slug).encode()

    @property
    def file(self) -> str:
        return f"{self.slug}.txt"


@dataclass(frozen=True)
class Plain:
    """The steps in order; how each edit changes them."""

    steps: tuple[Step, ...]

    def fixed(self, slug: str, path: str, place: int, line: str) -> Plain:
        found = self.at(slug)
        return self._with(replace(found, changes={**found.changes, (path, place): line}))

    def reworded(self, slug: str, title: str) -> Plain:
        return self._with(replace(self.at(slug), title=title))

    def renamed(self, old: str, new: str) -> Plain:
        return Plain(tuple(replace(s, chapter=new) if s.chapter == old else s for s in self.steps))

    def inserted(self, step: Step, after: str) -> Plain:
        place = self.place(after) + 1
        return Plain((*self.steps[:place], step, *self.steps[place:]))

    def dropped(self, slug: str) -> Plain:
        return Plain(tuple(step for step in self.steps if step.slug != slug))

    def moved(self, slug: str, after: str) -> Plain:
        step = replace(self.at(slug), chapter=self.at(after).chapter)
        return self.dropped(slug).inserted(step, after)

    def _with(self, new: Step) -> Plain:
        return Plain(tuple(new if step.slug == new.slug else step for step in self.steps))

    def at(self, slug: str) -> Step:
        return self.steps[self.place(slug)]

    def place(self, slug: str) -> int:
        return [step.slug for step in self.steps].index(slug)

    def is_whole(self) -> bool:
        """Whether the steps of every chapter stand together."""
        runs = [chapter for chapter, _ in groupby(step.chapter for step in self.steps)]
        return len(runs) == len(set(runs))

    def labels(self) -> tuple[str, ...]:
        chapters = list(dict.fromkeys(step.chapter for step in self.steps))
        seen: dict[str, int] = {}
        found = []
        for step in self.steps:
            seen[step.chapter] = seen.get(step.chapter, -1) + 1
            letter = chr(ord("a") + seen[step.chapter])
            found.append(f"{chapters.index(step.chapter) + 1}{letter}")
        return tuple(found)

    def trees(self) -> Iterator[Tree]:
        """The files after each step."""
        tree: Tree = {SHARED: tuple(_line("shared", n) for n in range(LINES))}
        for step in self.steps:
            tree = {**tree, step.file: tuple(_line(step.slug, n) for n in range(12))}
            for (path, place), line in step.changes.items():
                lines = tree[path]
                tree[path] = (*lines[:place], line, *lines[place + 1 :])
            yield tree

    def rows(self) -> tuple[tuple[str, bytes], ...]:
        """The tree's id and the message of each step."""
        return tuple(
            (tree_id(tree), step.message)
            for tree, step in zip(self.trees(), self.steps, strict=True)
        )


def _line(word: str, place: int) -> str:
    """No two files are alike, so that git finds no rename where there is none."""
    return hashlib.sha256(f"{word} {place}".encode()).hexdigest()[:24]


def content(lines: tuple[str, ...]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def tree_id(tree: Tree) -> str:
    """As git computes it: gitformat of a tree with files at its top alone."""
    rows = (
        b"100644 %s\0%s" % (path.encode(), bytes.fromhex(_id(b"blob", content(tree[path]))))
        for path in sorted(tree)
    )
    return _id(b"tree", b"".join(rows))


def _id(kind: bytes, text: bytes) -> str:
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(text), text)).hexdigest()
