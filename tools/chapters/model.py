"""The values of the trade: checkpoints, the chain, editions, and what a name may mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .errors import Refused, Unknown
from .lesson import LABEL, Lesson, trailer_faults

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Checkpoint(NamedTuple):
    """One commit of the chain; `label` and `slug` are empty for an untagged foreign commit."""

    oid: str
    slug: str
    label: str
    chapter: str
    title: str

    @property
    def name(self) -> str:
        """How a list calls it: its label, else its abbreviated id."""
        return self.label or self.oid[:10]

    @property
    def key(self) -> str:
        """What names it as long as the chain is not rewritten: its slug, else its id."""
        return self.slug or self.oid

    def __str__(self) -> str:
        """How messages call it: `3b page-layout`, a foreign tag, or an abbreviated id."""
        return " ".join(dict.fromkeys(filter(None, (self.label, self.slug)))) or self.oid[:10]


@dataclass(frozen=True)
class Chain:
    """Checkpoints, oldest first. A foreign chain has tags and no trailers."""

    checkpoints: tuple[Checkpoint, ...]
    is_foreign: bool = False

    def __iter__(self) -> Iterator[Checkpoint]:
        return iter(self.checkpoints)

    def __len__(self) -> int:
        return len(self.checkpoints)

    @property
    def tip(self) -> str:
        return self.checkpoints[-1].oid

    def index(self, slug: str) -> int:
        """The place, from 0, of a slug, or of the id of a step without one. Raises Unknown."""
        for place, checkpoint in enumerate(self.checkpoints):
            if slug and slug == checkpoint.key:
                return place
        raise Unknown(f"The chain has no checkpoint '{slug}'. Next: chapters list")

    def find(self, name: str) -> Checkpoint:
        """The checkpoint with this label or slug. Raises Unknown with near names."""
        for checkpoint in self.checkpoints:
            if name and name in (checkpoint.label, checkpoint.slug):
                return checkpoint
        raise Unknown(f"There is no checkpoint '{name}'{self._near(name)}. Next: chapters list")

    def at(self, oid: str) -> Checkpoint | None:
        return next((c for c in self.checkpoints if c.oid == oid), None)

    def _near(self, name: str) -> str:
        names = [n for c in self.checkpoints for n in (c.label, c.slug) if n]
        near = list(dict.fromkeys(difflib.get_close_matches(name.lower(), names, 3, 0.5)))
        return f"; near it: {', '.join(near)}" if near else ""


class Edition(NamedTuple):
    """A published chain: `stitch` is the merge commit on main, `tip` the chain's last commit."""

    number: int
    stitch: str
    tip: str


NO_EDITION = Edition(0, "", "")


class Move(NamedTuple):
    """A ref's way from `old` to `new`; an empty string means that it is absent."""

    ref: str
    old: str
    new: str

    def reversed(self) -> Move:
        return Move(self.ref, self.new, self.old)


class Main(NamedTuple):
    """main as this clone has it: `ref` is empty where only HEAD can be it."""

    ref: str
    commit: str


def label_chain(commits: Iterable[tuple[str, Lesson]]) -> Chain:
    """Number commits, oldest first, by their trailers. Raises Refused with every fault."""
    rows = list(commits)
    faults = [
        f"{oid[:10]} ('{lesson.title[:50]}') {fault}"
        for oid, lesson in rows
        for fault in trailer_faults(lesson)
    ]
    if faults:
        raise Refused("\n".join(faults) + "\nNext: git commit --amend, or chapters reword")
    labels = chapter_labels([lesson.value("Chapter") for _, lesson in rows])
    chain = Chain(tuple(
        Checkpoint(oid, lesson.value("Checkpoint"), label, lesson.value("Chapter"), lesson.title)
        for (oid, lesson), label in zip(rows, labels, strict=True)
    ))  # fmt: skip
    _refuse_repeated_slugs(chain)
    return chain


def chapter_labels(titles: list[str]) -> list[str]:
    """`1a`, `2a`, `2b` …: a chapter's number is where its title first appears. Raises Refused."""
    numbers = {title: n for n, title in enumerate(dict.fromkeys(titles), 1)}
    labels: list[str] = []
    last_place: dict[str, int] = {}
    letters: dict[str, int] = {}
    for place, title in enumerate(titles):
        if title in last_place and last_place[title] != place - 1:
            before, back = labels[last_place[title]], place + 1
            raise Refused(
                f"Chapter '{title}' ends at {before} and returns at checkpoint {back}; "
                "a chapter's checkpoints stand together. Next: chapters drop, or reword its Chapter"
            )
        letter = letters.get(title, 0)
        if letter == len(LETTERS):
            raise Refused(f"Chapter '{title}' has a 27th step. Next: begin another chapter")
        labels.append(f"{numbers[title]}{LETTERS[letter]}")
        last_place[title], letters[title] = place, letter + 1
    return labels


def _refuse_repeated_slugs(chain: Chain) -> None:
    first: dict[str, Checkpoint] = {}
    for checkpoint in chain:
        other = first.setdefault(checkpoint.slug, checkpoint)
        if other is not checkpoint:
            raise Refused(
                f"{other.label} and {checkpoint.label} have the same slug '{checkpoint.slug}'. "
                "Next: give the newer commit another 'Checkpoint:' (git commit --amend)"
            )


def tag_chain(oids: Iterable[str], tags: Mapping[str, list[str]], titles: dict[str, str]) -> Chain:
    """A foreign chain: each commit named by its first tag, in natural order of the names."""
    checkpoints = []
    for oid in oids:
        name = min(tags[oid], key=natural) if oid in tags else ""
        checkpoints.append(Checkpoint(oid, name, name, "", titles.get(oid, "")))
    return Chain(tuple(checkpoints), is_foreign=True)


def natural(text: str) -> list[tuple[int, str]]:
    """A sort key by which 2b stands before 10a."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", text)]


def is_label(text: str) -> bool:
    return bool(LABEL.fullmatch(text))


def split_edition(name: str) -> tuple[str, int | None]:
    """`7a@3` as ('7a', 3); `7a` as ('7a', None). Raises Unknown."""
    label, at, number = name.partition("@")
    if at and not number.isdecimal():
        raise Unknown(f"'{name}' names no edition: write {label or '7a'}@3")
    return label, int(number) if at else None
