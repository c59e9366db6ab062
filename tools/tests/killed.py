"""Run `chapters` in a fork that dies by SIGKILL at the N-th point at which it writes.

The environment variable CHAPTERS_DIE_AT is N, from 1; at 0 it lives, and says how many there are.
A point is a process that is started, or a file that is opened to write, moved, linked or removed.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from subprocess import CompletedProcess
from tempfile import TemporaryFile

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


def die(fatal: int, words: list[str]) -> CompletedProcess[str]:
    """Run `chapters` with these words, to its death or its end. A fork spares Python's start."""
    with TemporaryFile() as out, TemporaryFile() as err:
        pid = os.fork()
        if not pid:
            os.environ["CHAPTERS_DIE_AT"] = str(fatal)
            os._exit(_become(words, out.fileno(), err.fileno()))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
    return CompletedProcess(words, code, *texts)


def _become(words: list[str], out: int, err: int) -> int:
    os.setsid()
    for target, source in ((0, os.open(os.devnull, os.O_RDONLY)), (1, out), (2, err)):
        os.dup2(source, target)
    os.environ["CHAPTERS_TEST_PID"] = str(os.getpid())
    with (
        open(1, "w", closefd=False) as said,
        open(2, "w", closefd=False) as told,
        redirect_stdout(said),
        redirect_stderr(told),
    ):
        return _counted(words)


def _counted(words: list[str]) -> int:
    executioner = Executioner(int(os.environ["CHAPTERS_DIE_AT"]))
    sys.addaudithook(executioner)
    code = 1
    try:
        main(words, prog_name="chapters")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        print(f"points: {executioner.passed}", file=sys.stderr)
    return code
