"""Read the chain, its editions, and where the user stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from . import lesson, settings
from .errors import Refused, Unknown
from .git import Git
from .model import (
    NO_EDITION,
    Chain,
    Checkpoint,
    Edition,
    Main,
    is_label,
    label_chain,
    split_edition,
    tag_chain,
)
from .objects import Commit
from .refs import Refs
from .settings import Settings
from .store import Store

CHAIN_BRANCH = "chapters"


def main_of(refs: Refs, head: str) -> Main:
    """The local branch main, else a remote-tracking one, else the commit `head`."""
    remote = sorted(ref for ref in refs.ids if re.fullmatch(r"refs/remotes/[^/]+/main", ref))
    for ref in ("refs/heads/main", "refs/remotes/origin/main", *remote):
        if refs.get(ref):
            return Main(ref, refs.get(ref))
    return Main("", head)


def line(git: Git, tip: str) -> list[str]:
    """Every commit from the root to `tip`, oldest first. Raises Refused at a merge."""
    out = git.run("rev-list", "--topo-order", "--parents", tip, "--").decode()
    rows = [row.split(" ") for row in out.splitlines()]
    for row in rows:
        if len(row) > 2:
            raise Refused(
                f"{row[0][:10]} is a merge; a chain is linear. "
                "Next: rebase the branch onto one line (git rebase), or pass another --branch"
            )
    if git.is_shallow and rows[-1][0] in (git.common / "shallow").read_text().split():
        raise Refused("This clone is shallow and lacks old commits. Next: git fetch --unshallow")
    return [row[0] for row in reversed(rows)]


def read_chain(git: Git, store: Store, refs: Refs, tip: str) -> Chain:
    """The chain that ends at `tip`, labelled by its trailers, or by tags where it has none."""
    oids = line(git, tip)
    ends = [lesson.parse(store.commit(oid).message) for oid in (oids[0], oids[-1])]
    if any(end.values("Checkpoint") for end in ends):
        return relabelled(store, oids)
    return tag_chain(oids, tags_by_commit(refs), {oids[-1]: ends[1].title})


def relabelled(store: Store, oids: Iterable[str]) -> Chain:
    """The chain of these commits, labels computed afresh."""
    return label_chain((c.oid, lesson.parse(c.message)) for c in store.commits(oids))


def tags_by_commit(refs: Refs) -> Mapping[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for name, oid in refs.below("refs/tags/").items():
        tags.setdefault(oid, []).append(name)
    return tags


def editions(git: Git, store: Store, main: Main) -> tuple[Edition, ...]:
    """What main's own line has published, the oldest first."""
    if not main.commit:
        return ()
    out = git.run("rev-list", "--first-parent", "--min-parents=2", "--max-parents=2", main.commit)
    found = [_edition(commit) for commit in store.commits(out.decode().split())]
    return tuple(sorted((e for e in found if e), key=lambda e: e.number))


def _edition(commit: Commit) -> Edition | None:
    numbers = lesson.parse(commit.message).values("Edition")
    if len(numbers) != 1 or not numbers[0].isdecimal():
        return None
    return Edition(int(numbers[0]), commit.oid, commit.parents[1])


def misplaced_editions(git: Git, store: Store, main: Main) -> tuple[str, ...]:
    """Commits of main that name an edition and are no stitch of its own line: side merges and
    squashes, which publish nothing."""
    words = ("rev-list", "-E", "--grep=^Edition: [0-9]+$", main.commit)
    found = set(git.run(*words).decode().split())
    named = [
        c.oid for c in store.commits(sorted(found)) if lesson.parse(c.message).value("Edition")
    ]
    stitches = {edition.stitch for edition in editions(git, store, main)}
    return tuple(oid for oid in named if oid not in stitches)


def newest(found: tuple[Edition, ...]) -> Edition:
    return found[-1] if found else NO_EDITION


def edition_of(chain: Chain, found: tuple[Edition, ...]) -> Edition:
    """The newest edition whose tip the chain still contains; NO_EDITION if none."""
    oids = {checkpoint.oid for checkpoint in chain}
    return newest(tuple(edition for edition in found if edition.tip in oids))


def settings_at(store: Store, main: Main) -> Settings:
    """The settings in main's tree; the defaults where it has none."""
    entry = store.entry(store.commit(main.commit).tree, settings.PATH) if main.commit else None
    return settings.parse(store.read(entry[1])[1]) if entry else Settings()


def checkpoint_named(
    git: Git, store: Store, refs: Refs, chain: Chain, found: tuple[Edition, ...], name: str
) -> Checkpoint:
    """The checkpoint that `7a`, a slug, `7a@3` or a commit id means. Raises Unknown."""
    label, number = split_edition(name)
    if number is None:
        return chain.at(label) or chain.find(label)
    for edition in found:
        if edition.number == number:
            return read_chain(git, store, refs, edition.tip).find(label)
    known = f"1 to {found[-1].number}" if found else "none"
    raise Unknown(f"There is no edition {number}; main has {known}. Next: chapters list")


def here(git: Git, store: Store, chain: Chain, ours: Callable[[], set[str]], head: str) -> str:
    """The slug of the nearest commit among HEAD's first-parent ancestors that is a checkpoint
    of the chain, an edition or an operation; empty if there is none."""
    slugs = {checkpoint.oid: checkpoint.slug for checkpoint in chain}
    if slugs.get(head) or not head:
        return slugs.get(head, "")
    ancestors = git.run("rev-list", "--first-parent", head).decode().split()
    known = set() if chain.is_foreign else ours()
    for oid in ancestors:
        if slugs.get(oid):
            return slugs[oid]
        if oid in known and (slug := lesson.parse(store.commit(oid).message).value("Checkpoint")):
            return slug
    return ""


def label_tags(refs: Refs) -> dict[str, str]:
    """The tags that look like labels: name -> id."""
    return {name: oid for name, oid in refs.below("refs/tags/").items() if is_label(name)}
