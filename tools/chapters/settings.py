"""The project's settings, as tools/chapters.toml has them."""

from __future__ import annotations

import tomllib
from typing import NamedTuple

from .errors import Malformed

PATH = b"tools/chapters.toml"
CONTENTS = "CHAPTERS.md"  # main's, whatever the file says: each publication writes it


class Sizes(NamedTuple):
    """Bounds on a step's changed lines and files; `uncounted` paths are patterns.

    Code and tests count; only the medians are of code alone.
    """

    median_code_lines: int = 25
    median_code_files: int = 3
    ninth_decile_lines: int = 120
    most_lines: int = 200
    free_test_lines_after: int = 40
    uncounted: tuple[str, ...] = ()


class Face(NamedTuple):
    """What the reading site calls the tutorial, its first page's title, and a sentence about it."""

    name: str = ""
    title: str = ""
    about: str = ""


class Settings(NamedTuple):
    """`overlay` is what only main has; `chain_keeps` are those of its names the chain has too."""

    overlay: tuple[str, ...] = ()
    chain_keeps: tuple[str, ...] = ()
    sizes: Sizes = Sizes()
    face: Face = Face()

    def of_chain(self) -> Settings:
        """The settings for a change made on the chain, where the names it has too are its own."""
        own = tuple(name for name in self.overlay if name not in self.chain_keeps)
        return self._replace(overlay=own)

    def in_overlay(self, path: bytes) -> bool:
        """Whether a path is, or lies below, one of the overlay's."""
        names = (name.rstrip("/").encode() for name in self.overlay)
        return any(path == name or path.startswith(name + b"/") for name in names)


def parse(text: bytes) -> Settings:
    """Read the file's text. Raises Malformed with the line that is wrong."""
    try:
        table = tomllib.loads(text.decode())
        sizes = table.get("sizes", {})
        sizes["uncounted"] = tuple(sizes.get("uncounted", ()))
        overlay = dict.fromkeys((*table.get("overlay", ()), CONTENTS))
        kept, face = tuple(table.get("chain-keeps", ())), Face(**table.get("site", {}))
        return Settings(tuple(overlay), kept, Sizes(**sizes), face)
    except (ValueError, TypeError, AttributeError) as error:
        raise Malformed(f"{PATH.decode()}: {error}") from error
