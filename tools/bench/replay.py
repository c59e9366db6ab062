"""Measure `chapters fix` against `git rebase --onto` and a script that moves the tags.

    python3 tools/bench/replay.py            every size; nearly all of its time is git rebase's
    python3 tools/bench/replay.py --quick    two small sizes, some seconds

Each round copies one history for each rival, puts the same one-line fix near its root, in turn, and
compares every tag's tree. The rival gets its fixed commit for nothing: only the rebase and the tags
are timed. `chapters` is timed as a person types it: the whole process, from the changed file in the
work tree to the work tree on the new tip.
"""

from __future__ import annotations

import argparse
import json
import platform
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from ground import Ground, prepare
from measure import Cost, cost, together_bytes

# git-rebase(1) hands each pair `OLD NEW` to this hook: one pass, one transaction.
RETAG = """#!/bin/sh
{ echo "$FIX_OLD $FIX_NEW"; cat; git for-each-ref --format='%(refname) %(objectname)' refs/tags; } |
awk '/^refs/ { if ($2 in new) print "update", $1, new[$2], $2; next } { new[$1] = $2 }' |
git update-ref --stdin
"""


@dataclass(frozen=True)
class Size:
    """A history's size; the fix goes to its first tag after the root."""

    commits: int
    files: int
    tag_every: int

    def __str__(self) -> str:
        return f"{self.commits:,} x {self.files:,}, {self.commits // self.tag_every:,} tags"

    @property
    def tag(self) -> str:
        return f"t{max(2, self.tag_every)}"


FULL = (
    Size(60, 50, 1), Size(1_000, 200, 10), Size(1_000, 200, 1), Size(1_000, 2_000, 10),
    Size(10_000, 200, 10),
)  # fmt: skip
QUICK = (Size(60, 50, 1), Size(200, 100, 10))


@dataclass(frozen=True)
class Result:
    """All rounds of one size, in the order they were taken."""

    size: Size
    rebase: tuple[Cost, ...]
    chapters: tuple[Cost, ...]
    together_bytes: int
    trees_equal: bool

    @property
    def ratio(self) -> float:
        return middle(self.rebase, "seconds") / middle(self.chapters, "seconds")

    @property
    def cpu_ratio(self) -> float:
        """Steadier than `ratio` on a machine that others use too."""
        return middle(self.rebase, "cpu_seconds") / middle(self.chapters, "cpu_seconds")

    @property
    def largest_bytes(self) -> int:
        return max(cost.largest_bytes for cost in self.chapters)


def middle(costs: tuple[Cost, ...], field: str) -> float:
    return float(median(getattr(cost, field) for cost in costs))


def measure(ground: Ground, size: Size, rounds: int, budget_seconds: float) -> Result:
    """At least one round, at most `rounds`, no new one once the budget is spent."""
    history = ground.history(size.commits, size.files, size.tag_every)
    start = time.monotonic()
    found: list[tuple[Cost, Cost, bool]] = []
    while not found or (len(found) < rounds and time.monotonic() - start < budget_seconds):
        found.append(one_round(ground, history, size.tag, len(found)))
    with ground.copy(history, "memory") as folder:
        together = together_bytes(command(ground, size.tag), folder, ground.environment)
    rebase, chapters, same = zip(*found, strict=True)
    return Result(size, rebase, chapters, together, all(same))


def one_round(ground: Ground, history: Path, tag: str, turn: int) -> tuple[Cost, Cost, bool]:
    """(rebase, chapters, same result); who goes first changes with the turn."""
    costs: dict[str, Cost] = {}
    ends: list[str] = []
    rivals = [("rebase", with_rebase), ("chapters", with_chapters)]
    for name, run in rivals if turn % 2 else reversed(rivals):
        with ground.copy(history, name) as folder:
            before = trees(ground, folder)
            costs[name] = run(ground, folder, tag)
            ends.append(trees(ground, folder))
    return costs["rebase"], costs["chapters"], ends[0] == ends[1] != before


