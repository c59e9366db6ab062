"""A Python that has imported what every checkpoint asks for, and forks for each thing it runs."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from . import processes
from .environments import Environment
from .processes import Outcome, Place

FORKS = str(Path(__file__).with_name("forks.py"))
CAN_FORK = hasattr(os, "fork")
KEPT = 2  # pythons of a slot: a checkpoint's, and that of the one before
UNDERSTOOD = re.compile(r"(-W error )?(-P \S+|-m|-c)( |$)")  # what forks.py can do as Python would


class Warm:
    """The Pythons of one slot, by environment; `home` marks them as ours."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._pythons: dict[str, Python] = {}

    def run(
        self,
        environment: Environment,
        words: list[str],
        place: Place,
        seconds: float,
        more: Mapping[str, str],
    ) -> Outcome:
        """Run the environment's Python with these words, to its end or its time limit."""
        if not CAN_FORK or not UNDERSTOOD.match(" ".join(words)):
            return processes.run([environment.python, *words], place, seconds, more)
        python = self._python(environment)
        log = place.home.with_suffix(".log")
        try:
            return processes.watch(python.fork(words, place, more, log), place, seconds, log)
        except (EOFError, BrokenPipeError):
            return Outcome(1, python.last_words, "the Python that it ran in has ended")

    def _python(self, environment: Environment) -> Python:
        python = self._pythons.pop(environment.key, None)
        if python and python.has_ended:
            python.close()
            python = None
        python = python or Python(environment, self._home)
        self._pythons[environment.key] = python  # the last one used is the last to go
        for key in list(self._pythons)[:-KEPT]:
            self._pythons.pop(key).close()
        return python

    def close(self) -> None:
        while self._pythons:
            self._pythons.popitem()[1].close()


class Python:
    """One process, which forks when a line comes in, and says pid and exit code of the child."""

    def __init__(self, environment: Environment, home: Path) -> None:
        place = Place(home, home, os.defpath)
        self._log = home.with_name(f"{home.name}-{environment.key}.log")
        self._learned = self._log.with_suffix(".json")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [environment.python, "-P", FORKS], cwd=home, env=place.variables({}), bufsize=0,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        processes.begin(self._process.pid)

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    @property
    def last_words(self) -> str:
        return self._log.read_text("utf-8", errors="replace")

    def fork(self, words: list[str], place: Place, more: Mapping[str, str], log: Path) -> Forked:
        asked = {
            "words": words, "folder": str(place.folder), "log": str(log),
            "variables": place.variables(more), "learned": str(self._learned),
        }  # fmt: skip
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        return Forked(self, int(self.answer(None)))

    def answer(self, seconds: float | None) -> bytes:
        """The next line. Raises TimeoutError, and EOFError where the process has ended."""
        assert self._process.stdout
        end, line = time.monotonic() + (seconds or 0), b""
        while not line.endswith(b"\n"):
            left = None if seconds is None else max(0, end - time.monotonic())
            if not select.select([self._process.stdout], [], [], left)[0]:
                raise TimeoutError
            more = self._process.stdout.read(1)
            if not more:
                raise EOFError
            line += more
        return line

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        processes.ended(self._process.pid)


class Forked:
    """A child of a Python, to be waited for as subprocess.Popen is."""

    def __init__(self, python: Python, pid: int) -> None:
        self.pid, self.returncode = pid, 0
        self._python, self._has_ended = python, False

    def wait(self, timeout: float | None = None) -> int:
        if not self._has_ended:
            try:
                self.returncode = int(self._python.answer(timeout))
            except TimeoutError as error:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0) from error
            self._has_ended = True
        return self.returncode
