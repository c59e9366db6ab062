"""Edits of a chain as values, and their form in the log: one JSON object each.

Each has `slug`, the checkpoint it is about, and `why`. Named tuples, as are all values that every
command loads: a frozen dataclass takes six times as long to define.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple, get_args

from .errors import Malformed

REWORDED = "reworded"  # the why of a new lesson for which nobody gave one


class Change(NamedTuple):
    """What an edit brings: the difference from the tree `base` to the tree `taken`."""

    base: str
    taken: str


class Fix(NamedTuple):
    """Merge `change` into `slug`; from the step after `until` on, keep every tree."""

    slug: str
    why: str
    change: Change
    until: str = ""
    authors: tuple[str, ...] = ()


class Insert(NamedTuple):
    """A new checkpoint `slug` after `after` (empty: before the first)."""

    slug: str
    why: str
    change: Change
    after: str
    message: bytes
    identity: bytes
    authors: tuple[str, ...] = ()


class Drop(NamedTuple):
    """Take `slug` out: its change too, or, with `keep_trees`, fold that into the next step."""

    slug: str
    why: str
    keep_trees: bool = False


class Reword(NamedTuple):
    """Give `slug` another message."""

    slug: str
    why: str
    message: bytes


class Relocate(NamedTuple):
    """Put `slug` after `after` (empty: first), under the chapter `chapter` if that is given."""

    slug: str
    why: str
    after: str
    chapter: str = ""


class RenameChapter(NamedTuple):
    """Call the chapter `old`, which begins at `slug`, `new`."""

    slug: str
    why: str
    old: str
    new: str


class Resolution(NamedTuple):
    """The tree that a person made of the conflict `key` at `slug`."""

    slug: str
    why: str
    key: str
    tree: str


Edit = Fix | Insert | Drop | Reword | Relocate | RenameChapter | Resolution
KINDS: dict[str, type[Edit]] = {cls.__name__.lower(): cls for cls in get_args(Edit)}
COMMANDS: dict[type[Edit], str] = {Relocate: "move", RenameChapter: "rename-chapter"}


def command(edit: Edit) -> str:
    """The command that asks for such an edit, which is what messages call it."""
    return COMMANDS.get(type(edit), type(edit).__name__.lower())


def dump(edits: tuple[Edit, ...]) -> bytes:
    """JSON lines; bytes as the characters of their numbers, for they may be in any encoding."""
    return b"".join(
        json.dumps({"kind": type(edit).__name__.lower(), **edit._asdict()}, default=_bytes).encode()
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
