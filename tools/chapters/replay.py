"""Rebuild a chain with one edit applied: what each kind of edit does to the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .edits import Drop, Edit, Fix, Insert, Relocate, RenameChapter, Reword
from .errors import Refused
from .git import Git
from .lesson import parse, with_trailer
from .line import Line, Options
from .model import Chain, Checkpoint
from .objects import new_commit
from .store import Store


class Replay(NamedTuple):
    """`oids` is the new line, oldest first; `successors` leads from each replaced commit to its
    new one (a dropped one has none); `notes` are sentences for the user."""

    oids: tuple[str, ...]
    successors: Mapping[str, str]
    notes: tuple[str, ...]


def replay(git: Git, store: Store, chain: Chain, edit: Edit, options: Options) -> Replay:
    """Rebuild `chain` with `edit`. Raises ReplayConflict at the first step that does not merge."""
    line = Line(git, store, chain, options, _place(chain, edit))
    match edit:
        case Fix():
            _fix(line, chain, edit)
        case Insert():
            _insert(line, store, chain, edit)
        case Drop():
            _drop(line, chain, edit)
        case Reword():
            _reword(line, chain, edit)
        case Relocate():
            _relocate(line, chain, edit)
        case RenameChapter():
            _rename_chapter(line, chain, edit)
        case _:
            raise TypeError(edit)
    return Replay(tuple(line.oids), line.successors, tuple(line.notes))


def _place(chain: Chain, edit: Edit) -> int:
    """How many checkpoints stay as they are before the edit."""
    match edit:
        case Insert():
            return _after(chain, edit.after)
        case Relocate():
            return min(chain.index(edit.slug), _after(chain, edit.after))
        case _:
            return chain.index(edit.slug)


def _after(chain: Chain, slug: str) -> int:
    return chain.index(slug) + 1 if slug else 0


def _fix(line: Line, chain: Chain, edit: Fix) -> None:
    place = chain.index(edit.slug)
    checkpoint, change = chain.checkpoints[place], edit.change
    commit = line.commit(checkpoint)
    tree = line.merged(checkpoint, change.base, commit.tree, change.taken, "the fix")
    line.write(commit, tree)
    line.advance(commit.tree, commit.tree if edit.until == edit.slug else tree)
    line.follow(chain.checkpoints[place + 1 :], edit.until)


def _insert(line: Line, store: Store, chain: Chain, edit: Insert) -> None:
    new, change = Checkpoint("", edit.slug, "", "", ""), edit.change
    tree = line.merged(new, change.base, line.tree, change.taken, "the new step")
    line.append(new_commit(tree, tuple(line.oids[-1:]), edit.identity, edit.message))
    line.advance(line.old, tree)
    line.follow(chain.checkpoints[_after(chain, edit.after) :])


def _drop(line: Line, chain: Chain, edit: Drop) -> None:
    place = chain.index(edit.slug)
    checkpoint = chain.checkpoints[place]
    if edit.keep_trees and place + 1 == len(chain):
        raise Refused(f"{checkpoint} is the last step; none after it can take its change")
    tree = line.commit(checkpoint).tree
    line.advance(tree, tree if edit.keep_trees else line.tree)
    line.follow(chain.checkpoints[place + 1 :])


def _reword(line: Line, chain: Chain, edit: Reword) -> None:
    place = chain.index(edit.slug)
    commit = line.commit(chain.checkpoints[place])
    line.write(commit, commit.tree, edit.message)
    line.advance(commit.tree, commit.tree)
    line.follow(chain.checkpoints[place + 1 :])


def _relocate(line: Line, chain: Chain, edit: Relocate) -> None:
    """Take the step's change out where it was, and merge it in where it goes."""
    place, target = chain.index(edit.slug), _after(chain, edit.after)
    steps = chain.checkpoints
    if target <= place:
        _put(line, chain, place, edit)
        line.follow(steps[target:place])
        line.advance(line.commit(steps[place]).tree, line.tree)
    else:
        line.advance(line.commit(steps[place]).tree, line.tree)
        line.follow(steps[place + 1 : target])
        _put(line, chain, place, edit)
    line.follow(steps[max(place + 1, target) :])


def _put(line: Line, chain: Chain, place: int, edit: Relocate) -> None:
    checkpoint = chain.checkpoints[place]
    commit, old = line.commit(checkpoint), line.old
    before = line.commit(chain.checkpoints[place - 1]).tree if place else line.nothing
    tree = line.merged(checkpoint, before, line.tree, commit.tree, "this step")
    message = None
    if edit.chapter and parse(commit.message).value("Chapter") != edit.chapter:
        message = with_trailer(commit.message, "Chapter", edit.chapter)
    line.write(commit, tree, message)
    line.advance(old, tree)


def _rename_chapter(line: Line, chain: Chain, edit: RenameChapter) -> None:
    for checkpoint in chain.checkpoints[chain.index(edit.slug) :]:
        commit = line.commit(checkpoint)
        named = checkpoint.chapter == edit.old
        message = with_trailer(commit.message, "Chapter", edit.new) if named else None
        line.write(commit, commit.tree, message)
