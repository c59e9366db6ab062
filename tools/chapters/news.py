"""What an edition says of itself: its stitch's summary, and a line for each of its edits."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from . import lesson
from .model import Edition
from .objects import Commit
from .store import Store

LINE = re.compile(r"(?P<kind>[a-z-]+) (?P<label>\d+[a-z]|-) (?P<slug>[a-z0-9-]+): (?P<why>.*)")


@dataclass(frozen=True)
class Change:
    """One generated line; `label` is the one of that edition, all parts empty where it is free."""

    line: str
    kind: str = ""
    label: str = ""
    slug: str = ""
    why: str = ""


@dataclass(frozen=True)
class News:
    """An edition: its number, its day as its author had it, its summary, its changes."""

    number: int
    date: str
    summary: str
    changes: tuple[Change, ...]
    stitch: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def of(store: Store, edition: Edition) -> News:
    commit = store.commit(edition.stitch)
    parsed = lesson.parse(commit.text.encode())
    lines = [line for line in parsed.body.splitlines() if line.strip()]
    changes = tuple(_change(line) for line in lines)
    return News(edition.number, _day(commit), parsed.title, changes, edition.stitch)


def _change(line: str) -> Change:
    match = LINE.fullmatch(line)
    return Change(line, **match.groupdict()) if match else Change(line)


def _day(commit: Commit) -> str:
    seconds, zone = commit.identity.decode(errors="replace").split()[-2:]
    minutes = int(zone[:-2]) * 60 + int(f"{zone[0]}{zone[-2:]}")
    try:
        place = timezone(timedelta(minutes=minutes))
    except ValueError:  # an odd zone, which git keeps as it is
        place = UTC
    return datetime.fromtimestamp(int(seconds), place).date().isoformat()
