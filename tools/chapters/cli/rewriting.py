"""Commands that edit the chain."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from .. import changes, lesson
from ..changes import Source
from ..edits import Drop, Fix, Insert, Reword
from ..errors import Refused
from ..lesson import Lesson
from ..model import Checkpoint
from . import editing, say
from .frame import writing
from .pending import Wish
from .session import Session

why_option = click.option("-m", "--message", "why", required=True, metavar="WHY",
                          help="Why: a line for the edition's summary.")  # fmt: skip
patch_option = click.option(
    "--patch", metavar="FILE", help="Take the change from a patch ('-' is stdin)."
)
from_option = click.option("--from", "revision", metavar="REV",
                           help="Take what REV adds to HEAD, or A..B exactly.")  # fmt: skip
dry_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
signed_option = click.option("--drop-signatures", is_flag=True, help="Rewrite signed commits too.")
lesson_option = click.option(
    "-F", "--file", "file", metavar="FILE", help="The lesson ('-': stdin)."
)


@writing('chapters fix 3b -m "Escape the name in the title"')
@click.argument("label", required=False)
@why_option
@patch_option
@from_option
@click.option("--until", default="", metavar="LABEL", help="Keep every tree after this step.")
@dry_option
@signed_option
def fix(
    session: Session, label: str | None, why: str, patch: str | None, revision: str | None,
    until: str, dry_run: bool, drop_signatures: bool,
) -> None:  # fmt: skip
    """Put a change into the step where it belongs, and replay every later one.

    The change is what differs between HEAD and the work tree, or a patch, or a revision.
    """
    editing.prepare(session, dry_run)
    checkpoint = _target(session, label)
    last = _until(session, checkpoint, until)
    source = _source(session, checkpoint, patch, revision)
    reason = _line(why) + _pull_request(revision or "")
    edit = Fix(_slug(session, checkpoint), reason, source.change, last, source.authors)
    wish = Wish((edit,), source.taken, source.keep, (), drop_signatures, dry_run)
    editing.apply(session, wish)


@writing('chapters insert --after 3b -F lesson.txt -m "A step for the favicon"')
@click.option("--after", metavar="LABEL", help="The step that it follows.")
@click.option("--first", is_flag=True, help="Put it before 1a.")
@click.option("--chapter", metavar="TITLE", help="Its chapter, if not that of the step before.")
@lesson_option
@click.option("-m", "--message", "why", default="", metavar="WHY", help="Why: default, its title.")
@patch_option
@from_option
@dry_option
@signed_option
def insert(
    session: Session, after: str | None, first: bool, chapter: str | None, file: str | None,
    why: str, patch: str | None, revision: str | None, dry_run: bool, drop_signatures: bool,
) -> None:  # fmt: skip
    """Put a new step into the chain; later ones are replayed and labels counted anew."""
    if bool(after) == first:
        raise click.UsageError("give either --after LABEL or --first")
    editing.prepare(session, dry_run)
    before = session.checkpoint(after) if after else None
    source = _source(session, before, patch, revision)
    message = _new_lesson(session, _text(file), chapter, before)
    parsed = lesson.parse(message)
    edit = Insert(
        parsed.value("Checkpoint") or parsed.title, _line(why) or parsed.title, source.change,
        before.slug if before else "", message, session.git.identity, source.authors,
    )  # fmt: skip
    wish = Wish((edit,), source.taken, source.keep, (), drop_signatures, dry_run)
    editing.apply(session, wish)


@writing('chapters drop 3b -m "The next step does it better"')
@click.argument("label")
@click.option("--keep-trees", is_flag=True, help="Fold its change into the next step.")
@why_option
@dry_option
@signed_option
def drop(
    session: Session, label: str, keep_trees: bool, why: str, dry_run: bool, drop_signatures: bool
) -> None:
    """Take a step out, and its change out of all later ones."""
    editing.prepare(session, dry_run)
    edit = Drop(_slug(session, session.checkpoint(label)), _line(why), keep_trees)
    editing.apply(session, Wish((edit,), drop_signatures=drop_signatures, dry_run=dry_run))


@writing("chapters reword 3b -F lesson.txt")
@click.argument("label", required=False)
@lesson_option
@click.option("-m", "--message", "why", default="reworded", metavar="WHY", help="Why.")
@dry_option
@signed_option
def reword(
    session: Session, label: str | None, file: str | None, why: str, dry_run: bool,
    drop_signatures: bool,
) -> None:  # fmt: skip
    """Give a step another lesson; without -F, in git's editor."""
    editing.prepare(session, dry_run)
    checkpoint = _target(session, label)
    old = session.store.commit(checkpoint.oid).text.encode()
    new = _text(file) if file else _edited(session, old)
    slugs = [lesson.parse(text).values("Checkpoint") for text in (old, new)]
    if slugs[0] != slugs[1]:
        raise Refused(
            f"'Checkpoint: {checkpoint.slug}' is the step's permanent name and must stay. "
            "Next: put the line back"
        )
    edit = Reword(_slug(session, checkpoint), _line(why), new)
    editing.apply(session, Wish((edit,), drop_signatures=drop_signatures, dry_run=dry_run))


