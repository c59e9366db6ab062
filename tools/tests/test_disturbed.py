"""Where the disk, its rights or a hook refuse, a command says so and nothing has changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from repository import Contents, Repository, clone
from stories import mend

VETO = """#!/bin/sh
test "$1" = prepared || exit 0
while read old new ref; do
    case $ref in {pattern}) echo "not $ref" >&2; exit 1;; esac
done
exit 0
"""
FIX = ("fix", "2a", "-m", "why")
BLOCK = 4096


def refuse(reason: str) -> None:
    """Skip with the reason; where every test must run, fail."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture
def mended(chain: Repository) -> Repository:
    """A change in the work tree that a fix can take, with a new file."""
    mend(chain)
    chain.write("new.txt", "new\n" * 2000)
    chain.git("add", "new.txt")
    return chain


@pytest.mark.parametrize(
    "pattern", ["*", "refs/chapters/log", "refs/tags/*", "refs/tags/3b", "refs/heads/chapters"]
)
def test_a_veto_of_a_hook_changes_nothing(pattern: str, mended: Repository):
    hook = mended.write(".git/hooks/reference-transaction", VETO.format(pattern=pattern))
    hook.chmod(0o755)

    said = mended.refused(*FIX)

    assert re.search("aborted by .*hook. Next: mend that, then the same command again", said)
    hook.unlink()
    mended.chapters(*FIX)
    assert mended.at("2a", "app.py").startswith("app line one\n")


def test_a_veto_of_the_last_ref_leaves_all_new(mended: Repository):
    hook = mended.write(
        ".git/hooks/reference-transaction", VETO.format(pattern="refs/chapters/done")
    )
    hook.chmod(0o755)

    assert mended.run(*FIX).code == 1
    hook.unlink()

    assert "finished what a stopped command had begun: fix 2a" in mended.run("status").err
    assert mended.at("3b", "app.py").startswith("app line one\n")
    assert mended.status() == ""


@pytest.mark.parametrize("folder", ["refs/tags", "refs/heads", "refs/chapters", "objects"])
def test_a_folder_that_cannot_be_written_changes_nothing(folder: str, mended: Repository):
    before = mended.state()
    folders = [path for path in (mended.git_dir / folder).rglob("*") if path.is_dir()]
    folders.append(mended.git_dir / folder)
    for path in folders:
        path.chmod(0o555)
    try:
        done = without_power(mended, *FIX)
    finally:
        for path in folders:
            path.chmod(0o755)

    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert re.search("[Pp]ermission", done.stderr)
    assert "Next: mend that, then " in done.stderr
    assert mended.state() == before
    mended.chapters(*FIX)


def without_power(repository: Repository, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `chapters` so that the rights of a folder hold, for root as well."""
    prefix: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            refuse("root writes everywhere, and there is no setpriv to take that away")
        prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    command = [*prefix, sys.executable, "-m", "chapters", "-C", str(repository.top), *words]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(words).returncode:
        refuse("only root can mount a small file system, and not everywhere")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_changes_nothing_or_all(mended: Repository, small_disk: Path):
    ends: set[str] = set()
    blocks = 0
    while "new" not in ends:
        victim = clone(mended, small_disk / "book")
        ends.add(told(victim, blocks))
        shutil.rmtree(victim.top)
        blocks += 1

    assert "old" in ends
    assert blocks > 3


def told(victim: Repository, blocks: int) -> str:
    """Run a fix with so many blocks free, then the next command with room enough."""
    old = victim.contents()
    filler = victim.top.parent / "filler"
    fill(filler, blocks)
    answer = victim.run(*FIX)
    filler.unlink()

    next_answer = victim.run("status")

    assert next_answer.code == 0, (blocks, answer, next_answer)
    assert victim.git("fsck", "--strict", "--no-dangling") == "", blocks
    assert victim.locks() == [], blocks
    if answer.code == 0:
        return "new"
    assert answer.err.startswith("Error: "), (blocks, answer)
    assert "Next: mend that, then " in answer.err, (blocks, answer)
    return is_old_or_new(victim, old)


def is_old_or_new(victim: Repository, old: Contents) -> str:
    if victim.contents() == old:
        victim.chapters(*FIX)
        return "old"
    assert victim.at("2a", "app.py").startswith("app line one\n")
    assert victim.status() == ""
    return "rolled forward"


def fill(filler: Path, blocks: int) -> None:
    """Leave so many blocks of the disk free."""
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * BLOCK) == BLOCK:
                pass
        except OSError:
            pass
        file.truncate(max(0, file.tell() // BLOCK - blocks) * BLOCK)
