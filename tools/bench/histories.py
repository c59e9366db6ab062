"""Make linear histories of any size with `git fast-import`, quickly and the same each time.

As a program: python3 tools/bench/histories.py FOLDER COMMITS FILES TAG_EVERY
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

AUTHOR = b"Ada Writer <ada@example.org>"
START = 1_600_000_000
FOLDER_SIZE = 20
FIRST_LINES, MOST_LINES = 30, 300
KEPT_LINES = 10  # the first lines are left to the fix, so that it never conflicts
FILES_A_STEP, LINES_A_FILE = (2, 3, 4), 12  # the median step of a tutorial: 36 lines in 3 files


def make(folder: Path, commits: int, files: int, tag_every: int, seed: int = 1) -> None:
    """A repository with branch `line`: `commits` steps over `files` files.

    Every `tag_every`-th commit has a tag `tN`; the first holds all files, 30 lines each.
    Objects and tags are packed, as a fresh clone has them.
    """
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=folder, check=True, env=environment)

    folder.mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=line")
    with subprocess.Popen(
        ["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE, env=environment
    ) as importer:
        assert importer.stdin
        importer.stdin.writelines(stream(commits, files, tag_every, random.Random(seed)))
    git("repack", "-adfq")
    git("pack-refs", "--all")
    git("reset", "--quiet", "--hard")


def path_of(number: int) -> str:
    """The name of a file: folders of a score."""
    return f"part{number // FOLDER_SIZE:03}/module{number:04}.py"


def stream(commits: int, files: int, tag_every: int, chance: random.Random) -> Iterator[bytes]:
    """What git-fast-import(1) reads."""
    contents = {n: [f"line {i} of file {n}" for i in range(FIRST_LINES)] for n in range(files)}
    for step in range(1, commits + 1):
        touched = list(contents)
        if step > 1:
            touched = chance.sample(range(files), k=min(files, chance.choice(FILES_A_STEP)))
            for number in touched:
                _change(contents[number], step, chance)
        yield _commit(step, touched, contents)
        if step % tag_every == 0:
            yield b"reset refs/tags/t%d\nfrom :%d\n\n" % (step, step)


def _change(lines: list[str], step: int, chance: random.Random) -> None:
    """New lines somewhere; in a long file in the place of old ones."""
    start = chance.randrange(KEPT_LINES, len(lines) - LINES_A_FILE)
    end = start + LINES_A_FILE if len(lines) >= MOST_LINES else start
    lines[start:end] = [f"step {step}: {chance.random()}" for _ in range(LINES_A_FILE)]


def _commit(step: int, touched: list[int], contents: dict[int, list[str]]) -> bytes:
    message = b"Step %d\n\nWhat this step adds and why.\n" % step
    who = b"%s %d +0000" % (AUTHOR, START + step * 60)
    parts = [
        b"commit refs/heads/line\nmark :%d\nauthor %s\ncommitter %s\n" % (step, who, who),
        b"data %d\n%s" % (len(message), message),
        b"from :%d\n" % (step - 1) if step > 1 else b"",
    ]
    for number in touched:
        text = "\n".join(contents[number]).encode() + b"\n"
        parts.append(
            b"M 644 inline %s\ndata %d\n%s\n" % (path_of(number).encode(), len(text), text)
        )
    return b"".join([*parts, b"\n"])


if __name__ == "__main__":
    make(Path(sys.argv[1]), *(int(word) for word in sys.argv[2:5]))
