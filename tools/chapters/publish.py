"""One stitch: the merge commit on main that makes the working chain an edition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from . import contents
from .edits import Edit, Fix, Insert, Resolution, command
from .errors import Refused
from .git import Git
from .model import Chain, Edition, Main
from .objects import new_commit
from .operations import Operation
from .overlay import stripped
from .settings import Settings
from .store import Store
from .trees import with_files

FILE = b"100644"


class Stitch(NamedTuple):
    """A stitch that is written and not yet on main."""

    edition: Edition
    tree: str
    message: str


def stitch(
    git: Git, store: Store, main: Main, settings: Settings, before: Chain | None, chain: Chain,
    number: int, waiting: tuple[Operation, ...], summary: str,
) -> Stitch:  # fmt: skip
    """Write the stitch of edition `number`; move no ref."""
    tree = joined(store, store.commit(main.commit).tree, store.commit(chain.tip).tree, settings)
    page = store.add("blob", contents.page(chain, number))
    tree = with_files(store, tree, {contents.PATH: (FILE, page)})
    edits = tuple(edit for operation in waiting for edit in operation.edits)
    lines = edit_lines(before, chain, waiting)
    text = message(summary, lines, _authors(edits), number)
    parents = main.commit, chain.tip
    oid = store.add("commit", new_commit(tree, parents, git.identity, text.encode()))
    return Stitch(Edition(number, oid, chain.tip), tree, text)


def joined(store: Store, main_tree: str, chain_tree: str, settings: Settings) -> str:
    """The chain's tree with the overlay that main has."""
    names = [name.rstrip("/").encode() for name in settings.overlay]
    overlay = {name: store.entry(main_tree, name) for name in names}
    return with_files(store, stripped(store, chain_tree, settings), overlay)


def message(summary: str, lines: Iterable[str], authors: Iterable[str], number: int) -> str:
    body = "".join(f"{line}\n" for line in lines)
    trailers = [f"Co-authored-by: {author}" for author in authors] + [f"Edition: {number}"]
    return f"{summary.strip()}\n\n{body}\n" + "\n".join(trailers) + "\n"


def edit_lines(
    before: Chain | None, chain: Chain, waiting: tuple[Operation, ...]
) -> tuple[str, ...]:
    """One line an edit, one an undoing of what was public, one a checkpoint of plain commits."""
    labels = {c.slug: c.label for c in (*(before or ()), *chain)}
    known, lines = {c.slug for c in before or ()}, list[str]()
    for operation in waiting:
        lines += [operation.title] * (not operation.edits)
        for edit in operation.edits:
            if not isinstance(edit, Resolution):
                label = labels.get(edit.slug, "-")
                lines.append(f"{command(edit)} {label} {edit.slug}: {edit.why}")
            known |= {edit.slug} if isinstance(edit, Insert) else set()
    added = [f"add {c.label} {c.slug}: {c.title}" for c in chain if c.slug not in known]
    return tuple(lines + added)


def _authors(edits: tuple[Edit, ...]) -> tuple[str, ...]:
    named = [author for e in edits if isinstance(e, Fix | Insert) for author in e.authors]
    return tuple(dict.fromkeys(named))


def refuse_untrue_main(store: Store, main: Main, newest: Edition, settings: Settings) -> None:
    """Raise Refused where main's tree is anything but its edition's tip and the overlay."""
    fault = untrue_main(store, main, newest, settings)
    if fault:
        raise Refused(fault)


def untrue_main(store: Store, main: Main, newest: Edition, settings: Settings) -> str:
    """What main holds that neither its edition's tip nor the overlay has; empty if nothing."""
    tip = store.commit(newest.tip).tree if newest.number else store.add("tree", b"")
    own = set(store.tree(stripped(store, store.commit(main.commit).tree, settings)).items())
    names = sorted(
        name for name, _ in own ^ set(store.tree(stripped(store, tip, settings)).items())
    )
    if not names:
        return ""
    shown = ", ".join(name.decode(errors="replace") for name in dict.fromkeys(names))
    return (
        f"main differs from edition {newest.number} in {shown}, outside of the overlay. "
        f"Next: chapters fix LABEL --from main, then git checkout {newest.tip[:10]} -- the path"
    )


def refuse_behind(git: Git, main: Main) -> None:
    """Raise Refused where main lacks commits of its upstream."""
    words = ("rev-parse", "--verify", "--quiet", "main@{upstream}")
    upstream = git.ask(*words)[1].decode().strip()
    if upstream and git.ask("merge-base", "--is-ancestor", upstream, main.commit)[0]:
        raise Refused("main lacks commits of its upstream. Next: git pull on main, chapters sync")
