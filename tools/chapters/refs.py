"""The only module that moves refs: through the log, all or nothing, also against a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from . import lesson, operations
from .errors import GitFailed, Refused
from .git import Git
from .model import Move
from .objects import build_tree, new_commit
from .operations import Operation
from .store import Store

LOG, DONE, PENDING = "refs/chapters/log", "refs/chapters/done", "refs/chapters/pending"
NOTE = "chapters/swapping"  # in the common directory, while one ref of ours moves on its own
FORMAT = "--format=%(objectname) %(objecttype) %(*objectname) %(refname) %(symref)"

Follow = Callable[[Operation], None]  # what brings the work trees after the refs


class Refs(NamedTuple):
    """All refs at one moment: full name -> id, kind of object, and what a tag object is of."""

    ids: Mapping[str, str]
    kinds: Mapping[str, str]
    peeled: Mapping[str, str]
    symbolic: Mapping[str, str]

    def get(self, ref: str) -> str:
        return self.ids.get(ref, "")

    def below(self, prefix: str) -> dict[str, str]:
        """Short name -> id of every ref below `prefix`."""
        return {ref[len(prefix) :]: oid for ref, oid in self.ids.items() if ref.startswith(prefix)}


def read(git: Git) -> Refs:
    rows = [
        line.split(" ", 4)
        for line in git.run("for-each-ref", FORMAT).decode("utf-8", "surrogateescape").split("\n")
        if line
    ]
    return Refs(
        {ref: oid for oid, _, _, ref, _ in rows},
        {ref: kind for _, kind, _, ref, _ in rows},
        {ref: target for _, _, target, ref, _ in rows if target},
        {ref: target for *_, ref, target in rows if target},
    )


def operation(store: Store, oid: str) -> Operation:
    """The operation kept in the commit `oid`."""
    commit = store.commit(oid)
    files = {name: store.read(entry[1])[1] for name, entry in store.tree(commit.tree).items()}
    return operations.read(oid, lesson.parse(commit.message).title, commit.parents, files)


def log(store: Store, refs: Refs) -> Iterator[Operation]:
    """Operations, the newest first."""
    oid = refs.get(LOG)
    while oid:
        entry = operation(store, oid)
        yield entry
        oid = entry.parent


def move(git: Git, store: Store, refs: Refs, planned: Operation, follow: Follow) -> Operation:
    """Record the operation and carry it out. Raises GitFailed or Refused with nothing moved."""
    recorded = record(git, store, refs, planned)
    store.flush()
    _swap(git, LOG, refs.get(LOG), recorded.oid)  # the commit point: decisions/0002
    # Where plain git has moved a ref already, the operation only takes note of it.
    remaining = tuple(m for m in recorded.moves if refs.get(m.ref) != m.new)
    _carry_out(git, recorded, remaining, follow)
    return recorded


def recover(git: Git, store: Store, refs: Refs, follow: Follow) -> Operation | None:
    """Finish what a killed command began; needs the lock. Raises Refused at a foreign value."""
    _recover_swap(git)
    if refs.get(LOG) == refs.get(DONE):
        return None
    begun = operation(store, refs.get(LOG))
    remove_dead_locks(git, begun)
    _carry_out(git, begun, _remaining(git, begun.moves), follow)
    return begun


def set_pending(git: Git, old: str, new: str) -> None:
    """Move the pending work, which no other ref depends on; an empty `new` drops it."""
    _swap(git, PENDING, old, new)


def keep_branch(git: Git, ref: str, old: str, new: str) -> None:
    """Move a branch of the learner's own, which no operation ever moves."""
    _swap(git, ref, old, new)


def record(git: Git, store: Store, refs: Refs, planned: Operation) -> Operation:
    """Write an operation as a commit after the log's last one; move no ref."""
    blobs = {name: (b"100644", store.add("blob", text)) for name, text in planned.files().items()}
    tree = store.add("tree", build_tree(blobs))
    parents = tuple(dict.fromkeys(oid for oid in (refs.get(LOG), *planned.keep) if oid))
    if not refs.get(LOG):
        parents = (_root(git, store), *parents)
    message = f"{planned.title}\n".encode()
    oid = store.add("commit", new_commit(tree, parents, git.operator, message))
    return planned._replace(oid=oid, parent=parents[0], keep=parents[1:])


