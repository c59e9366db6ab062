"""Random linear histories: every kind of change that a step, or a fix, can make to a tree."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from repository import Repository

File = tuple[bytes, bytes]  # mode, content
Tree = dict[bytes, File]
Operation = Callable[[Tree, random.Random], None]

PLAIN, PROGRAM, LINK = b"100644", b"100755", b"120000"
FOLDERS = (b"", b"app/", b"app/forms/", b"docs/", b"a folder/", b"app/deep/er/")
NAMES = (
    b"main.py", b"two words.txt", b"quo\"te's.md", b"back\\slash", b"line\nbreak", b"tab\there",
    b"caf\xe9.txt", b"\xff\xfe", "ümläut".encode(), b"-dash", b"x", b"trailing ", b"star*?[a]",
)  # fmt: skip
COMMON_LINES = (b"", b"}", b"    return", b"# ---", b"")


@dataclass(frozen=True)
class History:
    """`trees` are the states after each commit; commit n has the tag `t{n}`, from 0."""

    repository: Repository
    trees: tuple[Tree, ...]


def text(chance: random.Random, lines: int) -> bytes:
    """Lines of which a third are common ones, so that a diff can be led astray."""
    return b"".join(_line(chance) + b"\n" for _ in range(lines))


def _line(chance: random.Random) -> bytes:
    if chance.random() < 0.33:
        return chance.choice(COMMON_LINES)
    return b"line %d" % chance.randrange(1000)


def edit_lines(tree: Tree, chance: random.Random) -> None:
    path = _choose(tree, chance, (PLAIN, PROGRAM))
    if path:
        lines = tree[path][1].split(b"\n")
        for _ in range(chance.choice((1, 1, 2))):
            place = chance.randrange(len(lines) + 1)
            new = [_line(chance) for _ in range(chance.choice((0, 1, 1, 2)))]
            lines[place : place + chance.choice((0, 1, 1, 2))] = new
        tree[path] = tree[path][0], b"\n".join(lines)


def add_file(tree: Tree, chance: random.Random) -> None:
    path = _free_path(tree, chance)
    if path:
        tree[path] = PLAIN, text(chance, chance.choice((0, 3, 20, 40, 60)))


def delete_file(tree: Tree, chance: random.Random) -> None:
    path = _choose(tree, chance)
    if path and len(tree) > 3:
        del tree[path]


def rename_file(tree: Tree, chance: random.Random) -> None:
    old, new = _choose(tree, chance), _free_path(tree, chance)
    if old and new:
        tree[new] = tree.pop(old)


def rename_and_edit(tree: Tree, chance: random.Random) -> None:
    rename_file(tree, chance)
    edit_lines(tree, chance)


def rename_folder(tree: Tree, chance: random.Random) -> None:
    folders = sorted({path.rpartition(b"/")[0] for path in tree} - {b""})
    if not folders:
        return
    old, new = (
        chance.choice(folders),
        b"%s%d" % (chance.choice((b"moved", b"app/moved")), chance.randrange(9)),
    )
    if _is_free(tree, new) and not new.startswith(old + b"/"):
        for path in [path for path in tree if path.startswith(old + b"/")]:
            tree[new + path[len(old) :]] = tree.pop(path)


def change_mode(tree: Tree, chance: random.Random) -> None:
    path = _choose(tree, chance, (PLAIN, PROGRAM))
    if path:
        mode, content = tree[path]
        tree[path] = PLAIN if mode == PROGRAM else PROGRAM, content


def make_link(tree: Tree, chance: random.Random) -> None:
    path = _choose(tree, chance)
    if path:
        tree[path] = LINK, b"target %d" % chance.randrange(3)


def make_binary(tree: Tree, chance: random.Random) -> None:
    path = _choose(tree, chance, (PLAIN, PROGRAM)) or _free_path(tree, chance)
    if path:
        tree[path] = PLAIN, b"\0\xff" + chance.randbytes(chance.randrange(200))


def file_to_folder(tree: Tree, chance: random.Random) -> None:
    path = _choose(tree, chance)
    if path:
        tree[path + b"/inner"] = tree.pop(path)


def folder_to_file(tree: Tree, chance: random.Random) -> None:
    folders = sorted({path.partition(b"/")[0] for path in tree if b"/" in path})
    if folders:
        folder = chance.choice(folders)
        for path in [path for path in tree if path.startswith(folder + b"/")]:
            del tree[path]
        tree[folder] = PLAIN, text(chance, 5)


def change_nothing(tree: Tree, chance: random.Random) -> None:
    """An empty commit."""


STEPS: tuple[Operation, ...] = (
    edit_lines, edit_lines, edit_lines, edit_lines, add_file, add_file, add_file, delete_file,
    change_nothing, rename_file, rename_and_edit, rename_folder, rename_folder, change_mode,
    make_link, make_binary, file_to_folder, folder_to_file,
)  # fmt: skip
FIXES: tuple[Operation, ...] = (
    edit_lines, edit_lines, edit_lines, edit_lines, edit_lines, edit_lines, add_file, add_file,
    add_file, delete_file, rename_file, rename_and_edit, rename_folder, change_mode, make_link,
    make_binary, file_to_folder,
)  # fmt: skip


def _choose(tree: Tree, chance: random.Random, modes: tuple[bytes, ...] = ()) -> bytes:
    """A path of the tree that has one of the modes; empty if there is none."""
    paths = sorted(path for path, (mode, _) in tree.items() if not modes or mode in modes)
    return chance.choice(paths) if paths else b""


def _free_path(tree: Tree, chance: random.Random) -> bytes:
    folders = (
        *FOLDERS,
        *sorted({path.rpartition(b"/")[0] + b"/" for path in tree if b"/" in path}),
    )
    path = chance.choice(folders) + chance.choice(NAMES)
    return path if _is_free(tree, path) else b""


def _is_free(tree: Tree, path: bytes) -> bool:
    parts = path.split(b"/")
    parents = {b"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return not parents & tree.keys() and not any(p.startswith(path + b"/") for p in tree)


def changed(
    tree: Tree, operations: tuple[Operation, ...], chance: random.Random, times: int
) -> Tree:
    """A copy of the tree after some random operations."""
    after = dict(tree)
    for _ in range(times):
        chance.choice(operations)(after, chance)
    return after


def random_trees(chance: random.Random, count: int) -> tuple[Tree, ...]:
    tree: Tree = {}
    for _ in range(12):
        add_file(tree, chance)
    trees = [tree]
    while len(trees) < count:
        trees.append(changed(trees[-1], STEPS, chance, chance.choice((1, 1, 2, 3))))
    return tuple(trees)


def make(folder: Path, seed: int, count: int = 9) -> History:
    """A repository with branch `line`, the same for the same seed."""
    trees = random_trees(random.Random(seed), count)
    repository = Repository(folder)
    folder.mkdir()
    repository.git("init", "--quiet", "--template=", "--initial-branch=line")
    repository.git("fast-import", "--quiet", stdin=b"".join(_stream(trees)))
    repository.git("reset", "--quiet", "--hard")
    return History(repository, trees)


def _stream(trees: tuple[Tree, ...]) -> Iterator[bytes]:
    for place, tree in enumerate(trees):
        yield commit("refs/heads/line", tree, place)
        yield b"reset refs/tags/t%d\nfrom refs/heads/line\n\n" % place


def commit(ref: str, tree: Tree, place: int, parent: str = "") -> bytes:
    """What git-fast-import(1) reads to make one commit with exactly this tree."""
    who = b"Ada <ada@example.org> %d +0100" % (1600000000 + place)
    message = b"Step %d\n" % place
    head = b"commit %s\nauthor %s\ncommitter %s\ndata %d\n%s" % (
        ref.encode(), who, who, len(message), message)  # fmt: skip
    start = b"from %s\n" % parent.encode() if parent else b""
    files = (b"M %s inline %s\ndata %d\n%s\n" % (mode, _quoted(path), len(content), content)
             for path, (mode, content) in sorted(tree.items()))  # fmt: skip
    return head + start + b"deleteall\n" + b"".join(files) + b"\n"


def _quoted(path: bytes) -> bytes:
    return b'"%s"' % b"".join(b"\\%03o" % byte for byte in path)
