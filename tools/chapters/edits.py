"""Edits of a chain as values, and their form in the log: one JSON object each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from .errors import Malformed


class Change(NamedTuple):
    """What an edit brings: the difference from the tree `base` to the tree `taken`."""

    base: str
    taken: str


@dataclass(frozen=True)
class Edit:
    """One change asked of the chain; `slug` is the checkpoint it is about."""

    slug: str
    why: str

    @property
    def kind(self) -> str:
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Fix(Edit):
    """Merge `change` into `slug`; from the step after `until` on, keep every tree."""

    change: Change
    until: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Insert(Edit):
    """A new checkpoint `slug` after `after` (empty: before the first)."""

    change: Change
    after: str
    message: bytes
    identity: bytes
    authors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drop(Edit):
    """Take `slug` out: its change too, or, with `keep_trees`, fold that into the next step."""

    keep_trees: bool = False


@dataclass(frozen=True)
class Reword(Edit):
    """Give `slug` another message."""

    message: bytes


@dataclass(frozen=True)
class Relocate(Edit):
    """Put `slug` after `after` (empty: first), under the chapter `chapter` if that is given."""

    after: str
    chapter: str = ""

    @property
    def kind(self) -> str:
        return "move"


@dataclass(frozen=True)
class RenameChapter(Edit):
    """Call the chapter `old`, which begins at `slug`, `new`."""

    old: str
    new: str

    @property
    def kind(self) -> str:
        return "rename-chapter"


@dataclass(frozen=True)
class Resolution(Edit):
    """The tree that a person made of the conflict `key` at `slug`."""

    key: str
    tree: str


def _name(cls: type[Edit]) -> str:
    return cls.__name__.lower()


KINDS: dict[str, type[Edit]] = {
    _name(cls): cls for cls in (Fix, Insert, Drop, Reword, Relocate, RenameChapter, Resolution)
}


def dump(edits: tuple[Edit, ...]) -> bytes:
    """JSON lines; bytes as the characters of their numbers, for they may be in any encoding."""
    return b"".join(
        json.dumps({"kind": type(edit).__name__.lower(), **asdict(edit)}, default=_bytes).encode()
        + b"\n"
        for edit in edits
    )


def load(text: bytes) -> tuple[Edit, ...]:
    """The inverse of `dump`. Raises Malformed."""
    return tuple(_edit(json.loads(line)) for line in text.splitlines())


def _bytes(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    raise TypeError(value)


def _edit(fields: dict[str, Any]) -> Edit:
    kind = KINDS.get(fields.pop("kind", ""))
    if kind is None:
        raise Malformed("The log holds an edit that this version does not know")
    for key in {"message", "identity"} & fields.keys():
        fields[key] = fields[key].encode("latin-1")
    if "change" in fields:
        fields["change"] = Change(*fields["change"])
    if "authors" in fields:
        fields["authors"] = tuple(fields["authors"])
    return kind(**fields)
