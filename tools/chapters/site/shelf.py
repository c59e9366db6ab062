"""Where each page stands, and how one leads to another: addresses relative to a site's root."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha1
from posixpath import relpath
from urllib.parse import quote

from .book import Book, Step

CONTENTS = "index.html"
COMPARE = "compare/index.html"
EDITIONS = "editions/index.html"
SEARCH = "search.html"
MISSING = "404.html"


def step(key: str) -> str:
    return f"steps/{key}.html"


def chapter(title: str) -> str:
    return f"chapters/{slug(title)}.html"


def tree(key: str) -> str:
    """The page of all files at a step."""
    return f"files/{key}.html"


def file(key: str, path: str) -> str:
    """The page of a file as the step `key` left it."""
    return f"files/{key}/{path}.html"


def raw(key: str, path: str) -> str:
    """A file that is no text, byte for byte."""
    return f"files/{key}/{path}"


def comparison(before: str, after: str) -> str:
    return f"compare/{before}..{after}.html"


def edition(number: int) -> str:
    return f"editions/{number}.html"


def edited(number: int, key: str) -> str:
    """The page of what an edition made of a step's files."""
    return f"editions/{number}/{key}.html"


def redirect(label: str) -> str:
    return f"{label}/index.html"


def slug(title: str) -> str:
    """`Links by mail` as `links-by-mail`."""
    return "-".join(re.findall(r"\w+", title.lower())) or "chapter"


def anchor(path: str) -> str:
    """What stands for a file in the anchors of a page: `#f1a2b3` the file, `#f1a2b3R7` a line."""
    return f"f{sha1(path.encode()).hexdigest()[:5]}"


@lru_cache(65536)
def way(start: str, target: str) -> str:
    """A relative link from one page to another; an anchor goes along."""
    address, mark, part = target.partition("#")
    here, _, _ = start.rpartition("/")
    there = quote(relpath(address, here or "."), safe="/~@:+$,;=!&'()") if address else ""
    return f"{there}{mark}{part}"


def neighbours(book: Book, place: int) -> tuple[Step | None, Step | None]:
    """The steps before and after a place."""
    before = book.steps[place - 1] if place else None
    after = book.steps[place + 1] if place + 1 < len(book.steps) else None
    return before, after
