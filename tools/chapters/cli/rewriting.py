"""Commands that edit the chain."""

from __future__ import annotations

import click

from .. import absorb as planning
from .. import lesson
from ..edits import REWORDED, Change, Drop, Fix, Insert, Relocate, RenameChapter, Reword
from ..errors import Refused
from . import asked, editing, say
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
    editing.prepare(session)
    checkpoint = asked.target(session, label)
    last = asked.last_kept(session, checkpoint, until)
    source = asked.change(session, checkpoint, patch, revision)
    reason = asked.one_line(why) + asked.pull_request(revision or "")
    edit = Fix(asked.slug_of(session, checkpoint), reason, source.change, last, source.authors)
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
    editing.prepare(session)
    before = session.checkpoint(after) if after else None
    source = asked.change(session, before, patch, revision)
    message = asked.new_lesson(session, asked.lesson_text(file), chapter, before)
    parsed = lesson.parse(message)
    slug, reason = parsed.value("Checkpoint") or parsed.title, asked.one_line(why) or parsed.title
    place = before.slug if before else ""
    who, authors = session.git.identity, source.authors
    edit = Insert(slug, reason, source.change, place, message, who, authors)
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
    editing.prepare(session)
    edit = Drop(asked.slug_of(session, session.checkpoint(label)), asked.one_line(why), keep_trees)
    editing.apply(session, Wish((edit,), drop_signatures=drop_signatures, dry_run=dry_run))


@writing("chapters reword 3b -F lesson.txt")
@click.argument("label", required=False)
@lesson_option
@click.option("-m", "--message", "why", default=REWORDED, metavar="WHY", help="Why.")
@dry_option
@signed_option
def reword(
    session: Session, label: str | None, file: str | None, why: str, dry_run: bool,
    drop_signatures: bool,
) -> None:  # fmt: skip
    """Give a step another lesson; without -F, in git's editor."""
    editing.prepare(session)
    checkpoint = asked.target(session, label)
    old = session.store.commit(checkpoint.oid).text.encode()
    new = asked.lesson_text(file) if file else asked.edited_lesson(session, old)
    slugs = [lesson.parse(text).values("Checkpoint") for text in (old, new)]
    if slugs[0] != slugs[1]:
        raise Refused(
            f"'Checkpoint: {checkpoint.slug}' is the step's permanent name and must stay. "
            "Next: put the line back"
        )
    edit = Reword(asked.slug_of(session, checkpoint), asked.one_line(why), new)
    editing.apply(session, Wish((edit,), drop_signatures=drop_signatures, dry_run=dry_run))


@writing('chapters absorb -m "Name things alike"')
@why_option
@dry_option
@signed_option
def absorb(session: Session, why: str, dry_run: bool, drop_signatures: bool) -> None:
    """Send each changed hunk to the step that last touched its lines.

    What has no one place is named and stays in the work tree.
    """
    editing.prepare(session)
    source = asked.change(session, None, None, None)
    taken = source.taken
    if taken is None:
        raise Refused("There is no work tree here. Next: absorb where the change is")
    head = session.store.commit(taken.commit).parents[0]
    chain, own = session.chain, Change(taken.head_tree, taken.tree)
    plan = planning.plan(session.git, session.store, chain, head, own, asked.one_line(why))
    for place in plan.places:
        say.line(f"  {place}")
    if not plan.fixes:
        raise Refused("No hunk has one place in the chain. Next: chapters fix LABEL -m WHY")
    part = taken._replace(absorbed=plan.absorbed)
    wish = Wish(plan.fixes, part, source.keep, (), drop_signatures, dry_run, is_absorb=True)
    editing.apply(session, wish)


@writing("chapters move 3d --after 3a")
@click.argument("label")
@click.option("--after", metavar="LABEL", help="The step that it shall follow.")
@click.option("--first", is_flag=True, help="Put it before 1a.")
@click.option("-m", "--message", "why", default="moved", metavar="WHY", help="Why.")
@dry_option
@signed_option
def move(
    session: Session, label: str, after: str | None, first: bool, why: str, dry_run: bool,
    drop_signatures: bool,
) -> None:  # fmt: skip
    """Put a step elsewhere in the chain, into the chapter that it comes to stand in."""
    if bool(after) == first:
        raise click.UsageError("give either --after LABEL or --first")
    editing.prepare(session)
    slug = asked.slug_of(session, session.checkpoint(label))
    before = session.checkpoint(after) if after else None
    if before and before.slug == slug:
        raise click.UsageError("a step cannot follow itself")
    neighbour = before or session.chain.checkpoints[0]
    edit = Relocate(slug, asked.one_line(why), before.slug if before else "", neighbour.chapter)
    editing.apply(session, Wish((edit,), drop_signatures=drop_signatures, dry_run=dry_run))


@writing('chapters rename-chapter "Web forms" "Forms"')
@click.argument("old")
@click.argument("new")
@click.option("-m", "--message", "why", default="renamed", metavar="WHY", help="Why.")
@dry_option
@signed_option
def rename_chapter(
    session: Session, old: str, new: str, why: str, dry_run: bool, drop_signatures: bool
) -> None:
    """Give a chapter another title, in every lesson of it."""
    editing.prepare(session)
    steps = [checkpoint for checkpoint in session.chain if checkpoint.chapter == old]
    if not steps:
        titles = ", ".join(dict.fromkeys(filter(None, (c.chapter for c in session.chain))))
        known = f"name one of: {titles}" if titles else "chapters need trailers in the messages"
        raise Refused(f"There is no chapter '{old}'. Next: {known}")
    edit = RenameChapter(steps[0].slug, asked.one_line(why), old, asked.one_line(new))
    editing.apply(session, Wish((edit,), drop_signatures=drop_signatures, dry_run=dry_run))
