"""What a user asked for: the step, the change, the lesson, read from arguments and files."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from .. import changes, lesson
from ..changes import Source
from ..errors import Refused
from ..lesson import Lesson
from ..model import Checkpoint
from . import say
from .session import Session


def target(session: Session, label: str | None) -> Checkpoint:
    """The checkpoint named, or the one that HEAD is at."""
    if label:
        return session.checkpoint(label)
    if session.here:
        return session.chain.find(session.here)
    raise click.UsageError("HEAD is at no checkpoint: name one, as in 'chapters fix 3b -m WHY'")


def slug_of(session: Session, checkpoint: Checkpoint) -> str:
    """The permanent name, also where `7a@3` or an untagged commit was given."""
    if not checkpoint.slug:
        raise Refused(
            f"{checkpoint.name} has no tag to name it. Next: git tag NAME {checkpoint.name}"
        )
    return session.chain.find(checkpoint.slug).slug


def change(
    session: Session, checkpoint: Checkpoint | None, patch: str | None, revision: str | None
) -> Source:
    """The change from a patch, a revision, or else the work tree."""
    if patch and revision:
        raise click.UsageError("give either --patch or --from")
    tree = session.tree
    head = tree.commit if tree else session.tip
    if patch:
        bases = (head, checkpoint.oid) if checkpoint else (head,)
        text = sys.stdin.buffer.read() if patch == "-" else changes.read_bytes(patch)
        return changes.from_patch(session.git, session.store, text, bases, session.settings)
    if revision:
        return changes.from_revision(session.git, session.store, revision, head, session.settings)
    if not tree:
        raise Refused("There is no work tree here. Next: give --patch FILE or --from REV")
    source = changes.from_work_tree(session.git, session.store, tree, session.settings)
    say.untracked(source.untracked)
    return source


def pull_request(revision: str) -> str:
    """` (#12)` where a revision is named as a host's pull request is fetched: pr/12, pull/12."""
    named = re.search(r"\b(?:pr|pull|merge-requests?)/(\d+)", revision)
    return f" (#{named[1]})" if named else ""


def lesson_text(file: str | None) -> bytes:
    """The lesson in a file, or on standard input for `-`."""
    if not file:
        raise click.UsageError("give the lesson with -F FILE")
    text = sys.stdin.buffer.read() if file == "-" else changes.read_bytes(file)
    if b"\0" in text:
        raise Refused(f"{file} has a NUL, which no message may hold. Next: save it as text")
    return text


def one_line(why: str) -> str:
    """One line: an edition's summary has one for each edit."""
    return " ".join(why.split())


def last_kept(session: Session, first: Checkpoint, until: str) -> str:
    """The slug after which `--until` keeps every tree; it cannot come before `first`."""
    if not until:
        return ""
    last = session.checkpoint(until)
    if session.chain.index(last.key) < session.chain.index(first.key):
        raise click.UsageError(f"--until {until} comes before {first}")
    return last.slug


def new_lesson(
    session: Session, text: bytes, chapter: str | None, before: Checkpoint | None
) -> bytes:
    """A lesson with its trailer `Chapter:`; refused where its trailers are wrong."""
    message = text.rstrip(b"\n") + b"\n"
    if session.chain.is_foreign:
        return message
    own = lesson.parse(message).value("Chapter")
    if chapter and own and chapter != own:
        raise click.UsageError(f"--chapter is '{chapter}', the lesson says 'Chapter: {own}'")
    if not own and not chapter and not before:
        raise click.UsageError("give --chapter TITLE, or a lesson with its trailer 'Chapter:'")
    if not own:
        message += f"Chapter: {chapter or (before.chapter if before else '')}\n".encode()
    _refuse_trailers(session, lesson.parse(message))
    return message


def _refuse_trailers(session: Session, parsed: Lesson) -> None:
    faults = list(lesson.trailer_faults(parsed))
    if parsed.value("Checkpoint") in {checkpoint.slug for checkpoint in session.chain}:
        faults.append(f"'{parsed.value('Checkpoint')}' is the slug of another step")
    if faults:
        raise Refused(
            f"The lesson cannot stand: {'; '.join(faults)}. Next: mend its last paragraph"
        )


def edited_lesson(session: Session, old: bytes) -> bytes:
    """A lesson as the user's editor leaves it, lines that begin with `#` too."""
    path = session.git.git_dir / "CHAPTERS_LESSON"
    path.write_bytes(old)
    editor = session.git.run_as_user("var", "GIT_EDITOR").decode().strip()
    click.edit(filename=str(path), editor=editor)
    return Path(path).read_bytes()
