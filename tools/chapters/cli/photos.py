"""Which pictures a site needs, and taking those that are not kept yet."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable, Iterable
from typing import Any

from .. import extras, lesson, processes
from ..album import PAGE, Album, Wish
from ..environments import Environments
from ..errors import Busy, Refused
from ..known import Job
from ..pool import slots
from ..site.book import Picture
from . import proofs, say
from .session import Session

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
Require = Callable[[Session, str, str], None]


def kept(session: Session, jobs: Iterable[Job]) -> dict[str, tuple[Picture, ...]]:
    """The pictures of each commit that has some."""
    album = Album(session.git.common)
    return {wish.oid: album.of(wish.key) for wish in wishes(session, jobs)}


def wishes(session: Session, jobs: Iterable[Job]) -> list[Wish]:
    """A wish for each step whose lesson names a page."""
    found = []
    for job in jobs:
        message = session.store.commit(job.checkpoint.oid).message
        shows = lesson.parse(message).value("Shows")
        serve = next((check for check in job.checks if check.kind == "serve"), None)
        if serve and PAGE.fullmatch(shows):
            wanted = job.wanted[proofs.demands(session).requirements_of(serve)]
            found.append(Wish(job.checkpoint.name, job.checkpoint.oid, job.tree, shows,
                              serve.commands[0], wanted))  # fmt: skip
    return found


def take(session: Session, require: Require) -> None:
    """Take what is lacking; what hinders it is said in a line, and the site goes without."""
    album, all_wishes = Album(session.git.common), wishes(session, proofs.jobs(session))
    lacking = list(album.lacking(all_wishes))
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    if lacking and not browser:
        count = say.count(len(lacking), "picture")
        say.warn(f"{count} not taken, for there is no chromium here. Next: install chromium")
    elif lacking:
        require(session, "camera.txt", "a picture")
        _take(session, album, lacking, browser)
    album.clear(all_wishes)


def _take(session: Session, album: Album, lacking: list[Wish], browser: str) -> None:
    camera: Any = importlib.import_module(f"{extras.__package__}.camera")
    pictures: Any = importlib.import_module(f"{extras.__package__}.pictures")
    environments = Environments(session.git.common)
    processes.allow()
    try:
        with slots(session.git, 1) as (slot,), camera.opened(browser) as opened:
            for number, wish in enumerate(lacking, 1):
                say.moving(f"photographing {wish.name}, {number}/{len(lacking)}")
                try:
                    pictures.take(wish, album, opened, slot, environments)
                except Refused as error:
                    say.warn(str(error))
    except Busy as error:
        say.warn(f"no picture was taken: {error}")
    finally:
        say.moving("")
