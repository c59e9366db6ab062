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
from ..model import Checkpoint
from . import editing, say
from .editing import Wish
from .frame import writing
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
    editing.prepare(session)
    checkpoint = _target(session, label)
    last = session.checkpoint(until).slug if until else ""
    source = _source(session, checkpoint, patch, revision)
    why += _pull_request(revision or "")
    edit = Fix(_slug(session, checkpoint), why, source.change, last, source.authors)
    wish = Wish(edit, source.taken, source.keep, (), drop_signatures, dry_run)
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
    editing.prepare(session)
    before = session.checkpoint(after) if after else None
    source = _source(session, before, patch, revision)
    message = _new_lesson(session, _text(file), chapter or (before.chapter if before else ""))
    parsed = lesson.parse(message)
    edit = Insert(
        parsed.value("Checkpoint") or parsed.title, why or parsed.title, source.change,
        before.slug if before else "", message, session.git.identity, source.authors,
    )  # fmt: skip
    wish = Wish(edit, source.taken, source.keep, (), drop_signatures, dry_run)
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
    editing.prepare(session)
    edit = Drop(_slug(session, session.checkpoint(label)), why, keep_trees)
    editing.apply(session, Wish(edit, drop_signatures=drop_signatures, dry_run=dry_run))


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
    editing.prepare(session)
    checkpoint = _target(session, label)
    old = session.store.commit(checkpoint.oid).message
    new = _text(file) if file else _edited(session, old)
    slugs = [lesson.parse(text).values("Checkpoint") for text in (old, new)]
    if slugs[0] != slugs[1]:
        raise Refused(
            f"'Checkpoint: {checkpoint.slug}' is the step's permanent name and must stay. "
            "Next: put the line back"
        )
    edit = Reword(_slug(session, checkpoint), why, new)
    editing.apply(session, Wish(edit, drop_signatures=drop_signatures, dry_run=dry_run))


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
        return changes.from_patch(session.git, session.store, text, bases, session.settings)
    if revision:
        return changes.from_revision(session.git, session.store, revision, head, session.settings)
    if not tree:
        raise Refused("There is no work tree here. Next: give --patch FILE or --from REV")
    source = changes.from_work_tree(session.git, session.store, tree, session.settings)
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
    return sys.stdin.buffer.read() if file == "-" else changes.read_bytes(file)


def _new_lesson(session: Session, text: bytes, chapter: str) -> bytes:
    """A lesson with its trailer `Chapter:`; refused where its trailers are wrong."""
    message = text.rstrip(b"\n") + b"\n"
    if session.chain.is_foreign:
        return message
    if not lesson.parse(message).values("Chapter"):
        message += f"Chapter: {chapter}\n".encode()
    faults = lesson.trailer_faults(lesson.parse(message))
    slug = lesson.parse(message).value("Checkpoint")
    if not faults and slug in {c.slug for c in session.chain}:
        faults = (f"'{slug}' is the slug of another step",)
    if faults:
        raise Refused(f"The lesson {'; '.join(faults)}. Next: mend its last paragraph")
    return message


def _edited(session: Session, old: bytes) -> bytes:
    path = session.git.git_dir / "CHAPTERS_LESSON"
    path.write_bytes(old)
    editor = session.git.run_as_user("var", "GIT_EDITOR").decode().strip()
    click.edit(filename=str(path), editor=editor)
    return Path(path).read_bytes()
