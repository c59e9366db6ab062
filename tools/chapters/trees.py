"""Compare trees, and take a difference from one tree into another, without a checkout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .diff import merge_apart, merge_beside
from .errors import GitFailed
from .git import Git
from .imports import aligned
from .objects import TREE, Entry, build_tree, find_entry, new_commit, replace_entry
from .store import Store

Side = Entry | None
Change = tuple[Side, Side]  # before, after
Meet = Callable[[Store, Side, Side, Side], Side]  # before, after, found -> what to write
Graft = Callable[[Store, str, "Overlay"], str]
FILE = b"100644"
NOBODY = b"chapters <chapters> 0 +0000"


class Overlay:
    """The difference of two trees, folder by folder; `graft` puts it into a third tree.

    A folder stands in `folders` only where both trees have it; every other difference,
    a new or vanished folder too, is one entry in `changes`.
    """

    def __init__(self, changes: dict[bytes, Change], folders: dict[bytes, Overlay]) -> None:
        self.changes, self.folders = changes, folders
        self.grafted: dict[str, str] = {}  # tree before -> tree after, while this overlay holds

    def __bool__(self) -> bool:
        return bool(self.changes or self.folders)


class Touched(Exception):
    """The tree does not hold what the overlay expects: here only a merge can tell."""


def compare(store: Store, before: str, after: str) -> Overlay:
    """The overlay that leads from tree `before` to tree `after`."""
    if before == after:
        return Overlay({}, {})
    old, new = store.tree(before), store.tree(after)
    changes: dict[bytes, Change] = {}
    folders: dict[bytes, Overlay] = {}
    for name in old.keys() | new.keys():
        was, is_now = old.get(name), new.get(name)
        if was and is_now and was[0] == is_now[0] == TREE:
            if inner := compare(store, was[1], is_now[1]):
                folders[name] = inner
        elif was != is_now:
            changes[name] = was, is_now
    return Overlay(changes, folders)


def graft(store: Store, tree: str, overlay: Overlay) -> str:
    """`tree` with the overlay's changes. Raises Touched where the tree differs from its base."""
    if not overlay:
        return tree
    done = overlay.grafted.get(tree)
    if done is None:
        done = overlay.grafted[tree] = _grafted(store, tree, overlay, _as_expected, graft)
    return done


def graft_merging(store: Store, tree: str, overlay: Overlay) -> str:
    """Like `graft`, but a text changed on both sides, clearly apart, takes both changes."""
    return _grafted(store, tree, overlay, _merged_apart, graft_merging)


def _grafted(store: Store, tree: str, overlay: Overlay, meet: Meet, inward: Graft) -> str:
    raw, size = store.tree_bytes(tree), store.id_size
    for name, (before, after) in overlay.changes.items():
        entry = meet(store, before, after, _entry(raw, name, size))
        raw = replace_entry(raw, name, entry, size)
    for name, inner in overlay.folders.items():
        folder = _entry(raw, name, size)
        # A folder that went, or came to hold nothing, may be a renamed one: merge-ort knows.
        if not folder or folder[0] != TREE:
            raise Touched
        new = inward(store, folder[1], inner)
        if new == store.empty_tree:
            raise Touched
        raw = replace_entry(raw, name, (TREE, new), size)
    return store.add("tree", raw)


def _as_expected(store: Store, before: Side, after: Side, found: Side) -> Side:
    if found != before:
        raise Touched
    return after


def _merged_apart(store: Store, before: Side, after: Side, found: Side) -> Side:
    if found == before:
        return after
    sides = (before, after, found)
    if None in sides or len({side[0] for side in sides if side} | {FILE}) > 1:
        raise Touched
    merged = merge_apart(*(store.read(side[1])[1] for side in sides if side))
    if merged is None:
        raise Touched
    return FILE, store.add("blob", merged)


def _entry(raw: bytes, name: bytes, size: int) -> Entry | None:
    found = find_entry(raw, name, size)
    if not found:
        return None
    start, identifier, end = found
    return raw[start : raw.index(b" ", start)], raw[identifier:end].hex()


def read_ahead(store: Store, trees: list[str], overlay: Overlay) -> None:
    """Fetch, level by level, every tree that grafting `overlay` into `trees` will read."""
    store.prefetch(trees, keep=True)
    for name, inner in overlay.folders.items():
        entries = (_entry(store.tree_bytes(tree), name, store.id_size) for tree in trees)
        folders = [e[1] for e in entries if e and e[0] == TREE and e[1] not in inner.grafted]
        read_ahead(store, list(dict.fromkeys(folders)), inner)


def differing_files(store: Store, before: str, after: str) -> dict[bytes, Change]:
    """Each path whose entry differs between two trees, folders taken apart into files."""
    return dict(_files(store, compare(store, before, after), b""))


