"""Kill `chapters`, and every git that it has started, at random times; say what came of it.

  python tools/tests/kills.py 3000           so many kills of a fix, its undo and its redo
  python tools/tests/kills.py 300 --plain    the same moves by one plain `git update-ref --stdin`

After each kill the next command must find all refs old or all new, no lock in the way of git,
the work tree with its branch, and every commit that there was.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from repository import Contents, Repository
from stories import OVERLAY, Step, import_steps, lesson, numbered

STEPS = 100  # each has a tag: the longer a transaction, the likelier a kill falls into it
TRIED = 4  # runs that live, to know how long one takes
LOOKED = 50  # after so many kills what can be collected is, and all that is left is looked at
Start = Callable[[], int]  # starts a group of processes, and gives its leader


@dataclass
class Figures:
    """What came of the kills. `torn` counts states between old and new right after a kill,
    `torn_after` those that the next command did not mend; `faults` is what fsck or it said."""

    kills: int = 0
    late: int = 0
    torn: int = 0
    locked: int = 0
    torn_after: int = 0
    locked_after: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.late} of them too late\n"
            f"right after the kill:    {self.torn} torn, {self.locked} with a lock left\n"
            f"after the next command:  {self.torn_after} torn, {self.locked_after} with a lock "
            f"left, {self.lost} commits lost, {len(self.faults)} faults"
        )


class Victim:
    """A chain with two states, before a fix near its root and after it, and the log of both."""

    def __init__(self, top: Path, steps: int = STEPS) -> None:
        self.repository = made = Repository(top)
        top.mkdir()
        made.git("init", "--quiet", "--template=", "--initial-branch=main")
        import_steps(made, "main", OVERLAY)
        import_steps(made, "chapters", tuple(_steps(steps)))
        made.git("checkout", "--quiet", "chapters")
        made.chapters("sync")
        made.replace("app.py", "app line 1\n", "app line one\n")
        made.chapters("fix", "1b", "-m", "why")
        self.new = made.contents()
        made.chapters("undo")
        self.old = made.contents()
        self.seen = self.commits()

    def commits(self) -> set[str]:
        return set(self.repository.git("rev-list", "--all").split())

    def look_at_all(self, figures: Figures) -> None:
        """Collect what can be collected; every commit that there was must still be there."""
        self.repository.git("reflog", "expire", "--expire=now", "--all")
        self.repository.git("gc", "--quiet", "--prune=now")
        figures.lost += len(self.seen - self.commits())
        figures.faults += self.repository.git("fsck", "--strict", "--no-dangling").splitlines()
        self.seen |= self.commits()


def _steps(count: int) -> Iterator[Step]:
    yield Step(lesson("Begin", "Part 1", "begin"), {"app.py": numbered("app")}, "1a")
    for n in range(1, count):
        label = f"{n // 20 + 1}{chr(ord('a') + n % 20)}"
        text = lesson(f"Add number {n}", f"Part {n // 20 + 1}", f"step-{n}")
        yield Step(text, {f"file{n}.txt": numbered(f"file {n}")}, label)


def kill_often(victim: Victim, kills: int, chance: random.Random) -> Figures:
    """Undo and redo the fix, each killed at a random time, and see what the next command does."""
    figures = Figures()
    longest = max(_lived(_forked(victim, word)) for word in ("redo", "undo") * (TRIED // 2))
    state = victim.old
    while figures.kills < kills and state in (victim.old, victim.new):
        start = _forked(victim, "undo" if state == victim.new else "redo")
        figures.late += not _killed(start, chance.uniform(longest / 4, longest))
        figures.kills += 1
        state = _after_a_kill(victim, figures)
    victim.look_at_all(figures)
    return figures


def _after_a_kill(victim: Victim, figures: Figures) -> Contents:
    """Count what is torn now, and what still is after the next command."""
    ends, made = (victim.old, victim.new), victim.repository
    figures.torn += made.contents() not in ends
    figures.locked += bool(made.locks())
    answer = made.run("status")
    now = made.contents()
    if answer.code or now not in ends:
        figures.torn_after += 1
        figures.faults.append(answer.err)
    if left := made.locks():
        figures.locked_after += 1
        figures.faults.append(f"{left[0]} is left")
    if figures.kills % LOOKED == 0:
        victim.look_at_all(figures)
    return now


def _forked(victim: Victim, word: str) -> Start:
    """`chapters` in a group of its own; forked, so that no kill is spent on Python's start."""

    def start() -> int:
        pid = os.fork()
        if pid:
            return pid
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os._exit(victim.repository.run(word).code)

    return start


