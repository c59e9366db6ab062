"""Fill an empty database by a checkpoint's own commands; app.py runs this, from inside.

  fill.py PEOPLE POSTS [SCHEMA]

It runs by the Python of the checkpoint's environment, in the checkpoint's folder. DATABASE_URL
says where; SCHEMA is one of PostgreSQL to be made there, empty. Prints what is known of the data,
as JSON: the `password` of all; `readers`, each with an address to sign in by; a `post`, and the
same again if it has a `thread` below it; the `newest` post; the `seconds` that `flask demo` took.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from flask.cli import ScriptInfo, cli
from sqlalchemy import Connection, MetaData, create_engine, insert, select, text, update

sys.path.append(str(Path(__file__).parent))  # after the checkpoint's own app
from asked import Reader

FOLLOWED = SILENT = 50
REPLIES = 100  # at most, and one to ten posts
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
        known = prepare(connection) | {"password": password, "seconds": seconds}
    replies = min(REPLIES, int(posts) // 10)
    known["thread"] = thread(known["post"], known["readers"]["50 followed"], password, replies)
    with engine.begin() as connection:
        known["newest"] = newest(connection)
    if engine.dialect.name == "postgresql":  # it does so by itself, within a minute
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    print(json.dumps(known))


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
    """Choose the readers; add one who follows the silent, where people can be followed."""
    tables = MetaData()
    tables.reflect(connection)
    readers = {"50 followed": "grace@example.org"}
    if "follows" in tables.tables:
        # The first of each hundred people follows ten times as many as others.
        readers |= {"500 followed": "ada@example.org", "50 silent": silent(connection, tables)}
    return {"readers": readers, "post": newest(connection)}


def newest(connection: Connection) -> int:
    return int(connection.execute(text("SELECT max(id) FROM posts")).scalar_one())


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


def thread(post_id: int, email: str, password: str, replies: int) -> int | None:
    """Answer a post, so many times, by the form for that; None where there is none."""
    app = APP.load_app()
    path = f"/posts/{post_id}/reply"
    if not app.url_map.bind("localhost").test(path, "GET"):
        return None
    reader = Reader(app.test_client(use_cookies=False))
    reader.sign_in(email, password)
    act = reader.form(path, body="Nobody saw it, but *everybody* heard it.")
    for _ in range(replies):
        act.send(reader.client)
    return post_id


if __name__ == "__main__":
    main(*sys.argv[1:])
