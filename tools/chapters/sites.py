"""A site as files in a folder: only what differs is written, what is gone is taken away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .errors import Refused

MARK = ".chapters-site.json"  # says what is ours, and of which book it was made


class Written(NamedTuple):
    """How many files there are, and how many of them were new or changed."""

    files: int
    changed: int


def is_current(folder: Path, key: str) -> int:
    """How many files there are where all are as the book `key` has them, else 0."""
    mark = _mark(folder)
    files: Mapping[str, list[Any]] = mark.get("files", {})
    if mark.get("key") != key:
        return 0
    for address, (_, size) in files.items():
        path = folder / address
        if not path.is_file() or path.stat().st_size != size:
            return 0
    return len(files)


def write(
    folder: Path, key: str, pages: Iterable[tuple[str, bytes]], last: Callable[[Path], None]
) -> Written:
    """Write every page; `last` may add files of its own. Raises Refused for another's folder."""
    before = _mark(folder).get("files", {})
    if not before and folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} holds other files. Next: name an empty or a new folder by --out")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(json.dumps({"key": "", "files": before}))
    files, changed = {}, 0
    for address, content in pages:
        digest = hashlib.sha256(content).hexdigest()[:16]
        if before.get(address) != [digest, len(content)] or not (folder / address).is_file():
            _write(folder / address, content)
            changed += 1
        files[address] = [digest, len(content)]
    last(folder)
    _clear(folder, before.keys() - files.keys())
    _write(folder / MARK, json.dumps({"key": key, "files": files}).encode())
    return Written(len(files), changed)


def _mark(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / MARK).read_text())
        return found
    except (OSError, ValueError):
        return {}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _clear(folder: Path, addresses: Iterable[str]) -> None:
    """Take away what is no page any more, and the folders that are empty then."""
    for address in addresses:
        (folder / address).unlink(missing_ok=True)
        for parent in (folder / address).parents:
            if parent == folder or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()
