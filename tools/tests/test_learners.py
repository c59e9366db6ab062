"""Walking along the chain loses nothing: go, next, prev."""

from __future__ import annotations

from pathlib import Path

from learners import place
from repository import Repository
from stories import numbered


def test_go_next_and_prev_walk_along_the_chain(chain: Repository):
    chain.chapters("go", "1a")
    assert place(chain) == "1a" and not chain.status()

    out = chain.chapters("next")
    assert place(chain) == "2a" and not chain.status()
    assert "2a  Draw a page" in out and "show 2a" in out and "go 1a" in out
    assert "Draw a page shows in the browser" in out

    chain.chapters("prev")
    assert place(chain) == "1a" and chain.read("app.py") == numbered("app")


def test_go_takes_a_slug_an_edition_and_main(chain: Repository):
    chain.chapters("go", "layout")
    assert place(chain) == "2b"

    chain.chapters("go", "3b@1")
    assert place(chain) == "3b"

    out = chain.chapters("go", "main")
    assert chain.git("symbolic-ref", "HEAD") == "refs/heads/main"
    assert not chain.status() and "go 3b" in out


def test_ends_of_the_chain_are_said_in_a_line(chain: Repository):
    chain.chapters("go", "3b")
    assert "3b last-line is the last step. Next: " in chain.refused("next")

    chain.chapters("go", "1a")
    assert "1a hello is the first step. Next: " in chain.refused("prev")


def test_next_on_main_says_where_to_begin(chain: Repository):
    chain.git("checkout", "--quiet", "main")

    said = chain.refused("next")

    assert said.startswith("HEAD is at no checkpoint. Next: ") and said.endswith("chapters go 1a")


def test_an_unknown_label_is_refused_with_what_is_near(chain: Repository):
    assert "There is no checkpoint '2z'" in chain.refused("go", "2z")
    assert "near it: layout" in chain.refused("go", "layuot")


def test_a_missing_tag_is_no_fault(chain: Repository):
    commit = chain.id("2a")
    chain.git("tag", "--delete", "1a", "2a", "2b", "3a", "3b")

    chain.chapters("go", "2a")

    assert chain.id() == commit


def test_go_works_in_a_fresh_clone_without_branch_or_tags(chain: Repository, tmp_path: Path):
    chain.git(
        "clone", "--quiet", "--branch", "main", "--no-tags", str(chain.top), str(tmp_path / "fresh")
    )
    fresh = Repository(tmp_path / "fresh")

    fresh.chapters("go", "2b")

    assert fresh.id() == chain.id("2b")


def test_next_finds_its_place_by_slug_when_an_edition_has_moved_the_tag(chain: Repository):
    chain.chapters("go", "2b")
    old = chain.id()
    chain.git("checkout", "--quiet", "chapters")
    chain.replace(
        "page.html" if chain.has("HEAD", "page.html") else "app.py",
        "app line 1\n",
        "app line one\n",
    )
    chain.chapters("fix", "1a", "-m", "better")
    chain.chapters("publish", "-m", "Edition two")
    chain.git("checkout", "--quiet", "--detach", old)

    out = chain.chapters("next")

    assert place(chain) == "3a"
    assert f"git checkout {old[:10]}" in out


def test_go_works_on_a_foreign_chain(foreign: Repository):
    foreign.chapters("--branch", "line", "go", "v1")
    assert place(foreign) == "v1"

    foreign.chapters("--branch", "line", "next")
    assert place(foreign) == "v2"
