"""Bind the book, and write or serve its pages; imported once what it needs is installed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from .. import binding, history, lesson, news, searching, sites
from ..album import Album
from ..errors import Faults
from ..known import Known
from ..model import Edition
from ..settings import Face
from ..site import drawing
from ..site.book import Book, EditionNote, Proof
from ..site.pages import Site
from . import photos, proofs, say
from .live import Live
from .photos import Require
from .session import Session

STATIC = drawing.FOLDER / "static"
OUT = "site"  # below `chapters` in the common git directory


def build(
    session: Session, out: Path | None, base_url: str, wants_pictures: bool, require: Require
) -> None:
    start = time.monotonic()
    folder = out or session.git.common / "chapters" / OUT
    if wants_pictures:
        photos.take(session, require)
    book = replace(bound(session), base_url=base_url)
    key = _key(book)
    if count := sites.is_current(folder, key):
        say.done(f"{count} files in {folder} are as they should be")
        return
    site = Site(book)
    if faults := found_faults(session, site):
        raise Faults(faults, "Next: chapters reword, with these mended")
    written = sites.write(folder, key, _files(session, site), partial(_index, site))
    told = f"{written.changed} of {written.files} files written in {time.monotonic() - start:.1f} s"
    say.done(f"{len(book.steps)} steps: {told}")
    say.line(f"they are in {folder}")


def serve(session: Session, port: int) -> None:
    Live(session, bound, found_faults).serve(port)


def bound(session: Session) -> Book:
    """Everything that a page can show, read from the repository."""
    known = proofs.known(session)
    proved, pictures = _proofs(known), photos.kept(session, [one.job for one in known])
    editions = tuple(_notes(session))
    settings = session.settings
    book = binding.bind(session.git, session.store, session.chain, proved, pictures, editions,
                        settings.sizes.uncounted)  # fmt: skip
    return replace(book, face=settings.face if settings.face.name else Face(_name(session)))


def _name(session: Session) -> str:
    """What the repository's folder is called."""
    common = session.git.common.resolve()
    return common.parent.name if common.name == ".git" else common.stem


def _proofs(known: Iterable[Known]) -> dict[str, Proof]:
    return {
        one.job.checkpoint.oid: Proof(
            tuple((r.check.kind, r.verdict.detail) for r in one.results),
            tuple(check.kind for check in one.waiting),
        )
        for one in known
    }


def _notes(session: Session) -> Iterator[EditionNote]:
    before: dict[str, str] = {}
    for edition in session.editions:
        after = _commits(session, edition)
        said = news.of(session.store, edition)
        lines = tuple(
            (change.line, change.kind, change.slug, change.why) for change in said.changes
        )
        chains = before, after
        yield binding.edition_note(session.git, session.store, said.number, said.date,
                                   said.summary, lines, chains)  # fmt: skip
        before = after


def _commits(session: Session, edition: Edition) -> dict[str, str]:
    """The commit of each slug in an edition."""
    chain = history.read_chain(session.git, session.store, session.refs, edition.tip)
    return {checkpoint.slug: checkpoint.oid for checkpoint in chain}


def found_faults(session: Session, site: Site) -> tuple[str, ...]:
    """Lessons out of form, and what in them leads nowhere, in the chain's order."""
    if session.chain.is_foreign:
        return ()
    form = [
        (step.key, f"{step.checkpoint}: {fault}")
        for step in site.book.steps
        for fault in lesson.form_faults(step.lesson)
    ]
    found = (*form, *site.references.faults())
    return tuple(text for _, text in sorted(found, key=lambda row: site.book.places[row[0]]))


def _files(session: Session, site: Site) -> Iterator[tuple[str, bytes]]:
    for address, draw in site.pages.items():
        yield address, draw()
    for path in sorted(STATIC.iterdir()):
        yield f"static/{path.name}", path.read_bytes()
    names = {picture.name for step in site.book.steps for picture in step.pictures}
    for name in sorted(names):
        yield f"pictures/{name}", (Album(session.git.common).folder / name).read_bytes()


def _index(site: Site, folder: Path) -> None:
    searching.index(site.documents(), folder)


def _key(book: Book) -> str:
    """What stands for a whole site: the book, and the code that draws it."""
    digest = hashlib.sha256()
    for path in sorted(drawing.FOLDER.rglob("*.*")):
        if "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    said = (book.steps, book.editions, book.given, book.base_url, book.face)
    digest.update(repr(said).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
