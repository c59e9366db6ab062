"""Run `chapters` and die by SIGKILL at the N-th point at which it writes.

As a program: CHAPTERS_DIE_AT=N python killed.py WORDS...   N counts from 1; 0 lives, and counts.
A point is a process that is started, or a file that is opened to write, moved, linked or removed.
"""

from __future__ import annotations

import os
import signal
import sys

from chapters.cli.main import main

POINTS = {
    "subprocess.Popen", "os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "os.chmod",
    "fcntl.flock",
}  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR


class Executioner:
    """Counts points by an audit hook, before each of them happens."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.passed = fatal, 0

    def __call__(self, event: str, arguments: tuple) -> None:
        if event in POINTS or (event == "open" and (arguments[2] or 0) & WRITING):
            self.passed += 1
            if self.passed == self.fatal:
                os.kill(os.getpid(), signal.SIGKILL)


def run(fatal: int, words: list[str]) -> None:
    executioner = Executioner(fatal)
    os.environ["CHAPTERS_TEST_PID"] = str(os.getpid())
    sys.addaudithook(executioner)
    try:
        main(words, prog_name="chapters")
    finally:
        if not fatal:
            print(f"points: {executioner.passed}", file=sys.stderr)


if __name__ == "__main__":
    run(int(os.environ["CHAPTERS_DIE_AT"]), sys.argv[1:])
