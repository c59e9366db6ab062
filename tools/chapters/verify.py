"""Prove checkpoints: what no verdict says yet is run, several checks at a time."""

from __future__ import annotations

import queue
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from . import processes, trials
from .checks import Check, Result, Verdict
from .git import Git
from .known import Job, Known, Proofs, server_of, wanted_of
from .pool import Slot, slots
from .trial import Trial, end
from .turns import Turns

NOT_RUN = "not run: its requirements do not install"
NEED_NOTHING = ("install", "tests")  # that a slot would keep for the next check

Asked = tuple[Job, Check]


class Prover:
    """Carries out what has no verdict yet, in the pool's work trees."""

    def __init__(self, git: Git, proofs: Proofs) -> None:
        self._git, self._proofs, self._demands = git, proofs, proofs.demands
        self._environments = proofs.environments

    def run(self, waiting: list[Known], count: int) -> Iterator[Result]:
        """Run what is waiting, `count` checks at a time, and give each result as it comes."""
        found: queue.Queue[Result | None] = queue.Queue()
        work = [(known.job, check) for known in waiting for check in _ordered(known.waiting)]
        turns = Turns(((job, check), self._need(job, check)) for job, check in work)
        with slots(self._git, count) as pool, ThreadPoolExecutor(count) as workers:
            try:
                for worker, slot in enumerate(pool):
                    workers.submit(self._work, turns, worker, slot, found)
                yield from _until_done(found, len(work))
            finally:
                turns.end()
                processes.stop_all()
                workers.shutdown()
        processes.allow()  # not after Ctrl-C: a thread that was just being started must end

    def _need(self, job: Job, check: Check) -> str:
        """What a slot makes once for many checks: a warm Python, a `.venv`."""
        return "" if check.kind in NEED_NOTHING else wanted_of(self._demands, job, check).key

    def _work(
        self, turns: Turns[Asked], worker: int, slot: Slot, found: queue.Queue[Result | None]
    ) -> None:
        while asked := turns.take(worker):
            job, check = asked
            try:
                found.put(self._prove(job, check, slot))
            except processes.Stopped:
                pass
            except Exception as error:  # of one check, which is to end no other
                found.put(Result(job.checkpoint, check, _broken(error)))
            finally:
                found.put(None)

    def _prove(self, job: Job, check: Check, slot: Slot) -> Result:
        environment = self._environments.of(wanted_of(self._demands, job, check))
        if environment.fault and check.kind != "install":
            return Result(job.checkpoint, check, Verdict(False, NOT_RUN, output=environment.fault))
        before = None
        if check.kind == "rows" and job.previous:
            before = self._environments.of(wanted_of(self._demands, job.previous, check))
        trial = Trial(
            check, self._demands, job.checkpoint.oid, job.checkpoint.name, environment,
            job.previous.checkpoint.oid if job.previous else "",
            job.previous.checkpoint.name if job.previous else "", before, job.fills, job.tried,
            server_of(job, check),
        )  # fmt: skip
        verdict = trials.carry_out(trial, slot)
        if environment.key and (key := self._proofs.key(job, check, environment)):
            self._proofs.verdicts.put(key, verdict)
        return Result(job.checkpoint, check, verdict)


def _ordered(checks: tuple[Check, ...]) -> list[Check]:
    """What takes longest comes early, so that the workers end together."""
    early = {"install": 0, "tests": 1}
    return sorted(checks, key=lambda check: early.get(check.kind, 2))


def _broken(error: Exception) -> Verdict:
    """The verdict where a check could not come to one; it is asked again the next time."""
    detail = f"could not be carried out: {error}" if str(error) else type(error).__name__
    return Verdict(False, detail, output=end("".join(traceback.format_exception(error))))


def _until_done(found: queue.Queue[Result | None], jobs: int) -> Iterator[Result]:
    while jobs:
        result = found.get()
        if result is None:
            jobs -= 1
        else:
            yield result
