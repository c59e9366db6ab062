"""Measure the reading site of this clone: how long builds and pages take, how heavy they are.

python3 manage.py chapters site build      once, so that all it needs is installed
.venv/bin/python tools/bench/site.py       half a minute
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "chapters", "-C", str(ROOT), "site"]
SERVED = """
import gc, sys, time
from pathlib import Path
from chapters import extras
from chapters.cli.session import Session
session = Session(Path(sys.argv[1]))
extras.use(session.git.common, "requirements.txt")
from chapters.cli.live import Live
from chapters.cli.pages import bound, found_faults
live = Live(session, bound, found_faults)
gc.disable()  # as `live.serve` does
live.begin()
rows = []
for step in live.site.book.steps:
    start, cpu = time.perf_counter(), time.process_time()
    live.answer(f"steps/{step.key}.html", {})
    rows.append((time.perf_counter() - start, time.process_time() - cpu))
rows.sort()
print(*rows[-1], *rows[len(rows) // 2], len(rows))
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "site")
        cold, cold_cpu = timed([*COMMAND, "build", "--no-pictures", "--out", str(out)])
        same, same_cpu = timed([*COMMAND, "build", "--no-pictures", "--out", str(out)])
        heaviest = max(path.stat().st_size for path in out.rglob("*.html"))
    words = [sys.executable, "-c", SERVED, str(ROOT)]
    found = map(float, subprocess.check_output(words, text=True).split())
    slowest, slowest_cpu, median, median_cpu, steps = found
    rows = (
        ("cold, for 10 checkpoints", cold / steps * 10, 1.0, cold_cpu / steps * 10),
        ("nothing changed", same, 2.0, same_cpu),
        ("the slowest page served", slowest, 0.1, slowest_cpu),
        ("the median page served", median, 0.1, median_cpu),
    )
    for name, seconds, wanted, cpu in rows:
        print(f"{name:<26} {seconds:6.3f} s, processor {cpu:6.3f} s   (wanted: under {wanted} s)")
    print(f"{'the heaviest page':<26} {heaviest / 1000:6.1f} kB   (wanted: under 150 kB)")
    return int(any(seconds > wanted for _, seconds, wanted, _ in rows) or heaviest > 150_000)


def timed(words: list[str]) -> tuple[float, float]:
    """(seconds on the clock, seconds of processor time) of a command."""
    start, before = time.monotonic(), used()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start, used() - before


def used() -> float:
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


if __name__ == "__main__":
    sys.exit(main())
