"""Prove migrations: up, down and up again, and that no row of the step before is lost."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .checks import Verdict
from .environments import Environment
from .errors import Refused
from .pool import Slot
from .processes import Outcome
from .trial import Trial, by_hand, end, failure, in_environment

# -P: our own folder must not stand in its sys.path, where `diff` or `model` could be found.
PROBE = ("-P", str(Path(__file__).with_name("probe.py")))


@dataclass(frozen=True)
class Database:
    """One of the databases that a trial uses: how the app is told of it, and how we open it."""

    name: str
    url: str
    variables: Mapping[str, str]
    made_by: tuple[str, ...] = ()  # what the probe must do first


def migrate(trial: Trial, slot: Slot) -> Verdict:
    """The migrations lead from nothing up, down, and up again, on every database at hand."""
    names = []
    for database in databases(trial, slot):
        slot.lay_out(trial.oid)
        words = [*database.made_by, "run", *trial.check.commands]
        done = probe(trial, slot, trial.environment, words, database.variables)
        if not done.passed:
            steps = " && ".join(trial.check.commands)
            line = in_environment(trial.environment, steps, database.variables)
            return failure(trial, done, by_hand(trial.name, line))
        names.append(database.name)
    return Verdict(True, f"up, down and up on {' and '.join(names)}")


def rows(trial: Trial, slot: Slot) -> Verdict:
    """The checkpoint before makes and fills a database; this one upgrades it and all is there."""
    kept, said = slot.folder / "rows.json", []
    for database in databases(trial, slot):
        assert trial.before
        slot.lay_out(trial.previous)
        fill = trial.check.fill if trial.fills else ()
        words = [*database.made_by, "fill", database.url, str(kept)]
        words += [*trial.check.commands, *fill]
        done = probe(trial, slot, trial.before, words, database.variables)
        if done.passed:
            slot.lay_out(trial.oid, keep=Path(trial.demands.database).parts[0])
            words = ["compare", f"--may-change={','.join(trial.check.may_change)}", database.url,
                     str(kept), *trial.check.commands]  # fmt: skip
            done = probe(trial, slot, trial.environment, words, database.variables)
        if not done.passed:
            return failure(trial, done, _rows_by_hand(trial, database))
        said.append(f"{done.output.strip().splitlines()[-1]} ({database.name})")
    return Verdict(True, ", ".join(said))


def _rows_by_hand(trial: Trial, database: Database) -> str:
    """The same two programs, one after the other, in one work tree."""
    before = trial.before or trial.environment
    url = database.url if database.variables else f"sqlite:///$PWD/{trial.demands.database}"
    commands = [shlex.quote(command) for command in trial.check.commands]
    parts = []
    for environment, verb in ((before, "fill"), (trial.environment, "compare")):
        words = " ".join(
            ["python", *map(shlex.quote, PROBE), verb, f'"{url}"', "rows.json", *commands]
        )
        parts.append(in_environment(environment, words, database.variables))
    return by_hand(trial.previous_name, f" && git checkout {trial.oid[:10]} && ".join(parts))


def test_server(trial: Trial, slot: Slot) -> Mapping[str, str]:
    """The tests' own database on the server, which no other job uses. Raises Refused."""
    if not trial.server or trial.check.kind != "tests":
        return {}
    url = on_server(trial, slot, "tests")
    done = probe(trial, slot, trial.environment, ["create", for_sqlalchemy(url)])
    if not done.passed:
        raise Refused(f"the server makes no database: {end(done.output)}")
    return {trial.demands.server_variable: url}


def databases(trial: Trial, slot: Slot) -> Iterator[Database]:
    """SQLite where the app has it by itself, and a new one on a server that answers."""
    yield Database("SQLite", f"sqlite:///{slot.tree / trial.demands.database}", {})
    if trial.server:
        url = on_server(trial, slot, "migrations")
        ours = for_sqlalchemy(url)
        variables = {trial.demands.address_variable: url}
        yield Database("PostgreSQL", ours, variables, ("create", ours))


def on_server(trial: Trial, slot: Slot, use: str) -> str:
    mark = hashlib.sha256(str(slot.folder).encode()).hexdigest()[:8]
    return urlsplit(trial.server)._replace(path=f"/chapters_{use}_{mark}").geturl()


def for_sqlalchemy(url: str) -> str:
    return re.sub("^postgres(ql)?://", "postgresql+psycopg://", url)


def probe(
    trial: Trial,
    slot: Slot,
    environment: Environment,
    words: list[str],
    more: Mapping[str, str] | None = None,
) -> Outcome:
    place = slot.place(environment)
    return slot.warm.run(environment, [*PROBE, *words], place, trial.check.seconds, more or {})
