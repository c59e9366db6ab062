"""Commands that look after the whole: status, lint, publish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from .. import history, lint, publish, refs
from ..edits import Resolution, command
from ..errors import Faults, Refused
from ..model import Chain, Move
from ..operations import Operation
from ..publish import Stitch
from ..settings import CONTENTS
from . import say
from .frame import as_json, reading, writing
from .proofs import silent_server, unproved
from .session import Session

FAULTS_SHOWN = 5


@reading("chapters status")
@as_json
def status(session: Session, wants_json: bool) -> None:
    """Say which edition this is, what is unpublished, and which refs are off."""
    found = _status(session)
    if wants_json:
        say.values(found)
        return
    say.line(_where(session, found))
    say.line(f"here: {_called(session, session.here)}")
    for line in found["unpublished"]:
        say.line(f"unpublished: {line}")
    _say_unproved(session, found["unproved"])
    if found["waits_at_a_conflict"]:
        say.warn("an edit waits at a conflict: chapters resolve, or chapters abandon")
    _say_off(found["refs_off"])
    if not session.chain.is_foreign:
        _say_next(session, found)


def _say_unproved(session: Session, names: tuple[str, ...]) -> None:
    if not names:
        return
    say.line(f"unproved: {say.count(len(names), 'checkpoint')}, {names[0]} first")
    if variable := silent_server(session):
        say.line(f"          {variable} names no server that answers: "
                 "what was proved with one is not counted")  # fmt: skip


def _say_off(faults: list[str]) -> None:
    for fault in faults[:FAULTS_SHOWN]:
        say.warn(fault)
    if (more := len(faults) - FAULTS_SHOWN) > 0:
        say.warn(f"and {more} more of the kind")


def _status(session: Session) -> dict[str, Any]:
    foreign = session.chain.is_foreign
    return {
        "edition": session.newest.number,
        "started_from": session.begun(),
        "checkpoints": len(session.chain),
        "here": session.here,
        "unpublished": [line for o in session.log().unpublished for line in _lines(session, o)],
        "unproved": list(unproved(session)),
        "waits_at_a_conflict": bool(session.refs.get(refs.PENDING)),
        "refs_off": [] if foreign else lint.tag_faults(session.chain, session.tags),
    }


def _lines(session: Session, operation: Operation) -> list[str]:
    """What an operation will be in the next edition's summary: its edits, or its title."""
    named = {checkpoint.slug: str(checkpoint) for checkpoint in session.chain}
    edits = [edit for edit in operation.edits if not isinstance(edit, Resolution)]
    lines = [f"{command(edit)} {named.get(edit.slug, edit.slug)}: {edit.why}" for edit in edits]
    return lines or [operation.title]


def _where(session: Session, found: Mapping[str, Any]) -> str:
    if session.chain.is_foreign:
        name = session.branch.rpartition("/")[2]
        tagged = sum(bool(checkpoint.slug) for checkpoint in session.chain)
        return f"branch {name}: {found['checkpoints']} commits, {tagged} of them tagged"
    begun = f"the chain here started from edition {found['started_from']}"
    return f"edition {found['edition']} on main; {begun}, {found['checkpoints']} checkpoints"


def _called(session: Session, slug: str) -> str:
    found = next((str(c) for c in session.chain if slug and c.slug == slug), slug)
    return found or "at no checkpoint"


def _say_next(session: Session, found: Mapping[str, Any]) -> None:
    if found["refs_off"] or session.begun() != session.newest.number:
        say.hint("next: chapters sync")
    elif found["unproved"]:
        say.hint("next: chapters verify")
    elif found["unpublished"] or session.tip not in {e.tip for e in session.editions}:
        say.hint("next: chapters lint, then chapters publish -m SUMMARY")


@reading("chapters lint")
@as_json
@click.option("--sizes", "wants_sizes", is_flag=True, help="Print each step's size, too.")
def lint_(session: Session, wants_json: bool, wants_sizes: bool) -> None:
    """Check lessons, sizes, labels, tags, and main against what is published."""
    found = lint.sizes(session.git, session.chain, session.settings.sizes)
    if wants_sizes and not wants_json:
        for size in found:
            say.line(f"{size.checkpoint.name:>4} {size.lines:>4} lines {size.files:>3} files  "
                     f"{size.checkpoint.slug}")  # fmt: skip
    faults = _faults(session, found, session.tags)
    if wants_json:
        rows = [{"label": s.checkpoint.label, "lines": s.lines, "files": s.files} for s in found]
        say.values({"faults": faults, "sizes": rows})
        click.get_current_context().exit(1 if faults else 0)
    if faults:
        raise Faults(tuple(faults))
    say.done(f"{len(session.chain)} checkpoints, edition {session.newest.number}: no fault")


def _faults(session: Session, found: list[lint.Size], tags: Mapping[str, str]) -> list[str]:
    chain, store = session.chain, session.store
    faults = [] if chain.is_foreign else [
        *lint.lessons(store, chain),
        *lint.tag_faults(chain, tags),
    ]  # fmt: skip
    faults += lint.size_faults(found, session.settings.sizes)
    if not chain.is_foreign and session.main.ref:
        faults += _publication_faults(session)
    return faults


