"""Carry out one check of one checkpoint in a work tree of the pool."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from .answer import status
from .checks import Check, Verdict
from .network import free_port
from .pool import Slot
from .processes import Outcome, run, server
from .trial import Trial, by_hand, end, failure, in_environment
from .trying import try_it
from .upgrades import migrate, rows, test_server


def carry_out(trial: Trial, slot: Slot) -> Verdict:
    """Run the check from a clean work tree; a failure says how to see it by hand."""
    start = time.monotonic()
    verdict = KINDS[trial.check.kind](trial, slot)
    return replace(verdict, seconds=round(time.monotonic() - start, 2))


def _install(trial: Trial, slot: Slot) -> Verdict:
    fault = trial.environment.fault
    files = " ".join(f"-r {name}" for name in trial.demands.test_requirements)
    words = f"python3 -m venv .venv && .venv/bin/pip install {files} && .venv/bin/pip check"
    if fault:
        return Verdict(False, "does not install", by_hand(trial.name, words), end(fault))
    return Verdict(True, f"{len(trial.environment.packages)} packages")


def _commands(trial: Trial, slot: Slot) -> Verdict:
    """Each command ends with exit code 0."""
    slot.lay_out(trial.oid)
    variables = test_server(trial, slot)
    for command in trial.check.commands:
        place = slot.place(trial.environment)
        done = run(shlex.split(command), place, trial.check.seconds, variables)
        if not done.passed:
            line = in_environment(trial.environment, command, variables)
            return failure(trial, done, by_hand(trial.name, line))
    return Verdict(True, _detail(trial.check, done.output))


def _import(trial: Trial, slot: Slot) -> Verdict:
    """As `_commands`, by a Python that has the packages imported already, never the app."""
    slot.lay_out(trial.oid)
    for command in trial.check.commands:
        words, place = shlex.split(command), slot.place(trial.environment)
        if words[0] == "python":
            done = slot.warm.run(trial.environment, words[1:], place, trial.check.seconds, {})
        else:
            done = run(words, place, trial.check.seconds)
        if not done.passed:
            line = in_environment(trial.environment, command, {})
            return failure(trial, done, by_hand(trial.name, line))
    return Verdict(True, _detail(trial.check, done.output))


def _serve(trial: Trial, slot: Slot) -> Verdict:
    """A real server answers `/` with 200."""
    slot.lay_out(trial.oid)
    with slot.venv(trial.environment):
        port = free_port()
        command = trial.check.commands[0]
        words = shlex.split(command.format(port=port))
        with server(words, slot.place(home="server"), port) as started:
            if started.fault:
                return failure(trial, started, by_hand(trial.name, command.format(port=5000)))
            code = status(f"http://127.0.0.1:{port}/")
    if code == "200":
        return Verdict(True, "/ answers 200")
    log = (slot.folder / "server.log").read_text("utf-8", errors="replace")
    asked = Outcome(0, log, f"/ answers {code}, not 200")
    return failure(trial, asked, by_hand(trial.name, command.format(port=5000)))


def _detail(check: Check, output: str) -> str:
    found = re.search(check.says, output) if check.says else None
    return found[0] if found else ""


KINDS: Mapping[str, Callable[[Trial, Slot], Verdict]] = {
    "install": _install,
    "import": _import,
    "migrate": migrate,
    "rows": rows,
    "serve": _serve,
    "tests": _commands,
    "try-it": try_it,
}