def with_rebase(ground: Ground, folder: Path, tag: str) -> Cost:
    """The rival: its fixed commit is made before the clock starts."""
    change = ground.git(folder, "stash", "create")
    ground.git(folder, "checkout", "--quiet", "--force", tag)
    ground.git(folder, "cherry-pick", "--no-commit", "--mainline=1", change)
    ground.git(folder, "commit", "--quiet", "--amend", "--no-edit")
    old, new = ground.git(folder, "rev-parse", tag, "HEAD").split()
    ground.git(folder, "checkout", "--quiet", "line")
    hook = folder / ".git" / "hooks" / "post-rewrite"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(RETAG)
    hook.chmod(0o755)
    environment = {**ground.environment, "FIX_OLD": old, "FIX_NEW": new}
    return cost(["git", "rebase", "--quiet", "--onto", new, old, "line"], folder, environment)


def with_chapters(ground: Ground, folder: Path, tag: str) -> Cost:
    return cost(command(ground, tag), folder, ground.environment)


def command(ground: Ground, tag: str) -> list[str]:
    return [str(ground.chapters), "--branch", "line", "fix", tag, "-m", "Mend a line near the root"]


def trees(ground: Ground, folder: Path) -> str:
    """Each tag and the branch with its tree, and what the work tree differs in (nothing)."""
    words = ("for-each-ref", "--format=%(refname) %(tree)", "refs/tags", "refs/heads")
    changed = ground.git(folder, "diff-index", "HEAD", "--")
    return ground.git(folder, *words) + changed


HEAD = (
    "commits x files, tags", "rounds", "rebase", "chapters", "ratio", "cpu ratio", "largest",
    "together", "trees",
)  # fmt: skip


def row(result: Result) -> tuple[str, ...]:
    return (
        str(result.size),
        str(len(result.chapters)),
        f"{middle(result.rebase, 'seconds'):.2f} s",
        f"{middle(result.chapters, 'seconds'):.3f} s",
        f"{result.ratio:.1f}",
        f"{result.cpu_ratio:.1f}",
        f"{result.largest_bytes / 1e6:.0f} MB",
        f"{result.together_bytes / 1e6:.0f} MB",
        "equal" if result.trees_equal else "DIFFER",
    )


def show(cells: tuple[str, ...]) -> None:
    print(f"| {cells[0]:<26} |" + "|".join(f"{cell:>9} " for cell in cells[1:]) + "|", flush=True)


def document(results: list[Result], ground: Ground) -> dict[str, object]:
    git = ground.git(ground.folder, "version")
    rows = [{**asdict(r), "ratio": r.ratio, "cpu_ratio": r.cpu_ratio} for r in results]
    return {"git": git, "python": platform.python_version(), "results": rows}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="two small sizes")
    parser.add_argument("--only", metavar="N", type=int, help="only the N-th size, from 1")
    parser.add_argument("--rounds", type=int, default=5, help="at most so many a size (5)")
    parser.add_argument("--budget", type=float, default=300, metavar="SECONDS",
                        help="begin no further round of a size after this long (300)")  # fmt: skip
    parser.add_argument("--chapters", type=Path, help="the installed command, if there is one")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser.parse_args()


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left behind
    asked = arguments()
    sizes = QUICK if asked.quick else FULL
    chosen = sizes[asked.only - 1 : asked.only] if asked.only else sizes
    with tempfile.TemporaryDirectory(prefix="replay-bench-") as name:
        ground = prepare(Path(name), asked.chapters)
        results = []
        say = (lambda cells: None) if asked.json else show
        say(HEAD)
        for size in chosen:
            results.append(measure(ground, size, asked.rounds, asked.budget))
            say(row(results[-1]))
        if asked.json:
            print(json.dumps(document(results, ground), indent=2))
    return 0 if all(result.trees_equal for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
