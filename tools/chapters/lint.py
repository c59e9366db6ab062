"""Every rule that a chain and its publication must hold; all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from statistics import median, quantiles
from typing import NamedTuple

from . import contents, lesson
from .git import Git
from .model import Chain, Checkpoint
from .settings import Sizes
from .store import Store
from .trees import printable

TESTS = "tests/"
FEW = 5  # labels named one by one


class Size(NamedTuple):
    """What a step asks of a reader: counted lines and files, and which of these are tests'."""

    checkpoint: Checkpoint
    lines: int
    files: int
    test_lines: int
    test_files: int


def lessons(store: Store, chain: Chain) -> list[str]:
    """Lessons out of form."""
    return [
        f"{checkpoint.label} {checkpoint.slug}: {fault}"
        for checkpoint, commit in zip(chain, store.commits(c.oid for c in chain), strict=True)
        for fault in lesson.form_faults(lesson.parse(commit.message))
    ]


def sizes(git: Git, chain: Chain, bounds: Sizes) -> list[Size]:
    """Each step's size by `git log --numstat`; renames count what changed in them."""
    words = ("log", "--reverse", "--numstat", "-M", "-z", "--root", "--format=%x01%H", chain.tip)
    blocks = git.run(*words).split(b"\x01")[1:]
    by_commit = {block.partition(b"\0")[0].decode(): _size(block, bounds) for block in blocks}
    return [Size(checkpoint, *by_commit[checkpoint.oid]) for checkpoint in chain]


def _size(block: bytes, bounds: Sizes) -> tuple[int, int, int, int]:
    changed = [(path, lines) for path, lines in _numstat(block) if _counts(path, bounds)]
    tests = [lines for path, lines in changed if path.startswith(TESTS)]
    code = [lines for path, lines in changed if not path.startswith(TESTS)]
    test_lines = min(sum(tests), bounds.free_test_lines_after)
    return sum(code) + test_lines, len(changed), test_lines, len(tests)


def _counts(path: str, bounds: Sizes) -> bool:
    return not any(fnmatchcase(path, pattern) for pattern in bounds.uncounted)


def _numstat(block: bytes) -> Iterator[tuple[str, int]]:
    """(path, changed lines); a renamed file stands as `counts NUL old NUL new NUL`."""
    fields = iter(block.partition(b"\0")[2].lstrip(b"\n").split(b"\0"))
    for field in fields:
        added, _, rest = field.lstrip(b"\n").partition(b"\t")
        deleted, _, path = rest.partition(b"\t")
        if not added:
            continue
        if not path:
            path = [next(fields), next(fields)][1]
        yield printable(path), sum(int(n) for n in (added, deleted) if n != b"-")


def size_faults(found: list[Size], bounds: Sizes) -> list[str]:
    """Steps, or the whole, beyond their bounds."""
    faults = [
        f"{size.checkpoint.label} {size.checkpoint.slug}: {size.lines} changed lines, "
        f"at most {bounds.most_lines} fit a step"
        for size in found
        if size.lines > bounds.most_lines
    ]
    return faults + (_faults_of_the_whole(found, bounds) if len(found) > 1 else [])


def _faults_of_the_whole(found: list[Size], bounds: Sizes) -> list[str]:
    faults = []
    lines = median(s.lines - s.test_lines for s in found)  # decisions/0017
    files = median(s.files - s.test_files for s in found)
    ninth = quantiles((s.lines for s in found), n=10, method="inclusive")[-1]
    if lines > bounds.median_code_lines or files > bounds.median_code_files:
        faults.append(
            f"the median step has {lines:g} lines of code in {files:g} files; "
            f"at most {bounds.median_code_lines} and {bounds.median_code_files} are wanted"
        )
    if ninth > bounds.ninth_decile_lines:
        faults.append(
            f"one step in ten has over {ninth:.0f} lines; {bounds.ninth_decile_lines} are wanted"
        )
    return faults


def tag_faults(chain: Chain, tags: Mapping[str, str]) -> list[str]:
    """Labels that are absent, or at another commit than their checkpoint."""
    wanted = {checkpoint.label: checkpoint.oid for checkpoint in chain}
    absent = [label for label in wanted if label not in tags]
    faults = [f"no tag for {_shortly(absent)}. Next: chapters sync"] * bool(absent)
    faults += [
        f"tag {label} is at {tags[label][:10]}, its checkpoint is {oid[:10]}. Next: chapters sync"
        for label, oid in wanted.items()
        if tags.get(label, oid) != oid
    ]
    return faults + [f"tag {label} is on no checkpoint" for label in tags if label not in wanted]


def _shortly(labels: list[str]) -> str:
    if len(labels) <= FEW:
        return ", ".join(labels)
    return f"{len(labels)} checkpoints, {labels[0]} to {labels[-1]}"


def contents_faults(store: Store, main_tree: str, published: Chain, number: int) -> list[str]:
    """CHAPTERS.md against the chain that main has published."""
    entry = store.entry(main_tree, contents.PATH)
    if entry and store.read(entry[1])[1] == contents.page(published, number):
        return []
    return [f"CHAPTERS.md is not that of edition {number}. Next: chapters publish"]
