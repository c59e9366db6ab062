"""The way back: the inverse of an operation, and the way forth again."""

from __future__ import annotations

from typing import NamedTuple

from .errors import Refused
from .git import Git
from .model import Move
from .operations import History, Operation
from .refs import PENDING, Refs, head


class Step(NamedTuple):
    """The operation that undoes or redoes `target`, and what was passed over on the way."""

    operation: Operation
    target: Operation
    passed: tuple[str, ...]


def undo(git: Git, refs: Refs, history: History) -> Step:
    """The inverse of the last operation that can go back. Raises Refused if there is none."""
    passed: list[Operation] = []
    for target in reversed(history.done):
        if target.kind == "publish" and _public(git, refs, target):
            passed.append(target)
            continue
        moves = tuple(move.reversed() for move in target.moves if move.ref != PENDING)
        # What is public stays the edition to start from, even where the chain goes behind it.
        edition = max(history.edition_before(target), *(p.edition for p in passed), 0)
        operation = _inverse(git, refs, target, moves, "undo", edition)
        return Step(operation, target, _words(git, refs, passed))
    words = (*_words(git, refs, passed), "There is nothing to undo. Next: chapters log")
    raise Refused("\n".join(words))


def redo(git: Git, refs: Refs, history: History) -> Step:
    """The last undone operation once more. Raises Refused if there is none."""
    if not history.undone:
        raise Refused("There is nothing to redo: it is empty after any new operation.")
    target = history.undone[-1]
    edition = max(target.edition, history.edition)
    moves = tuple(move for move in target.moves if move.ref != PENDING)
    operation = _inverse(git, refs, target, moves, "redo", edition)
    return Step(operation, target, ())


def _words(git: Git, refs: Refs, passed: list[Operation]) -> tuple[str, ...]:
    return tuple(_public(git, refs, target) for target in passed)


def _inverse(
    git: Git, refs: Refs, target: Operation, moves: tuple[Move, ...], kind: str, edition: int
) -> Operation:
    kept = tuple(m for m in moves if m.ref.startswith("refs/") or head(git, m.ref) == m.old)
    for move in kept:
        if move.ref.startswith("refs/") and refs.get(move.ref) != move.old:
            raise Refused(
                f"{move.ref} has moved since '{target.title}'. Next: git reflog show {move.ref}, "
                f"then git update-ref {move.ref} {move.old or move.new}"
            )
    # The log's line reaches the target, and with it every commit that the target keeps.
    return Operation(kind, f"{kind} {target.title}", kept, (), edition, target=target.oid)


def _public(git: Git, refs: Refs, target: Operation) -> str:
    """Why a publish cannot be taken back; empty if it can."""
    main = next((m for m in target.moves if m.ref == "refs/heads/main"), None)
    if not main or refs.get(main.ref) != main.new:
        return f"passed over '{target.title}': main has gone on since"
    remote = git.run("for-each-ref", "--contains", main.new, "refs/remotes").strip()
    if remote:
        return f"passed over '{target.title}': it is public; a new edition can take it back"
    return ""
