"""Prove checkpoints: what no verdict says yet is run, several checks at a time."""

from __future__ import annotations

import os
import queue
import traceback
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

from . import environments, lesson, network, processes, trials, tryit, verdicts
from .checks import Check, Demands, Result, Verdict, has_begun
from .environments import Environment, Environments, Wanted
from .git import Git
from .model import Chain, Checkpoint
from .pool import Slot, slots
from .store import Store
from .trial import Trial, end
from .turns import Turns
from .verdicts import Verdicts

NOT_RUN = "not run: its requirements do not install"
DATABASE_KINDS = ("migrate", "rows", "tests")
NEED_NOTHING = ("install", "tests")  # that a slot would keep for the next check


@dataclass(frozen=True)
class Job:
    """One checkpoint to prove: its checks, and what they read."""

    checkpoint: Checkpoint
    checks: tuple[Check, ...]
    tree: str
    tried: str  # the lesson's text under "Try it"
    wanted: Mapping[tuple[str, ...], Wanted]
    server: str = ""
    previous: Job | None = None
    fills: bool = False  # whether the checkpoint before has commands that make demo data
    ends_chapter: bool = True


Asked = tuple[Job, Check]


@dataclass(frozen=True)
class Known:
    """What is said of a job already, and the checks that still have to be run."""

    job: Job
    results: tuple[Result, ...]
    waiting: tuple[Check, ...]


class Prover:
    """The jobs of a chain, their verdicts, and the environments and work trees they need."""

    def __init__(self, git: Git, store: Store, chain: Chain, demands: Demands) -> None:
        self._git, self._store, self._chain, self._demands = git, store, chain, demands
        self._verdicts, self._environments = Verdicts(git.common), Environments(git.common)

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """A job for every checkpoint, in the chain's order."""
        found: list[Job] = []
        commits = self._store.commits([checkpoint.oid for checkpoint in self._chain])
        for place, commit in enumerate(list(commits)):
            before = found[-1] if found else None
            text = tryit.section(lesson.parse(commit.message).body)
            text = text if tryit.blocks(text) else ""
            found.append(self._job(place, commit.tree, text, before))
        return tuple(found)

    def _job(self, place: int, tree: str, tried: str, before: Job | None) -> Job:
        demands, chain = self._demands, self._chain
        can = {"rows": before and place > demands.place_of("rows", chain), "try-it": tried}
        kept = tuple(check for check in demands.at(chain, place) if can.get(check.kind, True))
        names = {demands.requirements_of(check) for check in kept} | {demands.requirements}
        wanted = {files: environments.wanted(files, partial(self._read, tree)) for files in names}
        server = self._server if has_begun(chain, demands.server_since, place) else ""
        fills = any(c.fill and place and has_begun(chain, c.fill_since, place - 1) for c in kept)
        step, after = chain.checkpoints[place], chain.checkpoints[place + 1 : place + 2]
        ends = not after or after[0].chapter != step.chapter
        return Job(step, kept, tree, tried, wanted, server, before, fills, ends)

    def _read(self, tree: str, path: str) -> bytes | None:
        entry = self._store.entry(tree, path.encode())
        return self._store.read(entry[1])[1] if entry else None

    @cached_property
    def _server(self) -> str:
        """The address of the database server that the environment names, if it answers."""
        url = os.environ.get(self._demands.server_variable, "")
        parts = urlsplit(url)
        answers = url and network.answers(parts.hostname or "127.0.0.1", parts.port or 5432)
        return url if answers else ""

    def known(self, job: Job) -> Known:
        """What earlier runs have said of a job; what failed is asked again."""
        results, waiting = [], []
        for check in job.checks:
            verdict = self._verdict(job, check)
            if verdict and verdict.passed:
                results.append(Result(job.checkpoint, check, verdict, is_new=False))
            else:
                waiting.append(check)
        return Known(job, tuple(results), tuple(waiting))

    def _verdict(self, job: Job, check: Check) -> Verdict | None:
        environment = self._environments.known(_wanted(self._demands, job, check))
        key = self._key(job, check, environment) if environment else ""
        return self._verdicts.get(key) if key else None

    def _key(self, job: Job, check: Check, environment: Environment) -> str:
        read: dict[str, Any] = {"check": check.definition, "environment": environment.key}
        if check.kind != "install":
            read |= {"tree": job.tree}
        if check.kind in DATABASE_KINDS:
            read |= {"server": bool(_server_of(job, check)), "database": self._demands.database}
        if check.kind == "rows" and job.previous:
            wanted = _wanted(self._demands, job.previous, check)
            before = self._environments.known(wanted)
            if not before:
                return ""
            read |= {"previous": job.previous.tree, "before": before.key, "fills": job.fills}
        if check.kind == "try-it":
            read |= {"lesson": job.tried}
        return verdicts.key(**read)

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
        return "" if check.kind in NEED_NOTHING else _wanted(self._demands, job, check).key

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
        environment = self._environments.of(_wanted(self._demands, job, check))
        if environment.fault and check.kind != "install":
            return Result(job.checkpoint, check, Verdict(False, NOT_RUN, output=environment.fault))
        before = None
        if check.kind == "rows" and job.previous:
            before = self._environments.of(_wanted(self._demands, job.previous, check))
        trial = Trial(
            check, self._demands, job.checkpoint.oid, job.checkpoint.name, environment,
            job.previous.checkpoint.oid if job.previous else "",
            job.previous.checkpoint.name if job.previous else "", before, job.fills, job.tried,
            _server_of(job, check),
        )  # fmt: skip
        verdict = trials.carry_out(trial, slot)
        if environment.key and (key := self._key(job, check, environment)):
            self._verdicts.put(key, verdict)
        return Result(job.checkpoint, check, verdict)


def _ordered(checks: tuple[Check, ...]) -> list[Check]:
    """What takes longest comes early, so that the workers end together."""
    early = {"install": 0, "tests": 1}
    return sorted(checks, key=lambda check: early.get(check.kind, 2))


def _server_of(job: Job, check: Check) -> str:
    """Where rows are compared, the checkpoint before must be able to use the server, too.

    All tests on the server as well take twice the time: a chapter's last step has them so.
    """
    if check.kind == "tests" and not job.ends_chapter:
        return ""
    return job.previous.server if check.kind == "rows" and job.previous else job.server


def _wanted(demands: Demands, job: Job, check: Check) -> Wanted:
    return job.wanted[demands.requirements_of(check)]


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
