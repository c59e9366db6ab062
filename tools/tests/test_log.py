"""The log: what it tells, and what it keeps for ever."""

from __future__ import annotations

import json

from repository import Repository
from stories import fix

WHY = ("-m", "why")


def test_a_dropped_step_is_never_collected(chain: Repository):
    old = chain.id("2b")
    chain.chapters("drop", "2b", *WHY)
    chain.git("reflog", "expire", "--expire=now", "--all")
    chain.git("gc", "--quiet", "--prune=now")

    chain.chapters("undo")

    assert chain.id("2b") == old
    assert chain.git("fsck", "--strict", "--no-dangling") == ""


def test_a_taken_change_is_never_collected(chain: Repository):
    fix(chain, "1", "one")
    chain.git("reflog", "expire", "--expire=now", "--all")
    chain.git("gc", "--quiet", "--prune=now")

    chain.chapters("undo")

    assert chain.read("app.py").startswith("app line one\n")


def test_every_operation_ever_is_kept_by_the_log_alone(chain: Repository):
    ids = [chain.id("chapters")]
    for old, new in (("1", "one"), ("one", "uno")):
        fix(chain, old, new)
        ids.append(chain.id("chapters"))
    chain.chapters("undo")
    chain.git("checkout", "--quiet", "--force", "main")
    chain.git("branch", "-D", "chapters")
    chain.git("tag", "-d", *chain.tags())
    chain.git("reflog", "expire", "--expire=now", "--all")
    chain.git("gc", "--quiet", "--prune=now")

    kept = chain.git("rev-list", "refs/chapters/log").split()

    assert set(ids) <= set(kept)


def test_the_log_lists_operations_the_newest_first(chain: Repository):
    fix(chain, "1", "one")
    chain.chapters("undo")

    titles = [row.split("  ")[2] for row in chain.chapters("log").splitlines()]

    assert titles == [
        "undo fix 2a page: why",
        "fix 2a page: why",
        "publish edition 1: The first edition",
    ]


def test_the_log_can_be_cut_and_read_by_a_program(chain: Repository):
    fix(chain, "1", "one")

    found = json.loads(chain.chapters("log", "--json", "-n", "1"))

    assert [entry["title"] for entry in found] == ["fix 2a page: why"]
    assert [ref for ref, _, _ in found[0]["refs"] if "heads" in ref] == ["refs/heads/chapters"]
