"""What `verify` asks of a checkpoint, as tools/chapters.toml has it, and what came of it."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from .errors import Malformed
from .model import Chain, Checkpoint
from .settings import PATH

KINDS = ("install", "import", "migrate", "rows", "serve", "tests", "try-it")  # in this order


@dataclass(frozen=True)
class Check:
    """One thing asked from the step `since` on; `says` finds in the output what is worth telling.

    `fill` are commands that put demo data into a database, from the step `fill_since` on;
    `may_change` names what a step's migration rewrites: `SLUG: table` or `SLUG: table.column`.
    """

    kind: str
    since: str = ""
    seconds: float = 120
    commands: tuple[str, ...] = ()
    says: str = ""
    fill: tuple[str, ...] = ()
    fill_since: str = ""
    may_change: tuple[str, ...] = ()

    def of_step(self, slug: str) -> Check:
        """The check with what this one step may change."""
        entries = (entry.partition(": ") for entry in self.may_change)
        return replace(self, may_change=tuple(name for step, _, name in entries if step == slug))

    @property
    def definition(self) -> dict[str, Any]:
        """All of it that can change what the check says: not where it begins."""
        return {k: v for k, v in asdict(self).items() if not k.endswith("since")}


@dataclass(frozen=True)
class Demands:
    """Every check, and what the checks have in common.

    A database server is used where the variable `server_variable` names one that answers, from
    the step `server_since` on; the app takes a database's address from `address_variable`.
    """

    checks: tuple[Check, ...] = ()
    requirements: tuple[str, ...] = ()
    test_requirements: tuple[str, ...] = ()
    database: str = ""
    address_variable: str = "DATABASE_URL"
    server_variable: str = ""
    server_since: str = ""

    def at(self, chain: Chain, place: int) -> tuple[Check, ...]:
        """The checks that hold at a place of the chain. Raises Unknown for a `since`."""
        slug = chain.checkpoints[place].slug
        begun = (check for check in self.checks if has_begun(chain, check.since, place))
        return tuple(check.of_step(slug) for check in begun)

    def place_of(self, kind: str, chain: Chain) -> int:
        """Where a kind of check begins; beyond the chain where it is not asked."""
        found = [check.since for check in self.checks if check.kind == kind]
        return (chain.index(found[0]) if found[0] else 0) if found else len(chain)

    def requirements_of(self, check: Check) -> tuple[str, ...]:
        """The requirement files of the environment that a check runs in."""
        if check.kind in ("install", "tests", "try-it", "serve"):
            return self.test_requirements or self.requirements
        return self.requirements


@dataclass(frozen=True)
class Verdict:
    """What a check said: `detail` in a line, and of a failure how to see it and its last words."""

    passed: bool
    detail: str = ""
    by_hand: str = ""
    output: str = ""
    seconds: float = 0


@dataclass(frozen=True)
class Result:
    """The verdict on one check of one checkpoint; not `is_new` where it was known before."""

    checkpoint: Checkpoint
    check: Check
    verdict: Verdict
    is_new: bool = field(default=True)


def has_begun(chain: Chain, since: str, place: int) -> bool:
    return not since or chain.index(since) <= place


def parse(text: bytes) -> Demands:
    """Read the table [verify]. Raises Malformed with what is wrong."""
    try:
        table = tomllib.loads(text.decode()).get("verify", {})
        tables = table.pop("checks", {})
        _refuse_unknown(tables)
        checks = tuple(Check(kind, **_fields(tables[kind])) for kind in KINDS if kind in tables)
        return Demands(checks, **_fields(table))
    except (ValueError, TypeError) as error:
        raise Malformed(f"{PATH.decode()}: {error}") from error


def _refuse_unknown(tables: dict[str, Any]) -> None:
    known = {field.name.replace("_", "-") for field in fields(Check)}
    for kind, table in tables.items():
        if kind not in KINDS:
            raise ValueError(f"'verify.checks.{kind}' is none of {', '.join(KINDS)}")
        for name in table.keys() - known:
            raise ValueError(f"verify.checks.{kind} has no '{name}'")


def _fields(table: dict[str, Any]) -> dict[str, Any]:
    return {
        name.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
    }
