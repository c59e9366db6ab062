"""Fill an empty database by a checkpoint's own commands; app.py runs this, from inside.

  fill.py PEOPLE POSTS [SCHEMA]

It runs by the Python of the checkpoint's environment, in the checkpoint's folder. DATABASE_URL
says where; SCHEMA is one of PostgreSQL to be made there, empty. Prints what is known of the data,
as JSON: the `newest` post; the `password` of all; `readers`, each with an address to sign in by; a
post with a `thread` below it, where posts answer posts; the `seconds` that `flask demo` took.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import time
from contextlib import redirect_stdout
from typing import Any

from flask.cli import ScriptInfo, cli
from sqlalchemy import Connection, MetaData, Table, create_engine, insert, select, text, update

FOLLOWED = SILENT = 50
REPLIES = 100
APP = ScriptInfo(app_import_path="app")


def main(people: str, posts: str, schema: str = "") -> None:
    options = demo_options()
    if not {"--people", "--posts"} <= options:
        raise SystemExit("this checkpoint has no `flask demo --people --posts`")
    if schema:
        make_schema(schema)
    run("db", "upgrade")
    follows = ("--follows", str(FOLLOWED)) if "--follows" in options else ()
    password, seconds = demo("--people", people, "--posts", posts, *follows)
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.begin() as connection:
        known = prepare(connection)
    if engine.dialect.name == "postgresql":  # it does so by itself, within a minute
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    print(json.dumps(known | {"password": password, "seconds": seconds}))


def demo_options() -> set[str]:
    commands: Any = APP.load_app().cli.commands
    parameters = commands["demo"].params if "demo" in commands else []
    return {option for parameter in parameters for option in parameter.opts}


def make_schema(name: str) -> None:
    with create_engine(os.environ["DATABASE_URL"]).begin() as connection:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'))
        connection.execute(text(f'CREATE SCHEMA "{name}"'))


def run(*words: str) -> str:
    """What a command of `flask` prints."""
    with redirect_stdout(io.StringIO()) as said:
        cli.main(args=words, obj=APP, standalone_mode=False)
    return said.getvalue()


def demo(*sizes: str) -> tuple[str, float]:
    """(password of all, seconds)."""
    start = time.perf_counter()
    said = run("demo", *sizes)
    seconds = time.perf_counter() - start
    found = re.search(r"password: (\S+)", said)
    return (found[1] if found else ""), seconds


def prepare(connection: Connection) -> dict[str, Any]:
    """Add one who follows the silent, and a thread, where a checkpoint knows such things."""
    tables = MetaData()
    tables.reflect(connection)
    posts = tables.tables["posts"]
    newest = connection.scalar(select(posts.c.id).order_by(posts.c.id.desc()).limit(1))
    readers = {"50 followed": "grace@example.org"}
    if "follows" in tables.tables:
        # The first of each hundred people follows ten times as many as others.
        readers |= {"500 followed": "ada@example.org", "50 silent": silent(connection, tables)}
    return {"newest": newest, "readers": readers, "thread": thread(connection, posts)}


def silent(connection: Connection, tables: MetaData) -> str:
    """Give the oldest posts to people who wrote nothing else, and add their one follower."""
    users, posts, follows = (tables.tables[name] for name in ("users", "posts", "follows"))
    grace = connection.execute(select(users).where(users.c.name == "grace")).mappings().one()
    emails = [f"silent_{number}@example.org" for number in range(SILENT + 1)]
    rows = [{**grace, "email": email, "name": email.partition("@")[0]} for email in emails]
    for row in rows:
        del row["id"]
    connection.execute(insert(users), rows)
    theirs = select(users.c.id).where(users.c.email.in_(emails)).order_by(users.c.id)
    reader, *others = connection.scalars(theirs).all()
    oldest = connection.scalars(select(posts.c.id).order_by(posts.c.id).limit(SILENT)).all()
    for post_id, author_id in zip(oldest, others, strict=False):
        connection.execute(update(posts).where(posts.c.id == post_id).values(author_id=author_id))
    pairs = [{"follower_id": reader, "followed_id": other} for other in others]
    connection.execute(
        insert(follows), [{**pair, "created_at": grace["created_at"]} for pair in pairs]
    )
    return emails[0]


def thread(connection: Connection, posts: Table) -> int | None:
    """Let a hundred posts answer one in the middle; None where a post cannot answer a post."""
    parents = [key.parent.name for key in posts.foreign_keys if key.column.table is posts]
    count = connection.scalar(select(posts.c.id).order_by(posts.c.id.desc()).limit(1)) or 0
    first, *answers = connection.scalars(
        select(posts.c.id).where(posts.c.id >= count // 2).order_by(posts.c.id).limit(REPLIES + 1)
    ).all()
    if parents:
        values = dict.fromkeys(parents, first)
        connection.execute(update(posts).where(posts.c.id.in_(answers)).values(values))
    return first if parents else None


if __name__ == "__main__":
    main(*sys.argv[1:])
