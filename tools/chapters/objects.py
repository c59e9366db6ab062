"""git's objects as plain bytes: trees, commits, and their ids. Runs no git."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from .errors import Malformed

Entry = tuple[bytes, str]  # mode, object id in hex
Node = dict[bytes, Entry]  # name -> entry, in the tree's order

TREE = b"40000"
SIGNATURES = (b"gpgsig", b"mergetag ")
BLOCK = 0xFFFF  # bytes in a stored block of deflate


def object_id(kind: str, content: bytes, algorithm: str = "sha1") -> str:
    """The id git gives an object: the hash of `KIND SIZE NUL CONTENT`, in hex."""
    return hashlib.new(algorithm, b"%s %d\0" % (kind.encode(), len(content)) + content).hexdigest()


def parse_tree(raw: bytes, size: int = 20) -> Node:
    """Split a raw tree whose ids are `size` bytes long. Raises Malformed."""
    entries: Node = {}
    position = 0
    while position < len(raw):
        space, nul = raw.find(b" ", position), raw.find(b"\0", position)
        if not position < space < nul or nul + 1 + size > len(raw):
            raise Malformed("A tree object is damaged. Next: git fsck")
        identifier = raw[nul + 1 : nul + 1 + size].hex()
        entries[raw[space + 1 : nul]] = (raw[position:space], identifier)
        position = nul + 1 + size
    return entries


def build_tree(entries: Mapping[bytes, Entry]) -> bytes:
    """Join entries in git's order: by name, a directory as if it ended in a slash."""
    ordered = sorted(entries.items(), key=lambda item: item[0] + b"/" * (item[1][0] == TREE))
    return b"".join(
        b"%s %s\0%s" % (mode, name, bytes.fromhex(oid)) for name, (mode, oid) in ordered
    )


def find_entry(raw: bytes, name: bytes, size: int = 20) -> tuple[int, int, int] | None:
    """Where the entry `name` starts, where its id starts, where it ends; None if absent."""
    match = raw.find(b" " + name + b"\0")
    position = 0
    while match >= 0:
        # Names and ids may hold the pattern by chance: only whole steps lead to a true entry.
        while (nul := raw.index(b"\0", position)) < match:
            position = nul + 1 + size
        if nul == match + 1 + len(name) and raw.find(b" ", position) == match:
            return position, nul + 1, nul + 1 + size
        match = raw.find(b" " + name + b"\0", match + 1)
    return None


def replace_entry(raw: bytes, name: bytes, entry: Entry | None, size: int = 20) -> bytes:
    """The tree with `name` set to `entry`, or without it; splices where the order allows."""
    found = find_entry(raw, name, size)
    if found and entry:
        start, _, end = found
        old_is_tree = raw.startswith(TREE + b" ", start)
        if old_is_tree == (entry[0] == TREE):
            return b"%s%s %s\0%s%s" % (raw[:start], *_pair(entry, name), raw[end:])
    entries = parse_tree(raw, size)
    entries.pop(name, None)
    if entry:
        entries[name] = entry
    return build_tree(entries)


def _pair(entry: Entry, name: bytes) -> tuple[bytes, bytes, bytes]:
    return entry[0], name, bytes.fromhex(entry[1])


class Commit(NamedTuple):
    """A commit as git stores it; every byte that we do not set ourselves is kept."""

    oid: str
    raw: bytes

    @property
    def tree(self) -> str:
        return self.raw[5 : self.raw.index(b"\n")].decode()

    @property
    def parents(self) -> tuple[str, ...]:
        return tuple(line[7:].decode() for line in self._headers() if line.startswith(b"parent "))

    @property
    def message(self) -> bytes:
        return self.raw.partition(b"\n\n")[2]

    @property
    def identity(self) -> bytes:
        """The author's line, `Name <address> SECONDS ZONE`."""
        return next(line[7:] for line in self._headers() if line.startswith(b"author "))

    @property
    def text(self) -> str:
        """The message by the commit's own encoding."""
        line = next((h for h in self._headers() if h.startswith(b"encoding ")), b"encoding utf-8")
        try:
            return self.message.decode(line[9:].decode(), errors="replace")
        except LookupError:
            return self.message.decode(errors="replace")

    @property
    def is_signed(self) -> bool:
        may_be = b"\ngpgsig" in self.raw or b"\nmergetag " in self.raw
        return may_be and any(line.startswith(SIGNATURES) for line in self._headers())

    @property
    def author(self) -> str:
        """`Name <address>`, without the date."""
        line = next(line for line in self._headers() if line.startswith(b"author "))
        return line[7 : line.rindex(b">") + 1].decode(errors="replace")

    def _headers(self) -> list[bytes]:
        return self.raw.partition(b"\n\n")[0].split(b"\n")

    def rewritten(self, tree: str, parents: tuple[str, ...], message: bytes | None = None) -> bytes:
        """The same commit with another tree, other parents, and perhaps a new message in UTF-8."""
        start = self.raw.index(b"\n") + 1
        while self.raw.startswith(b"parent ", start):
            start = self.raw.index(b"\n", start) + 1
        kept = self.raw[start:]
        if message is not None:
            lines = kept.partition(b"\n\n")[0].split(b"\n")
            headers = [line for line in lines if not line.startswith(b"encoding ")]
            kept = b"\n".join(headers) + b"\n\n" + message
        return _links(tree, parents) + kept

    def unsigned(self) -> Commit:
        """The same commit without its signature headers and their continuation lines."""
        head, blank, text = self.raw.partition(b"\n\n")
        kept, in_signature = [], False
        for line in head.split(b"\n"):
            in_signature = line.startswith(SIGNATURES) or (in_signature and line.startswith(b" "))
            if not in_signature:
                kept.append(line)
        return Commit(self.oid, b"\n".join(kept) + blank + text)


def new_commit(tree: str, parents: tuple[str, ...], identity: bytes, message: bytes) -> bytes:
    """A commit's bytes; `identity` is `Name <address> SECONDS ZONE`, author and committer."""
    who = b"author %s\ncommitter %s\n\n" % (identity, identity)
    return _links(tree, parents) + who + message


def _links(tree: str, parents: tuple[str, ...]) -> bytes:
    return f"tree {tree}\n{''.join(f'parent {oid}{chr(10)}' for oid in parents)}".encode()


def stored(content: bytes) -> bytes:
    """`content` in zlib's form without compression: as RFC 1950 and 1951 have it, in blocks."""
    parts = [b"\x78\x01"]
    for start in range(0, len(content) or 1, BLOCK):
        block = content[start : start + BLOCK]
        last = start + BLOCK >= len(content)
        parts += (struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF), block)
    parts.append(struct.pack(">I", zlib.adler32(content)))
    return b"".join(parts)
