"""Send each changed hunk to the step that last touched its lines."""

from __future__ import annotations

from typing import NamedTuple

from . import blame
from .diff import Hunk, hunks, with_hunks
from .edits import Change, Fix
from .git import Git
from .lesson import parse
from .model import Chain, Checkpoint
from .store import Store
from .trees import FILE, differing_files, printable, with_files


class Place(NamedTuple):
    """One hunk of a file and the step it goes to; None with the reason where it stays."""

    path: bytes
    hunk: Hunk | None
    checkpoint: Checkpoint | None
    reason: str = ""

    def __str__(self) -> str:
        first = f":{self.hunk.start + 1}" if self.hunk else ""
        goes = f"goes to {self.checkpoint}" if self.checkpoint else f"stays: {self.reason}"
        return f"{printable(self.path)}{first} {goes}"


class Plan(NamedTuple):
    """Where each hunk goes, the fixes that take them, and the tree with all these hunks."""

    places: tuple[Place, ...]
    fixes: tuple[Fix, ...]
    absorbed: str


def plan(git: Git, store: Store, chain: Chain, head: str, change: Change, why: str) -> Plan:
    """Find a step for each hunk of `change`, whose base is the tree of the commit `head`."""
    places: list[Place] = []
    for path, (before, after) in sorted(differing_files(store, change.base, change.taken).items()):
        if before and after and before[0] == after[0] and before[0] == FILE:
            texts = (store.read(before[1])[1], store.read(after[1])[1])
            lines = blame.by_line(git, head, path)
            for hunk in hunks(*texts):
                slugs = {_slug(store, chain, oid) for oid in blame.owners(lines, hunk)}
                places.append(_place(chain, path, hunk, slugs))
        else:
            places.append(Place(path, None, None, "not a change of a text's lines"))
    found = [place for place in places if place.checkpoint]
    fixes = tuple(
        Fix(step.slug, why, Change(change.base, _with(store, change.base, found, step)))
        for step in chain
        if any(place.checkpoint == step for place in found)
    )
    return Plan(tuple(places), fixes, _with(store, change.base, found, None))


def _slug(store: Store, chain: Chain, oid: str) -> str:
    """The step that a commit is, in the chain or in an edition that it has gone on from."""
    checkpoint = chain.at(oid)
    return checkpoint.slug if checkpoint else parse(store.commit(oid).message).value("Checkpoint")


def _place(chain: Chain, path: bytes, hunk: Hunk, slugs: set[str]) -> Place:
    steps = [checkpoint for checkpoint in chain if checkpoint.slug in slugs - {""}]
    if len(steps) == len(slugs) == 1:
        return Place(path, hunk, steps[0])
    names = " and ".join(str(step) for step in steps) or "no step of the chain"
    return Place(path, hunk, None, f"its lines are of {names}")


def _with(store: Store, tree: str, places: list[Place], step: Checkpoint | None) -> str:
    """`tree` with the hunks that go to `step`, or to any step at all."""
    chosen = [place for place in places if step is None or place.checkpoint == step]
    files = {}
    for path in dict.fromkeys(place.path for place in chosen):
        own = [place.hunk for place in chosen if place.path == path and place.hunk]
        entry = store.entry(tree, path)
        text = store.read(entry[1])[1] if entry else b""
        files[path] = FILE, store.add("blob", with_hunks(text, own))
    return with_files(store, tree, files)
