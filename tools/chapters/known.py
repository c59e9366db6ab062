"""What there is to prove of each checkpoint, and what earlier runs have said of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

from . import environments, lesson, network, tryit, verdicts
from .checks import Check, Demands, Result, Verdict, has_begun
from .environments import Environment, Environments, Wanted
from .git import Git
from .model import Chain, Checkpoint
from .store import Store
from .verdicts import Verdicts

DATABASE_KINDS = ("migrate", "rows", "tests")


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


@dataclass(frozen=True)
class Known:
    """What is said of a job already, and the checks that still have to be run."""

    job: Job
    results: tuple[Result, ...]
    waiting: tuple[Check, ...]


class Proofs:
    """The jobs of a chain, and the verdicts and environments that are kept."""

    def __init__(self, git: Git, store: Store, chain: Chain, demands: Demands) -> None:
        self._store, self._chain, self.demands = store, chain, demands
        self.verdicts, self.environments = Verdicts(git.common), Environments(git.common)

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
        demands, chain = self.demands, self._chain
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
        url = os.environ.get(self.demands.server_variable, "")
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
        environment = self.environments.known(wanted_of(self.demands, job, check))
        key = self.key(job, check, environment) if environment else ""
        return self.verdicts.get(key) if key else None

    def key(self, job: Job, check: Check, environment: Environment) -> str:
        """The name of a verdict; empty where one cannot be kept yet."""
        read: dict[str, Any] = {"check": check.definition, "environment": environment.key}
        if check.kind != "install":
            read |= {"tree": job.tree}
        if check.kind in DATABASE_KINDS:
            read |= {"server": bool(server_of(job, check)), "database": self.demands.database}
        if check.kind == "rows" and job.previous:
            wanted = wanted_of(self.demands, job.previous, check)
            before = self.environments.known(wanted)
            if not before:
                return ""
            read |= {"previous": job.previous.tree, "before": before.key, "fills": job.fills}
        if check.kind == "try-it":
            read |= {"lesson": job.tried}
        return verdicts.key(**read)


def server_of(job: Job, check: Check) -> str:
    """Where rows are compared, the checkpoint before must be able to use the server, too.

    All tests on the server as well take twice the time: a chapter's last step has them so.
    """
    if check.kind == "tests" and not job.ends_chapter:
        return ""
    return job.previous.server if check.kind == "rows" and job.previous else job.server


def wanted_of(demands: Demands, job: Job, check: Check) -> Wanted:
    return job.wanted[demands.requirements_of(check)]
