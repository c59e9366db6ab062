"""An operation: one undoable movement of refs, as the log keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple

from . import edits
from .edits import Edit
from .errors import Refused
from .model import Move


@dataclass(frozen=True)
class Layout:
    """How one work tree follows: each path that differs between these trees may hold what one
    of `accepts` has there, gets what `files` has, and what `index` has in the index."""

    git_dir: str
    top: str
    accepts: tuple[str, ...]
    files: str
    index: str


class Operation(NamedTuple):
    """`keep` names commits that must never be collected; `target` is what undo or redo is of."""

    kind: str
    title: str
    moves: tuple[Move, ...]
    edits: tuple[Edit, ...] = ()
    edition: int = 0
    layouts: tuple[Layout, ...] = ()
    keep: tuple[str, ...] = ()
    target: str = ""
    oid: str = ""
    parent: str = ""

    def files(self) -> Mapping[bytes, bytes]:
        """The blobs of the operation's tree."""
        moves = "".join(f"{m.ref} {m.old or '-'} {m.new or '-'}\n" for m in self.moves)
        layouts = "".join(json.dumps(asdict(layout)) + "\n" for layout in self.layouts)
        fields = {"kind": self.kind, "edition": self.edition, "target": self.target}
        return {
            b"refs": moves.encode("utf-8", "surrogateescape"),
            b"edits": edits.dump(self.edits),
            b"edition": json.dumps(fields).encode(),
            b"layouts": layouts.encode(),
        }


def read(oid: str, title: str, parents: tuple[str, ...], files: Mapping[bytes, bytes]) -> Operation:
    """The inverse of `files`: an operation out of its commit."""
    fields = json.loads(files[b"edition"])
    moves = tuple(
        Move(ref, *("" if oid == "-" else oid for oid in ids))
        for ref, *ids in (
            line.split(" ")
            for line in files[b"refs"].decode("utf-8", "surrogateescape").split("\n")[:-1]
        )
    )
    layouts = tuple(_layout(line) for line in files[b"layouts"].splitlines())
    return Operation(
        fields["kind"], title, moves, edits.load(files[b"edits"]), fields["edition"], layouts,
        keep=parents[1:], target=fields["target"], oid=oid, parent=parents[0] if parents else "",
    )  # fmt: skip


def _layout(line: bytes) -> Layout:
    fields = json.loads(line)
    return Layout(**{**fields, "accepts": tuple(fields["accepts"])})


class History(NamedTuple):
    """A log read forward: what undo and redo would take, the next one last, and what waits for
    publication. `editions` maps each operation to the edition the chain started from then."""

    done: tuple[Operation, ...]
    undone: tuple[Operation, ...]
    unpublished: tuple[Operation, ...]
    editions: Mapping[str, int]
    edition: int

    def edition_before(self, operation: Operation) -> int:
        return self.editions.get(operation.parent, 0)

    @classmethod
    def of(cls, log: Iterable[Operation], branch: str) -> History:
        """Read a log, oldest first: any new operation empties what can be redone."""
        done: list[Operation] = []
        undone: list[Operation] = []
        waiting: list[Operation] = []
        editions = {"": 0}
        for operation in log:
            editions[operation.oid] = operation.edition
            waiting = _waiting(waiting, operation, branch)
            if operation.kind == "undo":
                undone.append(_taken_out(done, operation.target))
            elif operation.kind == "redo":
                done.append(_taken_out(undone, operation.target))
            elif operation.moves and operation.kind != "abandon":
                done.append(operation)
                undone.clear()
        last = list(editions.values())[-1]
        return cls(tuple(done), tuple(undone), tuple(waiting), editions, last)


def _taken_out(stack: list[Operation], oid: str) -> Operation:
    for operation in stack:
        if operation.oid == oid:
            stack.remove(operation)
            return operation
    raise Refused("The log undoes an operation that it does not hold. Next: chapters log")


def _waiting(waiting: list[Operation], operation: Operation, branch: str) -> list[Operation]:
    """What waits for publication after one more operation."""
    moved = any(move.ref == branch and move.old != move.new for move in operation.moves)
    if operation.kind == "publish" or (operation.kind == "sync" and moved):
        return [operation] * bool(operation.edits)
    same = [other for other in waiting if operation.target in (other.oid, other.target)]
    if operation.target and same:
        return [other for other in waiting if other not in same]
    if operation.edits or (moved and operation.kind in ("git", "undo", "redo")):
        return [*waiting, operation]
    return waiting
