"""Measure the app's hot pages at a checkpoint, against the leanest Flask app that shows the same.

    .venv/bin/python tools/bench/app.py                     the chain's newest; under 3 minutes
    .venv/bin/python tools/bench/app.py --checkpoint LABEL --json FILE
    .venv/bin/python tools/bench/app.py --compare A B       labels, in one run; or files of --json
    .venv/bin/python tools/bench/app.py --database postgresql://user:password@host/name

SQL statements, server time in the test client, requests a second under gunicorn, and growth: a
second database has a tenth of the posts. All pages of all apps are asked in turn, round after
round, so that a machine that slows down slows all of them. Exit code 1 where a target is missed.

The apps run with the settings of production, but that a program may ask more often. No bound on
tries is lifted: a right password counts as none, and an answer that is refused is reported, never
counted as fast.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from apps import Asked, Trio, begun, in_turn, under_load
from checkpoints import Kept, Place, git
from figures import Page, Report, read, side_by_side, table
from load import Load, client

Loads = dict[Asked, dict[str, Load]]
CHAIN = "chapters"  # the branch whose tip is the newest


def measured(labels: list[str], asked: argparse.Namespace) -> list[Report]:
    kept = Kept(asked.kept, asked.python)
    places = [filled(kept, label, asked) for label in labels]
    with ExitStack() as stack:
        trios = [begun(stack, *pair) for pair in places]
        for one in [one for trio in trios for one in trio.all]:
            one.begin()
        for turn in range(asked.rounds):
            in_turn(trios, turn)
        loads = under_load(trios, asked.seconds) if asked.seconds else {}
        return [report(trio, loads, asked) for trio in trios]


def filled(kept: Kept, label: str, asked: argparse.Namespace) -> list[Place]:
    """The database with few posts, and the one with many; both are filled at once."""
    at = kept.checkpoint(label)

    def place(posts: int) -> Place:
        return kept.place(at, asked.people, posts, asked.database, asked.fresh)

    with ThreadPoolExecutor() as pool:
        return list(pool.map(place, (asked.posts // 10, asked.posts)))


def report(trio: Trio, loads: Loads, asked: argparse.Namespace) -> Report:
    ours, floors = loads.get(trio.large, {}), loads.get(trio.floor, {})
    pages = {name: page(trio, name, ours.get(name), floors.get(name)) for name in trio.names}
    at, known = trio.large.place.checkpoint, trio.large.place.known
    kind = trio.large.place.url.partition(":")[0].partition("+")[0]
    size = f"{asked.people:,} people, {asked.posts:,} posts"
    words = (at.label, at.tree, kind, size, known["seconds"], pages, trio.large.lacking)
    return Report(*words, tuple(notes(ours, asked)))


def page(trio: Trio, name: str, ours: Load | None, floors: Load | None) -> Page:
    return Page(
        statements=trio.large.acts[name]["statements"],
        posts=trio.large.acts[name]["posts"],
        floor_posts=trio.floor.acts[name]["posts"],
        large=trio.large.time(name),
        small=trio.small.time(name),
        floor=trio.floor.time(name),
        per_second=ours.per_second if ours else None,
        floor_per_second=floors.per_second if floors else None,
    )


def notes(loads: dict[str, Load], asked: argparse.Namespace) -> list[str]:
    if not asked.seconds:
        return []
    found = [f"requests by {client()}: 8 connections to gunicorn with 2 sync workers"]
    for name, one in loads.items():
        if one.refused:
            refused = f"{one.refused:,} of {one.answers:,} answers were refused"
            found.append(f"{name}: {refused}, by a bound of the app perhaps; not counted")
    return found


def told(name: str) -> Report:
    """What --json kept in a file of an earlier run."""
    return read(json.loads(Path(name).read_text()))


def compared(names: list[str], asked: argparse.Namespace) -> list[Report]:
    """Two checkpoints are measured in one run; else two files are read."""
    if all(Path(name).is_file() for name in names):
        return [told(name) for name in names]
    return measured(names, asked)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--checkpoint", metavar="LABEL", help="or any other name that git knows (the newest)")
    add("--compare", nargs=2, metavar=("A", "B"), help="two checkpoints, or two files of --json")
    add("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    add("--database", default="", metavar="URL", help="of PostgreSQL, to make schemas in")
    add("--people", type=int, default=5_000, help="so many (5,000)")
    add("--posts", type=int, default=500_000, help="so many (500,000)")
    add("--rounds", type=int, default=60, help="of all pages (60)")
    add("--seconds", type=float, default=2, help="of load a page and turn (2); 0 for none")
    add("--fresh", action="store_true", help="fill databases anew")
    add("--kept", type=Path, metavar="FOLDER", help="where databases are kept")
    add("--python", help="that of an environment with all requirements, instead of a new one")
    return parser.parse_args()


def newest() -> str:
    return CHAIN if git("for-each-ref", f"refs/heads/{CHAIN}") else "HEAD"


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left behind
    asked = arguments()
    try:
        return answered(asked)
    except subprocess.CalledProcessError as failed:
        sys.exit(f"Error: {Path(failed.cmd[0]).name} failed, see above")
    except RuntimeError as refused:
        sys.exit(f"Error: {refused}")


def answered(asked: argparse.Namespace) -> int:
    if asked.compare:
        print(*side_by_side(*compared(asked.compare, asked)), sep="\n")
        return 0
    [found] = measured([asked.checkpoint or newest()], asked)
    print(*table(found), sep="\n")
    if asked.json:
        asked.json.write_text(json.dumps(asdict(found), indent=2))
    return int(any(found.faults))


if __name__ == "__main__":
    sys.exit(main())
