"""Find what a program has started and left running, however it hid."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def of(leader: int, home: Path) -> set[int]:
    """What still runs of a program's session, or with its home in the environment."""
    if not Path("/proc/self/environ").exists():
        return {leader} if _group_lives(leader) else set()
    mark = b"\0" + os.fsencode(f"HOME={home}") + b"\0"
    return {pid for pid in _others() if _is_of(pid, leader, mark)}


def _group_lives(leader: int) -> bool:
    if os.name == "nt" or leader < 2:  # 0 and -1 mean whole groups of others
        return False
    try:
        os.killpg(leader, 0)
    except OSError:
        return False
    return True


def _others() -> Iterator[int]:
    own = os.getpid()
    for name in os.listdir("/proc"):
        if name.isdecimal() and int(name) != own:
            yield int(name)


def _is_of(pid: int, leader: int, mark: bytes) -> bool:
    try:
        state, _, _, session = _facts(pid)
        if state == "Z":
            return False
        return session == leader or mark in b"\0" + Path(f"/proc/{pid}/environ").read_bytes()
    except (OSError, ValueError, IndexError):  # it has ended, or is another user's
        return False


def _facts(pid: int) -> tuple[str, int, int, int]:
    """State, parent, group and session of a process: proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    return fields[0], int(fields[1]), int(fields[2]), int(fields[3])


def name(pid: int) -> str:
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return b" ".join(words[:4]).decode(errors="replace").strip()[:80]
    return f"pid {pid}"
