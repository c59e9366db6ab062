"""An operation: one undoable movement of refs, as the log keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

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


@dataclass(frozen=True)
class Operation:
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
            for line in files[b"refs"].decode("utf-8", "surrogateescape").splitlines()
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


@dataclass(frozen=True)
class History:
    """Operations that undo and redo would take, the next one last."""

    done: tuple[Operation, ...]
    undone: tuple[Operation, ...]

    @classmethod
    def of(cls, log: Iterable[Operation]) -> History:
        """Replay a log, oldest first: any new operation empties what can be redone."""
        done: list[Operation] = []
        undone: list[Operation] = []
        for operation in log:
            if operation.kind == "undo":
                done, gone = _without(done, operation.target)
                undone.append(gone)
            elif operation.kind == "redo":
                undone, gone = _without(undone, operation.target)
                done.append(gone)
            elif operation.moves:
                done.append(operation)
                undone.clear()
        return cls(tuple(done), tuple(undone))


def _without(stack: list[Operation], oid: str) -> tuple[list[Operation], Operation]:
    for operation in stack:
        if operation.oid == oid:
            return [other for other in stack if other is not operation], operation
    raise Refused("The log undoes an operation that it does not hold. Next: chapters log")
