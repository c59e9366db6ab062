"""What a lesson's words refer to: steps, files that it changes, files that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from . import prose, shelf
from .book import Book, Change, Step

CODE = re.compile(r"`([^`\n]+)`")


class References:
    """The book's names, looked up for one page after the other."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._versions = cache(self._version)

    def link(self, page: str, target: str) -> str:
        """A link of a lesson to a step, by slug or label, or to a part of its own page."""
        name, mark, part = target.partition("#")
        if not name:
            return target
        step = self._book.named.get(name)
        return shelf.way(page, shelf.step(step.key) + mark + part) if step else ""

    def path(self, step: Step, page: str, text: str) -> str:
        """Where a file named in a lesson is shown: its diff here, else the file as it is."""
        if change := self._changed(step, text):
            return f"#{shelf.anchor(change.path)}"
        return self.path_elsewhere(step, page, text)

    def path_elsewhere(self, step: Step, page: str, text: str) -> str:
        place = self._versions(step.key, text)
        if place is None:
            return ""
        return shelf.way(page, shelf.file(self._book.steps[place].key, text))

    def _version(self, key: str, path: str) -> int | None:
        return self._book.trees[self._book.places[key]].get(path)

    def mentioned(self, step: Step) -> Iterator[str]:
        """The files of a step in the order in which its lesson names them."""
        for text in CODE.findall(step.lesson.body):
            if change := self._changed(step, text):
                yield change.path

    def _changed(self, step: Step, text: str) -> Change | None:
        """A changed file by its path, or by a name that no other changed file has."""
        exact = [c for c in step.changes if text in {s.path for s in (c.old, c.new) if s}]
        ends = [c for c in step.changes if c.path.endswith(f"/{text}")]
        return next(iter(exact), ends[0] if len(ends) == 1 and "." in text else None)

    def faults(self) -> tuple[tuple[str, str], ...]:
        """What leads nowhere: the key of its step, and a text with label and line."""
        return tuple(
            (step.key, f"{step.checkpoint}: line {fault.line}: {fault.text}")
            for step in self._book.steps
            for fault in sorted(self._faults(step), key=lambda fault: fault.line)
        )

    def _faults(self, step: Step) -> Iterator[prose.Fault]:
        yield from prose.faults(step.lesson.body, lambda target: self.link("", target))
        for line, path in prose.placed(step.lesson.body):
            if not any(path == side.path for c in step.changes for side in (c.old, c.new) if side):
                yield prose.Fault(line, f"no diff of {path} can be placed, the step leaves it")
        yield from self._unknown_paths(step)

    def _unknown_paths(self, step: Step) -> Iterator[prose.Fault]:
        """A path with a folder of the app's in front that no step has ever had."""
        for match in CODE.finditer(step.lesson.body):
            folder, slash, _ = match[1].partition("/")
            is_path = slash and re.fullmatch(r"[\w./-]+\.\w+", match[1]) and folder in self._folders
            if is_path and match[1] not in self._paths:
                line = prose.FIRST_LINE + step.lesson.body.count("\n", 0, match.start())
                yield prose.Fault(line, f"no step has a file {match[1]}")

    @property
    def _paths(self) -> set[str]:
        return {path for _, path in self._book.sides}

    @property
    def _folders(self) -> set[str]:
        return {path.partition("/")[0] for path in self._paths if "/" in path}