def kill_plainly(victim: Victim, kills: int, chance: random.Random) -> Figures:
    """Move the same refs by one plain transaction of git, to see that kills do tear it."""
    figures = Figures()
    ends = [_refs(state) for state in (victim.old, victim.new)]
    starts = [_plain(victim, old, new) for old, new in (ends, ends[::-1])]
    longest = max(_lived(start) for start in starts * (TRIED // 2))
    place = 0
    while figures.kills < kills:
        figures.late += not _killed(starts[place], chance.uniform(0, longest))
        figures.kills += 1
        now = _refs(victim.repository.contents())
        figures.torn += now not in ends
        figures.locked += bool(victim.repository.locks())
        _mend(victim, ends[1 - place])
        place = 1 - place
    return figures


def _refs(state: Contents) -> dict[str, str]:
    rows = (row.partition(" ") for row in state.refs if not row.startswith("refs/chapters/"))
    return {name: oid for name, _, oid in rows}


def _plain(victim: Victim, old: dict[str, str], new: dict[str, str]) -> Start:
    lines = "".join(f"update {ref} {new[ref]} {old[ref]}\n" for ref in new)
    script = victim.repository.top.parent / f"{new['refs/heads/chapters']}.txt"
    script.write_text(lines)

    def start() -> int:
        with script.open() as stdin:
            words = ["git", "update-ref", "--stdin"]
            return subprocess.Popen(
                words, cwd=victim.repository.top, stdin=stdin, start_new_session=True
            ).pid

    return start


def _mend(victim: Victim, refs: dict[str, str]) -> None:
    """Take the locks away, and set every ref, as a person would have to by hand."""
    for lock in victim.repository.locks():
        os.unlink(lock)
    lines = "".join(f"update {ref} {oid}\n" for ref, oid in refs.items())
    victim.repository.git("update-ref", "--stdin", stdin=lines.encode())


def _lived(start: Start) -> float:
    """The seconds that it takes where nobody kills it."""
    began = time.monotonic()
    assert os.waitpid(start(), 0)[1] == 0
    return time.monotonic() - began


def _killed(start: Start, seconds: float) -> bool:
    """Whether it still ran after so long; then the whole group is killed."""
    leader = start()
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
    still_ran = os.waitpid(leader, 0)[1] == signal.SIGKILL
    while _lives(leader):  # its children, who share the lock, take a moment more
        time.sleep(0.01)
    return still_ran


def _lives(group: int) -> bool:
    """Whether a process of the group runs; a dead one holds nothing, whoever is to bury it."""
    words = ["ps", "-A", "-o", "pgid=", "-o", "stat="]
    rows = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    return any(int(row.split()[0]) == group and "Z" not in row for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kills", type=int)
    parser.add_argument("--plain", action="store_true", help="by one plain git update-ref --stdin")
    parser.add_argument("--seed", type=int, default=time.time_ns())
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chapters-kills-") as folder:
        _seal(folder)
        kill = kill_plainly if asked.plain else kill_often
        print(f"seed {asked.seed}", flush=True)
        figures = kill(Victim(Path(folder, "book")), asked.kills, random.Random(asked.seed))
    print(figures, *figures.faults, sep="\n")
    sys.exit(bool(figures.faults or figures.lost or figures.torn_after or figures.locked_after))


def _seal(folder: str) -> None:
    """Git without the settings of the user or the machine."""
    os.environ |= {"HOME": folder, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
    for kind in ("AUTHOR", "COMMITTER"):
        os.environ[f"GIT_{kind}_NAME"] = "Ada Writer"
        os.environ[f"GIT_{kind}_EMAIL"] = "ada@example.org"


if __name__ == "__main__":
    main()
