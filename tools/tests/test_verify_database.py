"""`chapters verify`: a database is made, filled and upgraded, and no row of it is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest
from proofs import (
    DATABASE,
    ON_SERVER,
    SECOND,
    SERVER,
    WITH_TABLES,
    Files,
    Prove,
    failures,
    second,
)

from chapters import pool, processes
from chapters.environments import Environment
from chapters.warm import Python, Warm

ADD = 'op.add_column("parent", sa.Column("motto", sa.String(9)))'
MORE, LESS = 'op.execute("SELECT 1")', "pass"
DROP = 'op.drop_column("parent", "motto")'


class Lasting(Warm):
    """Pythons that do not end with a verify: the next one finds them."""

    def _python(self, environment: Environment) -> Python:
        python = super()._python(environment)
        processes.ended(python._process.pid)  # so far as `stop_all` knows
        return python

    def close(self) -> None:
        """Not yet."""


@pytest.fixture(scope="module")
def pythons(tmp_path_factory: pytest.TempPathFactory, _sealed: None) -> Iterator[dict[str, Warm]]:
    """By the number of a slot: started once for all tests, since most of a start is imports."""
    made = {number: Lasting(tmp_path_factory.mktemp("warm")) for number in ("1", "2")}
    yield made
    for python in made.values():
        Warm.close(python)


@pytest.fixture
def prove_on(prove: Prove, pythons: dict[str, Warm], monkeypatch: pytest.MonkeyPatch) -> Prove:
    """Like `prove`, with Pythons that are there already."""
    monkeypatch.setattr(pool, "Warm", lambda home: pythons[home.parent.name])
    return prove


def test_a_model_without_its_migration(prove_on: Prove):
    forgotten = second("pass", "pass")
    made = prove_on(DATABASE, WITH_TABLES, forgotten)

    found = failures(made)

    assert list(found) == [("1b", "migrate")]
    assert "Column('motto'" in found["1b", "migrate"]["output"]


def test_a_batch_migration_of_a_parent_that_empties_its_children(prove_on: Prove):
    batch = (
        'with op.batch_alter_table("parent", recreate="always") as batch:\n'
        '        batch.add_column(sa.Column("motto", sa.String(9)))'
    )
    made = prove_on(DATABASE, WITH_TABLES, second(batch, DROP))

    found = failures(made)

    assert list(found) == [("1b", "rows")]
    assert "table child: 3 of 3 rows are gone" in found["1b", "rows"]["output"]


def test_a_migration_that_cannot_go_down(prove_on: Prove):
    made = prove_on(DATABASE, WITH_TABLES, second(ADD, "raise ValueError('no way down')"))

    found = failures(made)

    assert list(found) == [("1b", "migrate")]
    assert "ValueError: no way down" in found["1b", "migrate"]["output"]


def test_a_migration_that_keeps_every_row_passes(prove: Prove):
    made = prove(DATABASE, WITH_TABLES, second(ADD, DROP))

    rows = {(r["label"], r["check"]): r for r in json.loads(made.chapters("verify", "--json"))}

    assert rows["1b", "rows"]["detail"] == "6 rows of 2 tables are all there (SQLite)"
    assert ("1a", "rows") not in rows


@pytest.mark.parametrize(
    ("step", "faults"), [("step-2", []), ("step-1", [("1b", "rows")])], ids=["allowed", "elsewhere"]
)
def test_a_step_may_rewrite_what_the_settings_allow_it(prove_on: Prove, step: str, faults: list):
    rewrite = second("op.execute(\"UPDATE parent SET name = name || '!'\")", "pass")
    models = {**rewrite, "app/__init__.py": WITH_TABLES["app/__init__.py"]}
    setting = f'[verify.checks.rows]\nmay-change = ["{step}: parent.name"]'
    made = prove_on(DATABASE.replace("[verify.checks.rows]", setting), WITH_TABLES, models)

    assert list(failures(made)) == faults


@pytest.fixture
def server() -> str:
    """The checks of a database on SQLite and on the server that the environment names."""
    url = os.environ.get("PIPIT_TEST_DATABASE_URL", "")
    if not url:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PIPIT_TEST_DATABASE_URL is not set")
    return SERVER + DATABASE


def test_rows_are_kept_on_a_server_as_well(prove_on: Prove, server: str):
    made = prove_on(server, ON_SERVER, with_second(MORE, LESS))

    rows = {(r["label"], r["check"]): r for r in json.loads(made.chapters("verify", "--json"))}

    kept = "6 rows of 2 tables are all there"
    assert rows["1b", "rows"]["detail"] == f"{kept} (SQLite), {kept} (PostgreSQL)"
    assert rows["1b", "migrate"]["detail"] == "up, down and up on SQLite and PostgreSQL"


def test_a_migration_that_only_sqlite_takes(prove_on: Prove, server: str):
    only = with_second('op.execute("PRAGMA user_version = 7")', "pass")
    made = prove_on(server, ON_SERVER, only)

    found = failures(made)

    assert list(found) == [("1b", "migrate"), ("1b", "rows")]
    assert 'syntax error at or near "PRAGMA"' in found["1b", "migrate"]["output"]
    assert "DATABASE_URL=postgresql" in found["1b", "migrate"]["by_hand"]


def with_second(up: str, down: str) -> Files:
    """A step that adds nothing but a migration."""
    wanted, text = ON_SERVER["requirements.txt"], SECOND.format(up=up, down=down)
    return {"requirements.txt": wanted, "migrations/versions/2_more.py": text}


def test_a_requirement_of_the_database_that_comes_a_step_too_late(prove_on: Prove):
    early = {**WITH_TABLES, "requirements.txt": ""}
    made = prove_on(DATABASE, early, WITH_TABLES)

    found = failures(made)

    assert "No module named 'flask'" in found["1a", "migrate"]["output"]


ASKED = """[verify.checks.tests]
seconds = 20
commands = ["python3 tells.py"]
says = "on .*"
"""
TELLS = 'import os\nprint("on", "PIPIT_TEST_DATABASE_URL" in os.environ and "both" or "one")\n'


def test_tests_use_the_server_at_the_last_step_of_a_chapter(prove_on: Prove, server: str):
    checks = server.replace(DATABASE, ASKED)
    step = {"requirements.txt": ON_SERVER["requirements.txt"], "tells.py": TELLS}
    made = prove_on(checks, step, {**step, "more.py": ""})

    rows = {r["label"]: r["detail"] for r in json.loads(made.chapters("verify", "--json"))}

    assert rows == {"1a": "on one", "1b": "on both"}
