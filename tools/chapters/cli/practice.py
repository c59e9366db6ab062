"""Commands for one who types along: `check`, `changes`."""

from __future__ import annotations

import tempfile
import textwrap
from pathlib import Path
from xml.etree.ElementTree import ParseError

import click

from .. import exports, history, learn, news, results, trees
from ..edits import REWORDED
from ..environments import Environment, Environments, wanted
from ..errors import Refused
from ..lock import locked
from ..model import Checkpoint, natural
from ..objects import TREE
from ..processes import Outcome, Place, clean_path, run
from ..results import Results
from ..worktrees import WorkTree
from . import say
from .frame import as_json, reading
from .session import Session
from .travel import snapshot

LIMIT_SECONDS, FAILURES_SHOWN = 600, 5
TESTS = (b"tests", b"pytest.ini")  # what a checkpoint judges by
REQUIRED = ("requirements.txt", "tests/requirements.txt")
PYTEST = ("-m", "pytest", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", "tests")


@reading("chapters check 3b")
@click.argument("label", required=False)
def check(session: Session, label: str | None) -> None:
    """Test your own files by the tests of a checkpoint, and say what differs from it.

    Without LABEL: the step after this one if you have changed anything here, else this one.
    Your files are copied elsewhere first; nothing of yours is touched.
    """
    tree = session.tree
    if not tree or not tree.commit:
        raise Refused("There is no work tree here. Next: cd to your clone")
    own = _own_files(session, tree)
    checkpoint = session.checkpoint(label) if label else _next_or_here(session, own)
    files = session.store.commit(checkpoint.oid).tree
    failed = False
    if session.store.entry(files, TESTS[0]):
        found = _tested(session, tree, own, checkpoint)
        failed = bool(found.failures)
        _say_found(checkpoint, found)
    else:
        say.line(f"{checkpoint} has no tests yet; compare the files")
    _say_difference(session, checkpoint, files, own)
    click.get_current_context().exit(1 if failed else 0)


def _own_files(session: Session, tree: WorkTree) -> str:
    """The tree of the files here, untracked ones too, without what only main has."""
    with locked(session.git.common):
        found = snapshot(session, tree)
    if session.here:
        return found.files
    names = {name.rstrip("/").encode(): None for name in session.settings.overlay}
    return trees.with_files(session.store, found.files, names)


def _next_or_here(session: Session, own: str) -> Checkpoint:
    if not session.here:
        first = session.chain.checkpoints[0].name
        example = f"'chapters check {first}'"
        raise click.UsageError(f"HEAD is at no checkpoint: name one, as in {example}")
    here = session.chain.find(session.here)
    is_last = session.chain.tip == here.oid
    if is_last or own == session.store.commit(here.oid).tree:
        return here
    following = learn.neighbour(session.chain, here.slug, 1)
    say.aside(f"your changes are taken for {following}; "
              f"for an exercise of {here.name} type: chapters check {here.name}")  # fmt: skip
    return following


def _tested(session: Session, tree: WorkTree, own: str, checkpoint: Checkpoint) -> Results:
    """Run the checkpoint's tests over the files here, in a folder that goes afterwards."""
    environment = _environment(session, checkpoint)
    store, files = session.store, session.store.commit(checkpoint.oid).tree
    mixed = trees.files_of(store, (TREE, own), b"")
    mixed = {path: e for path, e in mixed.items() if path.split(b"/")[0] not in TESTS}
    for name in TESTS:
        mixed |= trees.files_of(store, store.entry(files, name), name)
    with tempfile.TemporaryDirectory(prefix="chapters-check-") as folder:
        copy, home = Path(folder, "copy"), Path(folder, "home")
        home.mkdir()
        exports.lay_out(session.git, tree.top, mixed, copy)
        report = Path(folder, "report.xml")
        words = [environment.python, *PYTEST, f"--junitxml={report}"]
        say.aside(f"the tests of {checkpoint} with your files ...")
        done = run(words, Place(copy, home, clean_path()), LIMIT_SECONDS)
        return _read(report, done)


def _environment(session: Session, checkpoint: Checkpoint) -> Environment:
    """The environment that has what the checkpoint requires and nothing else."""
    store, files = session.store, session.store.commit(checkpoint.oid).tree

    def read(name: str) -> bytes | None:
        entry = store.entry(files, name.encode())
        return store.read(entry[1])[1] if entry else None

    asked = wanted(REQUIRED, read)
    made = Environments(session.git.common)
    if not made.known(asked):
        say.aside(f"installing what {checkpoint} requires, for checks only ...")
    environment = made.of(asked)
    if environment.fault:
        raise Refused(f"What {checkpoint} requires does not install: {environment.fault}")
    return environment


def _read(report: Path, done: Outcome) -> Results:
    """The results. Where pytest came to none, its own last words are the one failure."""
    if done.fault and "behind" not in done.fault:
        raise Refused(f"The tests {done.fault}: something waits for ever. Next: look for a loop")
    try:
        return results.read(report.read_bytes())
    except (OSError, ParseError):
        failure = results.Failure("", "tests", results.reason(done.output))
        return Results(0, 0, (failure,))


def _say_found(checkpoint: Checkpoint, found: Results) -> None:
    count = len(found.failures)
    if not count:
        say.done(f"{checkpoint}: all {found.passed} tests pass with your files")
        return
    say.line(f"{checkpoint}: {found.passed} tests pass, {count} do not. The first:")
    for failure in found.failures[:FAILURES_SHOWN]:
        say.line()
        say.line(click.style(f"  {failure.sentence or 'the file cannot be read'}", bold=True))
        say.line(f"    {failure.reason}")
        if failure.where:
            say.line(f"    raised from your {failure.where}")
        say.hint(f"    {failure.file}")


def _say_difference(session: Session, checkpoint: Checkpoint, files: str, own: str) -> None:
    if own == files:
        say.line(f"Your files are those of {checkpoint}.")
        return
    session.store.flush()
    stat = session.git.run("diff", "--stat", files, own, "--").decode(errors="replace")
    say.line()
    say.line(f"How your files differ from {checkpoint} (+ is only yours, - is only there):")
    say.line(stat.rstrip("\n"))
    is_tagged = session.tags.get(checkpoint.label) == checkpoint.oid
    name = checkpoint.label if is_tagged else checkpoint.oid[:10]
    say.hint(f"line by line: git diff {name}")


@reading("chapters changes --since 2")
@as_json
@click.option("--since", type=int, metavar="EDITION", help="Begin after this edition.")
def changes(session: Session, wants_json: bool, since: int | None) -> None:
    """Say what editions changed, where and why, the newest last.

    Without --since: what came after the edition that HEAD is of, or the newest edition alone.
    """
    if not session.editions:
        raise Refused("main has no edition yet. Next: git pull, then chapters sync")
    start = _edition_here(session) if since is None else since
    if since is not None and since not in {0, *(e.number for e in session.editions)}:
        raise Refused(f"There is no edition {since}; the newest is {session.newest.number}. "
                      "Next: chapters changes")  # fmt: skip
    found = [news.of(session.store, e) for e in session.editions if e.number > start]
    if wants_json:
        say.values([edition.as_dict() for edition in found])
        return
    if not found:
        say.line(f"edition {start} is the newest: nothing has changed since")
    for edition in found:
        _say_edition(edition)


def _say_edition(edition: news.News) -> None:
    head = click.style(f"edition {edition.number}", bold=True)
    say.line(f"{head}  {edition.date}  {edition.summary}")
    changes = sorted(edition.changes, key=lambda change: natural(change.label))
    more = [change for change in changes if change.why != REWORDED]
    for change in more:
        say.line(f"    {change.line}")
    told = {change.label for change in more}
    if reworded := dict.fromkeys(c.label for c in changes if c.label not in told):
        said = f"lessons in better words: {', '.join(reworded)}"
        say.line(textwrap.fill(said, 100, initial_indent="    ", subsequent_indent="    "))


def _edition_here(session: Session) -> int:
    """The edition that HEAD's checkpoint is of; the one before the newest where that is it."""
    lines = {e.number: set(history.line(session.git, e.tip)) for e in session.editions}
    known = set[str]().union(*lines.values())
    head = session.tree.commit if session.tree else ""
    words = ("rev-list", "--first-parent", head)
    ancestors = session.git.run(*words).decode().split() if head else []
    nearest = next((oid for oid in ancestors if oid in known), "")
    numbers = [number for number, oids in lines.items() if nearest in oids]
    last = session.newest.number - 1
    return min(max(numbers, default=last), last)
