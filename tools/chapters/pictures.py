"""Take the pictures of a step: its app started in its own environment, at a clock that stands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from . import clock
from .album import NOBODY, Album, Wish
from .camera import Camera, Person
from .environments import Environment, Environments
from .errors import Refused
from .network import free_port
from .pool import Slot
from .processes import Outcome, run, server

PASSWORD = re.compile(r"password\W+(\S+)", re.IGNORECASE)
DEMO = ("flask", "--app", "app", "demo")
DEMO_SECONDS = 60


def take(wish: Wish, album: Album, camera: Camera, slot: Slot, environments: Environments) -> None:
    """Keep the pictures of a wish. Raises Refused where the app cannot be shown."""
    environment = environments.of(wish.wanted)
    if environment.fault:
        raise Refused(f"{wish.name} has no picture: its requirements do not install")
    part = album.folder / f"{wish.key}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    slot.lay_out(wish.oid)
    with slot.venv(environment):
        _photograph(wish, camera, slot, environment, part)
    for path in part.glob("*-dark.png"):  # where the app has no dark of its own
        if path.read_bytes() == path.with_name(path.name.replace("dark", "light")).read_bytes():
            path.unlink()
    part.rename(album.folder / wish.key)


def _photograph(
    wish: Wish, camera: Camera, slot: Slot, environment: Environment, folder: Path
) -> None:
    port, place = free_port(), slot.place(home="server")
    stopped = {"PYTHONPATH": str(_clock(slot.folder))}
    with server(shlex.split(wish.command.format(port=port)), place, port, stopped) as started:
        if started.fault:
            raise Refused(f"{wish.name} has no picture: {started.fault}")
        path, name = wish.page
        try:
            person = None if name == NOBODY else _person(name, slot, environment, started)
            camera.photograph(f"http://127.0.0.1:{port}", path, person, folder)
        except Refused as error:
            raise Refused(f"{wish.name} has no picture of {wish.shows}: {error}") from error


def _clock(folder: Path) -> Path:
    """A folder in which Python finds the clock that stands still."""
    made = folder / "clock"
    made.mkdir(exist_ok=True)
    shutil.copyfile(clock.__file__, made / "sitecustomize.py")
    return made


def _person(name: str, slot: Slot, environment: Environment, started: Outcome) -> Person:
    """Who may sign in, with the password that the app prints for its demo people."""
    told = started.output
    if not PASSWORD.search(told):
        told = run([*DEMO], slot.place(environment), DEMO_SECONDS).output
    found = PASSWORD.search(told)
    if not found:
        raise Refused(f"there is no demo password to sign in as {name}")
    return Person(name, found[1].rstrip(".,;"))
