"""One lock for all commands that write. The system frees it when its holder dies, however."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .errors import Busy

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt


@contextmanager
def locked(common: Path, patience_seconds: float = 0) -> Iterator[None]:
    """Hold `chapters/lock` of the common git directory. Raises Busy with the holder's pid."""
    folder = common / "chapters"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("a+") as file:
        _wait_for(file, patience_seconds)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def _wait_for(file: IO[str], patience_seconds: float) -> None:
    end = time.monotonic() + patience_seconds
    while True:
        try:
            return _take(file)
        except OSError as error:
            if time.monotonic() >= end:
                raise Busy(_holder(file)) from error
        time.sleep(0.1)


def _take(file: IO[str]) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        file.seek(1_000_000)  # a range beyond the text, which others may go on reading
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return (
        f"Another chapters command is at work (pid {file.read() or '?'}). Next: try again after it"
    )