def _target(session: Session, label: str | None) -> Checkpoint:
    if label:
        return session.checkpoint(label)
    if session.here:
        return session.chain.find(session.here)
    raise click.UsageError("HEAD is at no checkpoint: name one, as in 'chapters fix 3b -m WHY'")


def _slug(session: Session, checkpoint: Checkpoint) -> str:
    """The permanent name, also where `7a@3` or an untagged commit was given."""
    if not checkpoint.slug:
        raise Refused(
            f"{checkpoint.name} has no tag to name it. Next: git tag NAME {checkpoint.name}"
        )
    return session.chain.find(checkpoint.slug).slug


def _source(
    session: Session, checkpoint: Checkpoint | None, patch: str | None, revision: str | None
) -> Source:
    if patch and revision:
        raise click.UsageError("give either --patch or --from")
    tree = session.tree
    head = tree.commit if tree else session.tip
    if patch:
        bases = (head, checkpoint.oid) if checkpoint else (head,)
        text = sys.stdin.buffer.read() if patch == "-" else changes.read_bytes(patch)
        return changes.from_patch(session.git, session.store, text, bases, session.source_settings)
    if revision:
        return changes.from_revision(
            session.git, session.store, revision, head, session.source_settings
        )
    if not tree:
        raise Refused("There is no work tree here. Next: give --patch FILE or --from REV")
    source = changes.from_work_tree(session.git, session.store, tree, session.source_settings)
    for path in source.untracked:
        say.warn(f"{path} is untracked and not taken (git add it, if it belongs to the step)")
    return source


def _pull_request(revision: str) -> str:
    """` (#12)` where a revision is named as a host's pull request is fetched: pr/12, pull/12."""
    named = re.search(r"\b(?:pr|pull|merge-requests?)/(\d+)", revision)
    return f" (#{named[1]})" if named else ""


def _text(file: str | None) -> bytes:
    if not file:
        raise click.UsageError("give the lesson with -F FILE")
    text = sys.stdin.buffer.read() if file == "-" else changes.read_bytes(file)
    if b"\0" in text:
        raise Refused(f"{file} has a NUL, which no message may hold. Next: save it as text")
    return text


def _line(why: str) -> str:
    """One line: an edition's summary has one for each edit."""
    return " ".join(why.split())


def _until(session: Session, first: Checkpoint, until: str) -> str:
    if not until:
        return ""
    last = session.checkpoint(until)
    if session.chain.index(last.key) < session.chain.index(first.key):
        raise click.UsageError(f"--until {until} comes before {first}")
    return last.slug


def _new_lesson(
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
        faults.append(f"has '{parsed.value('Checkpoint')}', the slug of another step")
    if faults:
        raise Refused(f"The lesson {'; '.join(faults)}. Next: mend its last paragraph")


def _edited(session: Session, old: bytes) -> bytes:
    path = session.git.git_dir / "CHAPTERS_LESSON"
    path.write_bytes(old)
    editor = session.git.run_as_user("var", "GIT_EDITOR").decode().strip()
    click.edit(filename=str(path), editor=editor)
    return Path(path).read_bytes()
