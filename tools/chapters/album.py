"""The pictures of the app that are kept, by the tree of their step."""

from __future__ import annotations

import hashlib
import re
import shutil
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .environments import Wanted
from .site.book import Picture

FORM = 2  # counted up when pictures come to be taken in another way
PAGE = re.compile(r"(/\S*) as (\S+)")
NOBODY = "anonymous"
SCALES = {"wide": 1.5, "narrow": 2}  # pixels for each point of a page


@dataclass(frozen=True)
class Wish:
    """A page of a step to photograph: `command` starts the app, on `{port}`."""

    name: str
    oid: str
    tree: str
    shows: str
    command: str
    wanted: Wanted

    @property
    def key(self) -> str:
        text = f"{FORM} {self.tree} {self.shows}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def page(self) -> tuple[str, str]:
        """(path, name of who looks at it)."""
        match = PAGE.fullmatch(self.shows)
        return (match[1], match[2]) if match else ("/", NOBODY)


class Album:
    """The folder `chapters/pictures` of the common git directory."""

    def __init__(self, common: Path) -> None:
        self.folder = common / "chapters" / "pictures"

    def of(self, key: str) -> tuple[Picture, ...]:
        """The pictures kept under a key; none where none were taken."""
        return tuple(
            Picture(f"{key}/{path.name}", "dark" in path.stem, "narrow" in path.stem, *_size(path))
            for path in sorted((self.folder / key).glob("*.png"))
        )

    def lacking(self, wishes: Iterable[Wish]) -> Iterator[Wish]:
        """Each wish, once a tree, that has no pictures yet."""
        seen: set[str] = set()
        for wish in wishes:
            if wish.key not in seen and not self.of(wish.key):
                seen.add(wish.key)
                yield wish

    def clear(self, wishes: Iterable[Wish]) -> None:
        """Forget the pictures that no step has any more."""
        keys = {wish.key for wish in wishes}
        for path in self.folder.glob("*"):
            if path.name not in keys:
                shutil.rmtree(path, ignore_errors=True)


def _size(path: Path) -> tuple[int, int]:
    """Width and height of a PNG, in the points that a page counts."""
    with path.open("rb") as file:
        width, height = struct.unpack(">16x2I", file.read(24))
    scale = SCALES[path.stem.partition("-")[0]]
    return int(width / scale), int(height / scale)
