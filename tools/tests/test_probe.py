"""The probe fills every table, whatever pairs of parents its keys and checks refuse."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

from chapters import probe

TABLES = """
create table person (id integer primary key, name varchar(9) not null unique);
create table secret (person_id integer primary key references person (id));
create table follow (follower_id integer references person (id),
                     followed_id integer references person (id),
                     primary key (follower_id, followed_id), check (follower_id <> followed_id));
insert into person values (1, 'ada'), (2, 'grace');
insert into secret values (1);
insert into follow values (1, 2), (2, 1);
"""


def test_a_key_that_is_a_reference_gets_parents_that_have_no_row(tmp_path: Path):
    found = filled(tmp_path, TABLES)

    assert len(found["person"]["rows"]) == 5
    assert len({row[0] for row in found["secret"]["rows"]}) == 4


def test_two_references_to_one_table_meet_in_other_pairs(tmp_path: Path):
    rows = filled(tmp_path, TABLES)["follow"]["rows"]

    assert len(rows) == 5
    assert all(follower != followed for follower, followed in rows)


def test_a_table_that_takes_no_row_is_named(tmp_path: Path):
    done = fill(tmp_path, "create table shut (id integer primary key, check (id < 0));")

    assert done.returncode == 1
    assert "table shut cannot be filled with {'id': 960}" in done.stderr


def filled(folder: Path, tables: str) -> dict:
    done = fill(folder, tables)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "rows").read_text())


def fill(folder: Path, tables: str) -> subprocess.CompletedProcess[str]:
    database, rows = folder / "some.sqlite", folder / "rows"
    connection = sqlite3.connect(database)
    connection.executescript(tables)
    connection.close()
    words = [sys.executable, probe.__file__, "fill", f"sqlite:///{database}", str(rows)]
    return subprocess.run(words, capture_output=True, text=True, check=False)