def _publication_faults(session: Session) -> list[str]:
    main, newest = session.main, session.newest
    faults = [publish.untrue_main(session.store, main, newest, session.settings)]
    if newest.number:
        published = history.read_chain(session.git, session.store, session.refs, newest.tip)
        main_tree = session.store.commit(main.commit).tree
        faults += lint.contents_faults(session.store, main_tree, published, newest.number)
    faults.append(_lost_publication(session))
    faults += [
        f"{oid[:10]} names an edition and is no stitch on main's own line; it does not count. "
        "Next: chapters publish on main itself"
        for oid in history.misplaced_editions(session.git, session.store, main)
    ]
    return [fault for fault in faults if fault]


def _lost_publication(session: Session) -> str:
    """The newest local publication that main no longer has on its own line."""
    stitches = {edition.stitch for edition in session.editions}
    for operation in reversed(session.log().done):
        if operation.kind == "publish":
            stitch = next(m.new for m in operation.moves if m.ref == "refs/heads/main")
            gone = f"edition {operation.edition} ({stitch[:10]}) is not on main's own line any more"
            return "" if stitch in stitches else f"{gone}. Next: git reset --keep {stitch[:10]}"
    return ""


@writing('chapters publish -m "Escape names everywhere"')
@click.option("-m", "--message", "summary", required=True, help="What readers gain, in a line.")
@click.option("--dry-run", is_flag=True, help="Print the stitch's message, and do nothing.")
def publish_(session: Session, summary: str, dry_run: bool) -> None:
    """Make the chain an edition: one merge commit on main, with CHAPTERS.md in it."""
    _refuse_publication(session)
    stitch, operation = _publication(session, summary)
    if dry_run:
        say.line(stitch.message)
        return
    before = _published_chain(session)
    if session.adopt_plain_commits():
        stitch, operation = _publication(session, summary)  # plain commits are edits now
    session.move(operation)
    say.done(f"edition {stitch.edition.number} is on main, {len(session.chain)} checkpoints")
    _say_how_to_push(session, before)


def _publication(session: Session, summary: str) -> tuple[Stitch, Operation]:
    waiting, before = session.log().unpublished, _published_chain(session)
    number = session.newest.number + 1
    stitch = publish.stitch(
        session.git, session.store, session.main, session.settings, before, session.chain,
        number, waiting, summary,
    )  # fmt: skip
    moved = (
        Move("refs/heads/main", session.main.commit, stitch.edition.stitch),
        Move(session.branch, session.tip, session.tip),
    )
    layouts, title = tuple(session.layouts_for(moved)), f"publish edition {number}: {summary}"
    return stitch, Operation("publish", title, moved, edition=number, layouts=layouts)


def _refuse_publication(session: Session) -> None:
    if session.refs.get(refs.PENDING):
        raise Refused("An edit waits at a conflict. Next: chapters resolve, or chapters abandon")
    if session.chain.is_foreign or session.main.ref != "refs/heads/main":
        raise Refused("Only a chain with trailers, beside a local branch main, has editions. "
                      "Next: git switch main")  # fmt: skip
    publish.refuse_behind(session.git, session.main)
    if session.begun() != session.newest.number:
        raise Refused(f"main has edition {session.newest.number}, the chain started from "
                      f"{session.begun()}. Next: chapters sync")  # fmt: skip
    if session.tip == session.newest.tip:
        raise Refused("The chain is published as it is. Next: chapters fix, or commit on chapters")
    found = lint.sizes(session.git, session.chain, session.settings.sizes)
    faults = _faults(session, found, session.tags_to_be())
    # The stitch itself brings the page of the new edition.
    if faults := [fault for fault in faults if not fault.startswith(CONTENTS)]:
        raise Faults(tuple(faults), "Next: mend these, then publish")
    if names := unproved(session):
        count = say.count(len(names), "checkpoint")
        raise Refused(f"{count} not proved, {names[0]} first. Next: chapters verify")


def _published_chain(session: Session) -> Chain | None:
    if not session.newest.number:
        return None
    return history.read_chain(session.git, session.store, session.refs, session.newest.tip)


def _say_how_to_push(session: Session, before: Chain | None) -> None:
    say.line("to push it:  git push origin main")
    old = {checkpoint.label: checkpoint.oid for checkpoint in before or ()}
    new = {checkpoint.label: checkpoint.oid for checkpoint in session.chain}
    labels = [label for label in dict.fromkeys((*old, *new)) if old.get(label) != new.get(label)]
    if session.git.ask("config", "--get", "remote.origin.url")[1]:
        leases = " ".join(f"--force-with-lease=refs/tags/{n}:{old.get(n, '')}" for n in labels)
        tags = " ".join(f"{new.get(n, '')}:refs/tags/{n}" for n in labels)
        say.hint(f"with tags, for a host that shows them:  git push {leases} origin {tags}")
