"""Apps that wait to be asked, each in a process of its own, and are asked in turn."""

from __future__ import annotations

import json
import subprocess
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from checkpoints import FLOOR, HERE, Place
from figures import Time
from load import Load, Request, load, served

LOADED = ("all posts", "home, 50 followed", "a profile", "a thread", "API, posts", "posting")
LOAD_TURNS = 2
SLOW = "signing in"  # nearly all of it is the password's hash: asked in each fourth round


class Asked:
    """The app `module` in `folder`, on a database; see asked.py."""

    acts: dict[str, Any]
    lacking: dict[str, str]

    def __init__(self, place: Place, folder: Path, module: str) -> None:
        self.place, self.folder, self.module = place, folder, module
        self.environment = place.environment(folder)
        self.python = place.checkpoint.python
        self.taken: dict[str, list[tuple[float, float]]] = {}
        words = [self.python, "-P", str(HERE / "asked.py"), module, json.dumps(place.known)]
        self.process = subprocess.Popen(
            words, cwd=folder, env=self.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate()

    def begin(self) -> None:
        """Wait until it has looked at all its pages."""
        found = json.loads(self.line())
        self.acts, self.lacking = found["acts"], found["lacking"]

    def ask(self, name: str) -> None:
        if name in self.acts and self.process.stdin:
            self.process.stdin.write(f"{name}\n")
            self.process.stdin.flush()
            wall, processor = map(float, self.line().split())
            self.taken.setdefault(name, []).append((wall, processor))

    def line(self) -> str:
        """Raises RuntimeError where the process has ended; it has said why."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError(f"{self.module} cannot be asked, see above")
        return line

    def time(self, name: str) -> Time:
        return Time(*(1000 * median(seconds) for seconds in zip(*self.taken[name], strict=True)))

    def served(self) -> AbstractContextManager[int]:
        return served(self.python, self.module, self.folder, self.environment)

    def request(self, name: str) -> Request:
        act = self.acts[name]
        return Request(act["path"], act["cookie"], act["body"])


@dataclass(frozen=True)
class Trio:
    """A checkpoint's app with many posts and with few, and the floor with many."""

    large: Asked
    small: Asked
    floor: Asked

    @property
    def all(self) -> tuple[Asked, ...]:
        return self.large, self.small, self.floor

    @property
    def names(self) -> list[str]:
        return [name for name in self.large.acts if all(name in one.acts for one in self.all)]


def begun(stack: ExitStack, small: Place, large: Place) -> Trio:
    """Three processes that start at once, each to be told to begin."""
    folder = large.checkpoint.folder
    starts = (large, folder, "app"), (small, folder, "app"), (large, FLOOR, "minimal")
    return Trio(*(stack.enter_context(Asked(*start)) for start in starts))


def in_turn(trios: list[Trio], turn: int) -> None:
    """Ask each app for each page, once; who comes first changes with the turn."""
    everybody = [one for trio in trios for one in trio.all]
    for name in dict.fromkeys(name for trio in trios for name in trio.names):
        if name != SLOW or turn % 4 == 0:
            for one in everybody[:: -1 if turn % 2 else 1]:
                one.ask(name)


def under_load(trios: list[Trio], seconds: float) -> dict[Asked, dict[str, Load]]:
    """What each app and floor answers, by page, in turns of so many seconds."""
    found: dict[Asked, dict[str, Load]] = {
        one: {} for trio in trios for one in (trio.large, trio.floor)
    }
    with ExitStack() as stack:
        ports = {one: stack.enter_context(one.served()) for one in found}
        for name in LOADED * LOAD_TURNS:
            for one, loads in found.items():
                if name in one.acts:
                    turn = load(ports[one], one.request(name), seconds)
                    loads[name] = loads.get(name, Load()) + turn
    return found
