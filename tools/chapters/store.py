"""Read objects through one `cat-file`, and write all new ones as one pack."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from .errors import Malformed
from .git import Git
from .objects import Commit, Entry, Node, object_id, parse_tree, stored

WINDOW = 512  # requests in flight: 512 x 50 bytes fit the smallest pipe, so neither side waits
PACK_KINDS = {"commit": 1, "tree": 2, "blob": 3}


class Store:
    """The object database of one repository; new objects stay here until `flush`."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._reader: subprocess.Popen[bytes] | None = None
        self._cache: dict[str, tuple[str, bytes]] = {}
        self._new: dict[str, tuple[str, bytes]] = {}
        self.id_size = 20 if git.algorithm == "sha1" else 32
        self.empty_tree = git.empty_tree()

    def read(self, oid: str) -> tuple[str, bytes]:
        """(kind, content) of any object, written already or still waiting. Raises Malformed."""
        if oid in self._cache:
            return self._cache[oid]
        if oid in self._new:
            return self._new[oid]
        return next(self._request([oid]))[1:]

    def tree(self, oid: str) -> Node:
        return parse_tree(self.tree_bytes(oid), self.id_size)

    def tree_bytes(self, oid: str) -> bytes:
        kind, content = self.read(oid)
        if kind != "tree":
            raise Malformed(f"{oid} is a {kind}, not a tree. Next: git fsck")
        return content

    def commit(self, oid: str) -> Commit:
        kind, content = self.read(oid)
        if kind != "commit":
            raise Malformed(f"{oid} is a {kind}, not a commit. Next: git fsck")
        return Commit(oid, content)

    def commits(self, oids: Iterable[str]) -> Iterator[Commit]:
        """Each commit in the order asked, read ahead by the window."""
        for window in _windows(list(oids)):
            self.prefetch(window)
            for oid in window:
                yield self.commit(oid)

    def prefetch(self, oids: Iterable[str], keep: bool = False) -> None:
        """Read many objects at once; forget what was fetched before unless `keep`."""
        wanted = [oid for oid in dict.fromkeys(oids) if oid not in self._new]
        if not keep:
            self._cache.clear()
        for window in _windows([oid for oid in wanted if oid not in self._cache]):
            for oid, kind, content in self._request(window):
                self._cache[oid] = kind, content

    def entry(self, tree: str, path: bytes) -> Entry | None:
        """The entry at `path` below a root tree; None where there is none."""
        *folders, name = path.split(b"/")
        for folder in folders:
            mode, oid = self.tree(tree).get(folder, (b"", ""))
            if mode != b"40000":
                return None
            tree = oid
        return self.tree(tree).get(name)

    def add(self, kind: str, content: bytes) -> str:
        """Take a new object; it reaches the disk with `flush` or `expose`."""
        oid = object_id(kind, content, self._git.algorithm)
        if oid not in self._new:
            self._new[oid] = kind, content
        return oid

    def expose(self, oid: str) -> None:
        """Write a waiting object, and what it names, loose, for a git process to read now."""
        if oid not in self._new:
            return
        kind, content = self.read(oid)
        if kind == "tree":
            for _, child in parse_tree(content, self.id_size).values():
                self.expose(child)
        elif kind == "commit":
            self.expose(Commit(oid, content).tree)
        self._write_loose(oid, b"%s %d\0" % (kind.encode(), len(content)) + content)

    def flush(self) -> None:
        """Write every waiting object as one pack, on the disk when this returns."""
        if self._new:
            with self._temporary("tmp_pack") as pack:
                self._write_pack(pack)
                pack.seek(0)
                # index-pack checks each object and puts pack and index in place, on the disk.
                words = ("-c", "core.fsync=all", "index-pack", "--stdin")
                self._git.run(*words, stdin=pack.fileno())
            os.unlink(pack.name)
            self._new.clear()

    def close(self) -> None:
        if self._reader and self._reader.stdin and self._reader.stdout:
            self._reader.stdin.close()
            self._reader.stdout.close()
            self._reader.wait()
            self._reader = None

    def _objects(self) -> Path:
        return self._git.common / "objects"

    def _request(self, oids: list[str]) -> Iterator[tuple[str, str, bytes]]:
        if not self._reader:
            self._reader = self._git.start("cat-file", "--batch-command", "--buffer")
        questions, answers = self._reader.stdin, self._reader.stdout
        assert questions and answers
        questions.write("".join(f"contents {oid}\n" for oid in oids).encode() + b"flush\n")
        questions.flush()
        for oid in oids:
            header = answers.readline().split()
            if len(header) != 3:
                raise Malformed(f"Object {oid} is missing. Next: git fsck; git fetch --unshallow")
            content = answers.read(int(header[2]) + 1)[:-1]
            yield header[0].decode(), header[1].decode(), content

    def _write_loose(self, oid: str, content: bytes) -> None:
        target = self._objects() / oid[:2] / oid[2:]
        if target.exists():
            return
        target.parent.mkdir(exist_ok=True)
        with self._temporary("tmp_obj") as new:
            new.write(stored(content))
        os.chmod(new.name, 0o444)
        os.replace(new.name, target)

    def _temporary(self, name: str) -> BinaryIO:
        """A new file under a name that git's own gc clears away, should we be killed."""
        path = self._objects() / f"{name}_chapters{os.getpid()}"
        path.unlink(missing_ok=True)
        return path.open("xb+")

    def _write_pack(self, pack: BinaryIO) -> None:
        digest = hashlib.new(self._git.algorithm)
        for part in self._pack_parts():
            digest.update(part)
            pack.write(part)
        pack.write(digest.digest())
        pack.flush()

    def _pack_parts(self) -> Iterator[bytes]:
        yield b"PACK" + struct.pack(">II", 2, len(self._new))
        for kind, content in self._new.values():
            # Not compressed: that costs more than the replay, and git's own gc packs it again.
            yield _pack_header(PACK_KINDS[kind], len(content)) + stored(content)


def _windows(oids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(oids), WINDOW):
        yield oids[start : start + WINDOW]


def _pack_header(kind: int, size: int) -> bytes:
    """Kind and size of a packed object, as gitformat-pack(5) has it: 4 bits, then 7 by 7."""
    byte, size = kind << 4 | size & 15, size >> 4
    header = bytearray()
    while size:
        header.append(byte | 128)
        byte, size = size & 127, size >> 7
    header.append(byte)
    return bytes(header)
