"""Run a program in a clean environment, within a time, and leave none of its children behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from . import children
from .network import answers

WINDOWS = os.name == "nt"
NEEDED_BY_WINDOWS = ("SYSTEMROOT", "TEMP", "TMP", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA")
GRACE_SECONDS = 2  # for a child that is just about to end
DEATH_SECONDS = 5  # for one that is killed, and in a call to the system
SERVER_SECONDS = 60  # it may install before it serves

_groups: set[int] = set()  # leaders of what runs now, to be stopped with us
_stopping = threading.Event()


class Stopped(Exception):
    """The whole work is being stopped; nothing more is started."""


class Running(Protocol):
    """A program under way: subprocess.Popen, or what does the same."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


@dataclass(frozen=True)
class Place:
    """Where a program runs. `home` is its own: by it we know its children again."""

    folder: Path
    home: Path
    path: str

    def variables(self, more: Mapping[str, str]) -> dict[str, str]:
        """PATH and HOME, what Windows needs, and `more`; nothing else."""
        kept = {name: os.environ[name] for name in NEEDED_BY_WINDOWS if name in os.environ}
        home = {"HOME": str(self.home)} | ({"USERPROFILE": str(self.home)} if WINDOWS else {})
        return {**(kept if WINDOWS else {}), **home, "PATH": self.path, **more}


@dataclass(frozen=True)
class Outcome:
    """How a program ended; `fault` says what is wrong beyond its exit code."""

    code: int
    output: str
    fault: str = ""

    @property
    def passed(self) -> bool:
        return self.code == 0 and not self.fault


def run(
    words: list[str], place: Place, seconds: float, more: Mapping[str, str] | None = None
) -> Outcome:
    """Run a program to its end or its time limit, and kill whatever it leaves."""
    log = place.home.with_suffix(".log")
    with log.open("wb") as file:
        try:
            process = _start(words, place, more or {}, file)
        except OSError as error:
            return Outcome(127, f"{words[0]}: {error.strerror}")
    return watch(process, place, seconds, log)


def watch(process: Running, place: Place, seconds: float, log: Path) -> Outcome:
    """See a program that has been started to its end, and kill whatever it leaves."""
    begin(process.pid)
    try:
        fault = _wait(process, seconds)
        fault = fault or _left_behind(process.pid, place)
    finally:
        _kill(process.pid, place)
        ended(process.pid)
    process.wait()
    if _stopping.is_set():
        raise Stopped
    return Outcome(process.returncode or 0, log.read_text("utf-8", errors="replace"), fault)


@contextmanager
def server(
    words: list[str], place: Place, port: int, more: Mapping[str, str] | None = None
) -> Iterator[Outcome]:
    """A server that answers on `port`, until the block ends; its outcome says why it does not."""
    log = place.home.with_suffix(".log")
    with log.open("wb") as file:
        process = _start(words, place, more or {}, file)
        try:
            fault = _await(process, port)
            text = log.read_text("utf-8", errors="replace")
            yield Outcome(process.poll() or 0, text, fault)
        finally:
            _kill(process.pid, place)
            process.wait()
            ended(process.pid)


def _start(
    words: list[str], place: Place, more: Mapping[str, str], file: object
) -> subprocess.Popen[bytes]:
    if _stopping.is_set():
        raise Stopped
    process = subprocess.Popen(
        words, cwd=place.folder, env=place.variables(more), stdin=subprocess.DEVNULL,
        stdout=file, stderr=subprocess.STDOUT, start_new_session=True,  # type: ignore[call-overload]
    )  # fmt: skip
    begin(process.pid)
    return process  # type: ignore[no-any-return]


def begin(leader: int) -> None:
    """Take note of a program that has been started, to stop it with us."""
    _groups.add(leader)
    if _stopping.is_set():  # it came just after the others were killed
        with suppress(OSError):
            os.killpg(leader, signal.SIGKILL)


def ended(leader: int) -> None:
    _groups.discard(leader)


def _wait(process: Running, seconds: float) -> str:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return f"still ran after {seconds:g} s, and was killed"
    return ""


def _await(process: subprocess.Popen[bytes], port: int) -> str:
    end = time.monotonic() + SERVER_SECONDS
    while time.monotonic() < end and not _stopping.is_set():
        if process.poll() is not None:
            return f"the server ended with exit code {process.returncode}"
        if answers("127.0.0.1", port):
            return ""
        time.sleep(0.03)
    return f"no server answered on port {port} within {SERVER_SECONDS} s"


def _left_behind(leader: int, place: Place) -> str:
    end = time.monotonic() + GRACE_SECONDS
    while found := children.of(leader, place.home):
        if time.monotonic() > end:
            names = ", ".join(sorted({children.name(pid) for pid in found}))
            return f"left {len(found)} process{'es' * (len(found) > 1)} behind: {names}"
        time.sleep(0.02)
    return ""


def _kill(leader: int, place: Place) -> None:
    if WINDOWS:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(leader)], capture_output=True)
        return
    with suppress(OSError):
        os.killpg(leader, signal.SIGKILL)
    _kill_all(leader, place.home)


def _kill_all(leader: int, home: Path) -> None:
    """Kill what is left of a program, and see it dead: till then it may write."""
    end = time.monotonic() + DEATH_SECONDS
    while (found := children.of(leader, home)) and time.monotonic() < end:
        for pid in found:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def kill_strays(place: Place) -> None:
    """Kill what a killed verify left running in this place."""
    _kill_all(-1, place.home)


def stop_all() -> None:
    """Kill everything that runs, and start nothing more."""
    _stopping.set()
    for leader in tuple(_groups):
        with suppress(OSError):
            os.killpg(leader, signal.SIGKILL)


def allow() -> None:
    """Let programs be started again, after `stop_all`."""
    _stopping.clear()


def carry_out(words: list[str], folder: str | None = None) -> str:
    """Run a command with the user's own environment; nothing where it ends well."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    done = subprocess.run(
        words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout.decode(errors="replace").strip() or "it failed" if done.returncode else ""


def clean_path() -> str:
    """PATH without the folders of virtual environments, which are no learner's."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(f for f in folders if not (Path(f).parent / "pyvenv.cfg").exists())


BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)
