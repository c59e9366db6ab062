"""Run a command and tell what it cost: wall time, and memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.005


@dataclass(frozen=True)
class Cost:
    """Children count too; `largest_bytes` is the peak of the largest single process."""

    seconds: float
    cpu_seconds: float
    largest_bytes: int


def cost(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run to the end, by wait4(2). Raises RuntimeError with the output if it fails."""
    with (folder.parent / "output").open("w+b") as output:
        start = time.perf_counter()
        process = _start(command, folder, environment, output.fileno())
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {output.read().decode(errors='replace')}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def together_bytes(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """The most that a command and its children held at one moment; 0 where there is no /proc.

    Sampled. Pages that processes share, git's own code for one, count in each of them.
    """
    process = _start(command, folder, environment, subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, sum(_resident(pid) for pid in _family(process.pid)))
        time.sleep(SAMPLE_SECONDS)
    return most


def _start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], output: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL,
        stdout=output, stderr=subprocess.STDOUT if output > 0 else output,
    )  # fmt: skip


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(descendant for child in children for descendant in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:  # it has ended since
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
