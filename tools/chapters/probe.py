"""Run inside a checkpoint's environment, by its Python: drive `flask`, fill and compare databases.

  probe.py run COMMAND...               several commands of flask in one process
  probe.py create URL [MORE...]         make an empty database on a server, then go on with MORE
  probe.py fill URL FILE COMMAND...     run them, put rows into every table, keep them in FILE
  probe.py compare URL FILE COMMAND...  run them, and say which rows of FILE are gone
  probe.py compare --may-change=users.name ...

It imports nothing of ours, and of others only what the environment must have.
"""

from __future__ import annotations

import datetime
import json
import re
import shlex
import sys
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from flask.cli import cli
from sqlalchemy import MetaData, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

ROWS = 3  # in each table: one more than a mistake about "the first" or "the last" needs
TRIES = 60  # demo data may have taken some pairs of parents already
BOOKKEEPING = ("alembic_version", "sqlite_sequence")


def main(words: list[str]) -> None:
    verb, *rest = words
    if verb == "create":
        create(rest[0])
        if rest[1:]:
            main(rest[1:])
    elif verb == "run":
        run(rest)
    else:
        keep_rows(verb, rest)


def keep_rows(verb: str, words: list[str]) -> None:
    may_change = words.pop(0)[13:].split(",") if words[0].startswith("--may-change=") else []
    url, file, *commands = words
    run(commands)
    fill(url, file) if verb == "fill" else compare(url, file, set(may_change))


def run(commands: list[str]) -> None:
    sys.path.insert(0, "")  # as `python -m flask` has it
    for command in commands:
        print(f"$ {command}", flush=True)
        name, *words = shlex.split(command)
        code = cli.main(words, name, standalone_mode=False)
        if code:
            sys.exit(f"'{command}' ended with exit code {code}")


def create(url: str) -> None:
    """Make a database anew, and whatever it held is gone: its name is one of ours."""
    target = make_url(url)
    engine = create_engine(target.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{target.database}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{target.database}"'))


def fill(url: str, file: str) -> None:
    """Put rows into every table, children of every parent, and write all rows to the file."""
    engine, metadata = opened(url)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            add_rows(connection, table)
    with open(file, "w", encoding="utf-8") as output:
        json.dump(all_rows(engine, metadata), output)


def add_rows(connection: Any, table: Any) -> None:
    """Put ROWS rows into the table; a key or a check may refuse some pairs of parents."""
    added, refusal = 0, ""
    for row in candidates(connection, table):
        try:
            with connection.begin_nested():
                connection.execute(table.insert(), row)
        except SQLAlchemyError as error:
            refusal = f"{row}: {error}"
        else:
            added += 1
        if added == ROWS:
            return
    sys.exit(
        f"table {table.name} cannot be filled with {refusal}\n"
        "Next: say in tools/chapters.toml what fills it ([verify.checks.rows] fill)"
    )


def candidates(connection: Any, table: Any) -> Iterator[dict[str, Any]]:
    """Rows for the table that have nothing in common but, some of them, a parent."""
    keys = sorted(table.foreign_keys, key=lambda key: key.parent.name)
    parents = {key.parent.name: values_of(connection, key.column) for key in keys}
    for number in range(1, TRIES + 1):
        row = {c.name: value(c, number) for c in table.columns if is_ours(c)}
        for place, (name, found) in enumerate(parents.items()):
            row[name] = one_of(found, number, place)
        yield row


def one_of(parents: list[Any], number: int, place: int) -> Any:
    """One parent; over many numbers, keys at two places meet in every pair."""
    if not parents:
        return None
    lap, first = divmod(number - 1, len(parents))
    return parents[(first + place * (lap + 1)) % len(parents)]


def is_ours(column: Any) -> bool:
    return not column.computed and not column.identity


def values_of(connection: Any, column: Any) -> list[Any]:
    return list(connection.execute(column.table.select().with_only_columns(column)).scalars())


def value(column: Any, number: int) -> Any:
    """A value that no other of our rows has, of the column's type."""
    try:
        kind = column.type.python_type
    except NotImplementedError:
        return None
    number += 900 if column.primary_key else 0  # beside what demo data has taken
    return of_kind(kind, number, column)


def of_kind(kind: type, number: int, column: Any) -> Any:
    makers: dict[type, Callable[[], Any]] = {
        bool: lambda: bool(number % 2),
        int: lambda: number,
        float: lambda: number + 0.5,
        str: lambda: f"{number} {column.name}"[: column.type.length or 80],
        bytes: lambda: b"%d \x00\xff" % number,
        datetime.datetime: lambda: datetime.datetime(2026, 1, 1, 12, 30, number % 60),
        datetime.date: lambda: datetime.date(2026, 1, 1 + number % 28),
        datetime.time: lambda: datetime.time(12, number % 60),
        datetime.timedelta: lambda: datetime.timedelta(minutes=number),
        uuid.UUID: lambda: uuid.UUID(int=number),
        dict: lambda: {"number": number},
    }
    return makers.get(kind, lambda: kind(number))()


def opened(url: str) -> tuple[Any, Any]:
    engine, metadata = create_engine(url), MetaData()
    metadata.reflect(engine)
    for name in BOOKKEEPING:
        if name in metadata.tables:
            metadata.remove(metadata.tables[name])
    return engine, metadata


def all_rows(engine: Any, metadata: Any) -> dict[str, Any]:
    """Each table: its columns, and all its rows as texts in order."""
    found = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = [[plain(cell) for cell in row] for row in connection.execute(table.select())]
            found[table.name] = {"columns": [c.name for c in table.columns], "rows": sorted(rows)}
    return found


def plain(cell: Any) -> str:
    return re.sub(r"\+00:00$", "", str(cell))


def compare(url: str, file: str, may_change: set[str]) -> None:
    """Say which rows of the file are gone or changed, and leave with an error if there are any."""
    with open(file, encoding="utf-8") as kept:
        before = json.load(kept)
    after = all_rows(*opened(url))
    faults = [fault for name in before for fault in losses(name, before, after, may_change)]
    rows = sum(len(table["rows"]) for table in before.values())
    if faults:
        sys.exit("\n".join(faults))
    print(f"{rows} rows of {len(before)} tables are all there")


def losses(name: str, before: Any, after: Any, may_change: set[str]) -> list[str]:
    """What is wrong with one table."""
    old, rows = before[name]["columns"], before[name]["rows"]
    if name in may_change or not rows:
        return []
    if name not in after:
        return [f"table {name} is gone, with {len(rows)} rows"]
    new = after[name]["columns"]
    shared = [c for c in old if c in new and f"{name}.{c}" not in may_change]
    left = [tuple(row[new.index(c)] for c in shared) for row in after[name]["rows"]]
    wanted = [tuple(row[old.index(c)] for c in shared) for row in rows]
    gone = [row for row in wanted if row not in left or wanted.count(row) > left.count(row)]
    shown = "; ".join(str(dict(zip(shared, row, strict=True))) for row in gone[:3])
    told = f"table {name}: {len(gone)} of {len(rows)} rows are gone or changed: {shown}"
    return [told] if gone else []


if __name__ == "__main__":
    main(sys.argv[1:])
