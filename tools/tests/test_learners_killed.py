"""A go that is killed anywhere is mended by the next one."""

from __future__ import annotations

import shutil
from pathlib import Path

from learners import (
    APP_WITH_DATABASE,
    ask,
    backups,
    killed_at,
    place,
    points_of,
    revision,
    some,
)
from repository import Repository, clone


def left_in(repository: Repository) -> list[str]:
    """What stopped commands left in the git directory."""
    return [path.name for path in repository.git_dir.glob("chapters-*")]


def test_a_kill_at_any_point_is_mended_by_the_next_go(chain: Repository, tmp_path: Path):
    chain.chapters("go", "2a")
    chain.replace("app.py", "app line 3", "mine")
    chain.write("layout.html", "typed by me\n")
    chain.write(".env", "SECRET=1\n")
    count = points_of(clone(chain, tmp_path / "count"), "go", "3a")

    for point in some(count, 6):
        struck = clone(chain, tmp_path / str(point))
        assert killed_at(struck, point, "go", "3a") == -9
        struck.chapters("go", "3a")

        assert struck.id() == chain.id("3a") and not struck.status(), point
        assert "mine" in struck.at("my/page", "app.py"), point
        assert struck.at("my/page", "layout.html") == "typed by me", point
        assert struck.read(".env") == "SECRET=1\n" and not struck.locks(), point
        assert (
            struck.git("for-each-ref", "--format=%(refname)", "refs/heads/my")
            == "refs/heads/my/page"
        )
        assert left_in(struck) == [], point
        shutil.rmtree(struck.top)


def test_next_after_a_killed_next_goes_no_step_too_far(chain: Repository, tmp_path: Path):
    chain.chapters("go", "2a")
    half_way = 0
    count = points_of(clone(chain, tmp_path / "count"), "next")

    for point in some(count, 6):
        struck = clone(chain, tmp_path / str(point))
        killed_at(struck, point, "next")
        went = place(struck) == "2b"
        noted = (struck.git_dir / "chapters-going").exists()
        struck.chapters("next")

        assert place(struck) == ("2b" if noted or not went else "3a"), point
        half_way += noted
        shutil.rmtree(struck.top)
    assert half_way


def test_edits_made_after_a_kill_are_kept_as_well(chain: Repository, tmp_path: Path):
    chain.chapters("go", "2a")
    count = points_of(clone(chain, tmp_path / "count"), "go", "3b")
    struck = next(
        repository for point in range(count, 0, -1)
        if killed_at(repository := clone(chain, tmp_path / str(point)), point, "go", "3b")
        and (repository.git_dir / "chapters-going").exists()
    )  # fmt: skip
    struck.write("app.py", "mine, after the kill\n")

    struck.chapters("go", "3b")

    assert struck.id() == chain.id("3b") and not struck.status()
    kept = struck.git("for-each-ref", "--format=%(refname)", "refs/heads/my").splitlines()
    assert any(struck.at(ref, "app.py") == "mine, after the kill" for ref in kept)


def test_a_kill_with_a_database_is_mended_by_the_next_go(with_database: Repository, tmp_path: Path):
    with_database.write("app/__init__.py", APP_WITH_DATABASE + "\nMINE = True\n")
    count = points_of(clone(with_database, tmp_path / "count"), "go", "2c")

    for point in some(count, 2):
        struck = clone(with_database, tmp_path / str(point))
        assert killed_at(struck, point, "go", "2c") == -9
        struck.chapters("go", "2c")

        assert struck.id() == with_database.id("2c") and not struck.status(), point
        assert revision(struck) == [("rev3",)], point
        assert ask(struck, "SELECT text, c2 FROM notes") == [("first", "two")], point
        assert ask(struck, "PRAGMA integrity_check") == [("ok",)], point
        assert left_in(struck) == [], point
        assert "MINE" in struck.at("my/end", "app/__init__.py"), point
        kept = [p for p in backups(struck) if p.name.startswith("end-")]
        assert any(ask(struck, "SELECT c6 FROM notes", str(p)) == [("six",)] for p in kept), point
        shutil.rmtree(struck.top)
