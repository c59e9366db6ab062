"""One check about to be run, and the words in which it tells a failure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from .checks import Check, Demands, Verdict
from .environments import Environment
from .processes import Outcome

LINES_SHOWN = 25


@dataclass(frozen=True)
class Trial:
    """What a check needs to know; `previous` and `before` are of the checkpoint before, where the
    check compares with it. `server` is the address of a database server that answers."""

    check: Check
    demands: Demands
    oid: str
    name: str
    environment: Environment
    previous: str = ""
    previous_name: str = ""
    before: Environment | None = None
    fills: bool = False
    lesson: str = ""
    server: str = ""


def failure(trial: Trial, done: Outcome, by_hand: str) -> Verdict:
    what = done.fault or f"exit code {done.code}"
    return Verdict(False, what, by_hand, end(done.output))


def end(output: str) -> str:
    return "\n".join(output.rstrip().splitlines()[-LINES_SHOWN:])


def by_hand(name: str, command: str) -> str:
    return f'cd "$(chapters edit {name})" && {command}'


def in_environment(environment: Environment, command: str, more: Mapping[str, str]) -> str:
    variables = "".join(f"{name}={shlex.quote(value)} " for name, value in more.items())
    clean = f'env -i HOME="$HOME" PATH="{environment.programs}:$PATH" {variables}'
    return f"{clean}sh -c {shlex.quote(command)}" if "&&" in command else f"{clean}{command}"
