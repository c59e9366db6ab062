"""The command that proves checkpoints."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterable
from typing import Any

import click

from ..checks import Result
from ..errors import ChaptersError
from ..known import Known
from ..model import Checkpoint
from ..verify import Prover
from . import say
from .frame import as_json, reading
from .proofs import proofs
from .session import Session

AT_ONCE = 2


@reading("chapters verify; chapters verify 3b; chapters verify --bisect")
@as_json
@click.argument("labels", nargs=-1, metavar="[LABEL]...")
@click.option("--bisect", "wants_bisect", is_flag=True, help="Name the first step that fails.")
@click.option("--jobs", default=AT_ONCE, show_default=True, type=click.IntRange(1, 64),
              help="How many checkpoints are proved at once.")  # fmt: skip
def verify(
    session: Session, wants_json: bool, labels: tuple[str, ...], wants_bisect: bool, jobs: int
) -> None:
    """Prove that each checkpoint installs, runs, migrates, passes its tests and tells the truth.

    What a check has said of a checkpoint is kept, and asked again only where something that
    the check reads has changed. Without LABEL, all are proved.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what runs is stopped as well
    start, kept = time.monotonic(), proofs(session)
    known, prover = [kept.known(job) for job in kept.jobs], Prover(session.git, kept)
    if labels:
        wanted = {session.chain.find(label).oid for label in labels}
        known = [one for one in known if one.job.checkpoint.oid in wanted]
    report = Report(known, start, is_quiet=wants_json)
    if wants_bisect:
        _bisect(prover, report, known)
    else:
        report.take(prover, known, jobs)
    report.end(wants_json)


def _bisect(prover: Prover, report: Report, known: list[Known]) -> None:
    """Halve the line until the first failing step is found, if the last one fails."""
    low, high = 0, len(known) - 1
    if report.take(prover, [known[high]], 1):
        say.line(f"{known[high].job.checkpoint} passes; what fails before it is mended there")
        return
    while low < high:
        middle = (low + high) // 2
        if report.take(prover, [known[middle]], 1):
            low = middle + 1
        else:
            high = middle
    if not report.is_quiet:
        say.line(f"the first step that fails is {known[low].job.checkpoint}")


class Report:
    """What has come of it so far, on a terminal as one moving line, else a line a checkpoint."""

    def __init__(self, known: Iterable[Known], start: float, is_quiet: bool) -> None:
        self.is_quiet = is_quiet
        self._start = start
        self._results = {one.job.checkpoint.oid: list(one.results) for one in known}
        self._new = self._finished = 0

    def take(self, prover: Prover, known: list[Known], jobs: int) -> bool:
        """Run what waits, tell it as it comes, and say whether all of it passed."""
        waiting = [one for one in known if one.waiting]
        left = {one.job.checkpoint.oid: len(one.waiting) for one in waiting}
        passed = True
        self._finished = len(known) - len(waiting)
        for result in prover.run(waiting, jobs) if waiting else ():
            oid = result.checkpoint.oid
            self._results[oid].append(result)
            self._new += 1
            passed &= result.verdict.passed
            left[oid] -= 1
            self._tell(result, len(known), is_last=not left[oid])
        self._move("")
        return passed

    def _tell(self, result: Result, total: int, is_last: bool) -> None:
        if not result.verdict.passed:
            self._move("")
            self._tell_failure(result)
        if is_last:
            self._finished += 1
            self._tell_checkpoint(result.checkpoint)
        self._move(f"proving {self._finished}/{total}  {result.checkpoint}: {result.check.kind}")

    def _tell_failure(self, result: Result) -> None:
        if self.is_quiet:
            return
        verdict = result.verdict
        mark = click.style("FAIL", fg="red", bold=True)
        say.line(f"{mark}  {result.checkpoint}: {result.check.kind}: {verdict.detail}")
        if verdict.by_hand:
            say.line(f"      to see it: {verdict.by_hand}")
        for line in verdict.output.splitlines():
            say.line(f"      | {line}")

    def _tell_checkpoint(self, checkpoint: Checkpoint) -> None:
        results = self._results[checkpoint.oid]
        if self.is_quiet or sys.stderr.isatty() or not all(r.verdict.passed for r in results):
            return
        seconds = sum(result.verdict.seconds for result in results if result.is_new)
        details = ", ".join(r.verdict.detail for r in results if r.check.kind == "tests")
        say.line(f"ok    {checkpoint}  {details}  {seconds:.1f} s")

    def _move(self, text: str) -> None:
        if sys.stderr.isatty() and not self.is_quiet:
            click.echo(f"\r\x1b[K{text}", nl=False, err=True)

    def end(self, wants_json: bool) -> None:
        """Print the sum, or all of it as JSON; leave with code 1 where something failed."""
        results = [result for results in self._results.values() for result in results]
        failed = [result for result in results if not result.verdict.passed]
        if wants_json:
            say.values([_row(result) for result in results])
            click.get_current_context().exit(1 if failed else 0)
        seconds = time.monotonic() - self._start
        known = len(results) - self._new
        told = f"{say.count(self._new, 'check')} run, {known} known, in {seconds:.1f} s"
        if failed:
            names = ", ".join(dict.fromkeys(str(result.checkpoint) for result in failed))
            raise Unproved(f"{say.count(len(failed), 'check')} failed ({names}); {told}. "
                           "Next: chapters fix the step, or chapters edit it to look")  # fmt: skip
        say.done(f"{len(self._results)} checkpoints: all pass; {told}")


class Unproved(ChaptersError):
    """Some checkpoint fails a check."""


def _row(result: Result) -> dict[str, Any]:
    checkpoint, verdict = result.checkpoint, result.verdict
    return {
        "label": checkpoint.label,
        "slug": checkpoint.slug,
        "check": result.check.kind,
        "passed": verdict.passed,
        "detail": verdict.detail,
        "seconds": verdict.seconds,
        "is_new": result.is_new,
        "by_hand": verdict.by_hand,
        "output": verdict.output,
    }