def _files(store: Store, overlay: Overlay, prefix: bytes) -> Iterator[tuple[bytes, Change]]:
    for name, inner in overlay.folders.items():
        yield from _files(store, inner, prefix + name + b"/")
    for name, (before, after) in overlay.changes.items():
        old, new = files_of(store, before, prefix + name), files_of(store, after, prefix + name)
        for path in old.keys() | new.keys():
            yield path, (old.get(path), new.get(path))


def files_of(store: Store, entry: Entry | None, path: bytes) -> dict[bytes, Entry]:
    """The files at or below `path`, whose entry this is."""
    if entry is None:
        return {}
    if entry[0] != TREE:
        return {path: entry}
    found: dict[bytes, Entry] = {}
    for name, child in store.tree(entry[1]).items():
        found |= files_of(store, child, path + b"/" * bool(path) + name)
    return found


def with_files(store: Store, tree: str, files: Mapping[bytes, Entry | None]) -> str:
    """`tree` with each path set to its entry, or taken out (None); empty folders go."""
    entries = dict(store.tree(tree)) if tree else {}
    below: dict[bytes, dict[bytes, Entry | None]] = {}
    for path, entry in files.items():
        name, slash, rest = path.partition(b"/")
        if slash:
            below.setdefault(name, {})[rest] = entry
        elif entry:
            entries[name] = entry
        else:
            entries.pop(name, None)
    for name, inner in below.items():
        mode, child = entries.get(name, (b"", ""))
        new = with_files(store, child if mode == TREE else "", inner)
        if new != store.empty_tree:
            entries[name] = TREE, new
        elif mode == TREE:
            del entries[name]
    return store.add("tree", build_tree(entries))


def merge(
    git: Git, store: Store, trees: tuple[str, str, str], names: tuple[str, str]
) -> tuple[str, tuple[bytes, ...]]:
    """Merge base, ours and theirs by merge-ort: (tree, paths in conflict).

    Where paths conflict the tree holds markers that call the two sides by `names`.
    """
    base, *sides = trees
    if sides[0] == sides[1] or base == sides[1]:
        return sides[0], ()
    if base == sides[0]:
        return sides[1], ()
    ours, theirs = _throwaway_commits(store, base, sides)
    code, out = git.ask(
        "merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs
    )
    tree, *paths = out.rstrip(b"\0").split(b"\0")
    if code not in (0, 1) or not tree:
        raise GitFailed(f"git merge-tree failed with exit code {code}. Next: git fsck")
    if code == 0:
        return tree.decode(), ()
    sides_by_id = {ours: names[0], theirs: names[1]}
    named = _with_names(store, tree.decode(), paths, sides_by_id)
    readable = tuple(dict.fromkeys(_readable(path, sides_by_id) for path in paths))
    return named, readable or (b"(a folder was renamed two ways)",)


def settle(
    store: Store, trees: tuple[str, str, str], merged: str, paths: tuple[bytes, ...]
) -> str | None:
    """The merged tree with every conflict settled that is one of neighbouring lines only."""
    files: dict[bytes, Entry | None] = {}
    for path in paths:
        sides = [entry for tree in trees if (entry := store.entry(tree, path))]
        if len(sides) < 3 or len({mode for mode, _ in sides} | {FILE}) > 1:
            return None
        text = merge_beside(*aligned(path, tuple(store.read(oid)[1] for _, oid in sides)))
        if text is None:
            return None
        files[path] = FILE, store.add("blob", text)
    return with_files(store, merged, files)


def _throwaway_commits(store: Store, base: str, sides: list[str]) -> list[str]:
    """Two commits with a common parent: before git 2.40 merge-tree has no --merge-base."""
    root = store.add("commit", new_commit(base, (), NOBODY, b"base\n"))
    commits = [store.add("commit", new_commit(tree, (root,), NOBODY, b"side\n")) for tree in sides]
    for oid in (root, *commits):
        store.expose(oid)
    return commits


def _with_names(store: Store, tree: str, paths: list[bytes], names: Mapping[str, str]) -> str:
    """The tree with sides called by name in markers, and in the names of files set aside."""
    files: dict[bytes, Entry | None] = {}
    for path in paths:
        entry = store.entry(tree, path)
        if entry and entry[0] in (b"100644", b"100755"):
            content = store.read(entry[1])[1]
            for oid, name in names.items():
                content = content.replace(oid.encode(), name.encode())
            entry = entry[0], store.add("blob", content)
        files[path] = None
        files[_readable(path, names)] = entry
    return with_files(store, tree, files)


def _readable(path: bytes, names: Mapping[str, str]) -> bytes:
    """merge-ort sets a file in the way of a folder aside as `NAME~SIDE`."""
    for oid, short in zip(names, (b"chain", b"step"), strict=True):
        path = path.replace(oid.encode(), short)
    return path


def printable(path: bytes) -> str:
    """A path for people: what is no UTF-8 or would break the line is escaped."""
    text = path.decode("utf-8", "backslashreplace")
    return text if text.isprintable() else repr(text)[1:-1]