def _root(git: Git, store: Store) -> str:
    """The log's first commit, so that the first parent is always the operation before."""
    begin = Operation("begin", "begin", ()).files()
    blobs = {name: (b"100644", store.add("blob", text)) for name, text in begin.items()}
    tree = store.add("tree", build_tree(blobs))
    return store.add("commit", new_commit(tree, (), git.operator, b"begin\n"))


def _carry_out(git: Git, begun: Operation, moves: tuple[Move, ...], follow: Follow) -> None:
    try:
        git.update_refs(_lines(m for m in moves if m.old != m.new))
    except GitFailed:
        if all(value == m.old for m, value in _values(git, moves)):
            _swap(git, LOG, begun.oid, begun.parent)
            _set(git, DONE, begun.parent)
        raise
    follow(begun)
    _set(git, DONE, begun.oid)


def _remaining(git: Git, moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """The moves that a killed command had not made. Raises Refused at a foreign value."""
    values = _values(git, moves)
    for m, value in values:
        if value not in (m.old, m.new):
            raise Refused(
                f"{m.ref} is at {value[:10] or 'nothing'}, moved by others while a command of ours "
                f"was at work. Next: git update-ref {m.ref} {m.old or m.new}"
            )
    return tuple(m for m, value in values if value != m.new)


def _values(git: Git, moves: tuple[Move, ...]) -> list[tuple[Move, str]]:
    refs = read(git)
    return [(m, refs.get(m.ref) if m.ref.startswith("refs/") else head(git, m.ref)) for m in moves]


def head(git: Git, ref: str) -> str:
    """The commit of a work tree's own HEAD (`main-worktree/HEAD`, `worktrees/ID/HEAD`)."""
    return git.ask("rev-parse", "--verify", "--quiet", ref)[1].decode().strip()


def is_torn(git: Git, refs: Refs) -> bool:
    """Whether a killed command left something to finish, or a lock."""
    return refs.get(LOG) != refs.get(DONE) or (git.common / NOTE).exists()


def _swap(git: Git, ref: str, old: str, new: str) -> None:
    """Move one ref. The note tells the lock that a killed git leaves from anyone else's."""
    note = git.common / NOTE
    note.parent.mkdir(exist_ok=True)
    note.write_bytes(f"{ref} {old or '-'} {new or '-'}\n".encode("utf-8", "surrogateescape"))
    try:
        git.update_refs(_lines([Move(ref, old, new)]))
    finally:
        note.unlink()


def _recover_swap(git: Git) -> None:
    note = git.common / NOTE
    if not note.exists():
        return
    words = note.read_bytes().decode("utf-8", "surrogateescape").split()
    if len(words) == 3:  # else the kill came before git was started
        ref, old, new = ("" if word == "-" else word for word in words)
        deletes = [Move("packed-refs", "", "")] * (not new)
        _remove_locks(git, [Move(ref, old, new), *deletes])
    note.unlink()


def _set(git: Git, ref: str, new: str) -> None:
    git.update_refs(f"update {ref} {new}\n".encode())


def _lines(moves: Iterable[Move]) -> bytes:
    return "".join(_line(m) for m in moves).encode("utf-8", "surrogateescape")


def _line(m: Move) -> str:
    if not m.new:
        return f"option no-deref\ndelete {m.ref} {m.old}\n"
    zero = "0" * len(m.new)
    return f"option no-deref\nupdate {m.ref} {m.new} {m.old or zero}\n"


def remove_dead_locks(git: Git, begun: Operation) -> None:
    """Remove lock files that a killed command of ours left: empty, or holding our new value."""
    ours = [Move(ref, "", begun.oid) for ref in (LOG, DONE)]
    heads = [Move(str(path.relative_to(git.common)), "", "") for path in _heads(git.common)]
    _remove_locks(git, (*begun.moves, *ours, *heads, Move("packed-refs", "", "")))


def _remove_locks(git: Git, moves: Iterable[Move]) -> None:
    for m in moves:
        lock = git.common / f"{m.ref.removeprefix('main-worktree/')}.lock"
        if lock.is_file() and lock.read_text(errors="replace").strip() in ("", m.new, m.old):
            lock.unlink()
    if not (git.common / "packed-refs.lock").exists():  # nobody is writing it: it was ours
        (git.common / "packed-refs.new").unlink(missing_ok=True)


def _heads(common: Path) -> list[Path]:
    return [common / "HEAD", *common.glob("worktrees/*/HEAD")]
