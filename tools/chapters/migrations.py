"""The revisions of a tree's migrations, and the way between two trees of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BASE = "base"  # how Alembic calls the state before the first migration


@dataclass(frozen=True)
class Revisions:
    """`before` maps each revision to those that it follows."""

    before: Mapping[str, tuple[str, ...]]

    def __contains__(self, revision: str) -> bool:
        return revision in self.before

    @property
    def newest(self) -> str:
        """The revision that no other follows; empty where there is none, or more than one."""
        followed = {revision for earlier in self.before.values() for revision in earlier}
        ends = [revision for revision in self.before if revision not in followed]
        return ends[0] if len(ends) == 1 else ""

    def last_shared(self, revision: str, other: Revisions) -> str:
        """The newest revision at or before `revision` that `other` has too, or `base`."""
        waiting = [revision]
        while waiting:
            candidate = waiting.pop(0)
            if candidate in other:
                return candidate
            waiting += self.before.get(candidate, ())
        return BASE


def read(sources: Iterable[bytes]) -> Revisions:
    """The revisions that these Python files name; a file that names none is passed over."""
    found: dict[str, tuple[str, ...]] = {}
    for source in sources:
        names = _assigned(source)
        revision, earlier = names.get("revision"), names.get("down_revision")
        if isinstance(revision, str):
            found[revision] = (earlier,) if isinstance(earlier, str) else tuple(earlier or ())
    return Revisions(found)


def _assigned(source: bytes) -> dict[str, str | tuple[str, ...] | None]:
    """The two names that Alembic reads, with their literal values."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return {}  # half typed: no migration yet
    found = {}
    for statement in body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        for target in targets:
            if ast.unparse(target) in ("revision", "down_revision"):
                found[ast.unparse(target)] = _literal(statement)
    return found


def _literal(statement: ast.stmt) -> str | tuple[str, ...] | None:
    value = getattr(statement, "value", None)
    try:
        found = ast.literal_eval(value) if value else None
    except ValueError:
        return None
    return found if isinstance(found, str) else tuple(found or ())
