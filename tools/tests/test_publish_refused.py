"""When nothing is published: main, the chain or the work tree is not as it must be."""

from __future__ import annotations

from pathlib import Path

import pytest
from repository import Repository, cloned
from stories import mend, published_twice

WHY = ("-m", "why")
PUBLISH = ("publish", "-m", "Better words")


def test_a_second_publication_of_the_same_is_refused(chain: Repository):
    assert "The chain is published as it is" in chain.refused(*PUBLISH)


def ready(chain: Repository) -> Repository:
    mend(chain)
    chain.chapters("fix", "2a", *WHY)
    chain.git("checkout", "--quiet", "main")
    return chain


def commit_on_main(chain: Repository, path: str, text: str = "x\n") -> None:
    chain.write(path, text)
    chain.git("add", path)
    chain.git("commit", "--quiet", "-m", f"Add {path}")


def test_a_commit_of_the_overlay_on_main_is_no_hindrance(chain: Repository):
    ready(chain)
    commit_on_main(chain, "docs/more.md")

    chain.chapters(*PUBLISH)

    assert chain.has("main", "docs/more.md")


def test_main_with_more_than_tip_and_overlay_is_refused(chain: Repository):
    ready(chain)
    commit_on_main(chain, "stray.py")

    said = chain.refused(*PUBLISH)

    assert "stray.py" in said
    assert "outside of the overlay" in said


def test_main_behind_its_upstream_is_refused(chain: Repository):
    ready(chain)
    ahead = chain.git("commit-tree", "-p", "main", "-m", "Ahead", "main^{tree}")
    chain.git("update-ref", "refs/remotes/origin/main", ahead)
    chain.git("config", "remote.origin.url", "nowhere")
    chain.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    chain.git("branch", "--quiet", "--set-upstream-to=origin/main", "main")

    assert "main lacks commits of its upstream. Next: git pull" in chain.refused(*PUBLISH)


def test_a_chain_that_started_from_an_older_edition_is_refused(chain: Repository, tmp_path: Path):
    other = cloned(chain, tmp_path / "other", "--branch=main")
    other.chapters("sync")
    published_twice(chain)
    other.git("checkout", "--quiet", "chapters")
    mend(other, "3", "three")
    other.chapters("fix", "2a", *WHY)
    other.git("fetch", "--quiet", "origin", "main:main")

    assert "Next: chapters sync" in other.refused(*PUBLISH)


@pytest.mark.parametrize("path", ["app.py", "CHAPTERS.md"])
def test_a_path_in_the_way_of_a_publication_is_refused(chain: Repository, path: str):
    ready(chain)
    chain.write(path, "not committed\n")

    assert f"{path} would be overwritten" in chain.refused(*PUBLISH)


def test_a_change_elsewhere_is_in_nobody_s_way(chain: Repository):
    ready(chain)
    chain.write("docs/page.md", "not committed\n")

    chain.chapters(*PUBLISH)

    assert chain.status() == " M docs/page.md"


def test_a_lesson_out_of_form_is_not_published(chain: Repository):
    chain.write("more.txt", "more\n")
    chain.git("add", "more.txt")
    chain.git(
        "commit", "--quiet", "-m", "More\n\nToo short\n\nChapter: Web forms\nCheckpoint: more"
    )
    chain.git("tag", "3c")

    main, answer = chain.id("main"), chain.run(*PUBLISH)

    assert "3c more: section 'Try it' is missing" in answer.err
    assert "Next: mend these, then publish" in answer.err
    assert (answer.code, chain.id("main")) == (1, main)


def test_a_foreign_history_has_no_editions(foreign: Repository):
    assert "Only a chain with trailers" in foreign.refused(*PUBLISH)


def test_an_edition_that_came_by_a_side_merge_does_not_count(chain: Repository):
    tree = chain.id("main^{tree}")
    side = chain.git(
        "commit-tree", tree, "-p", "main~1", "-p", "chapters", "-m", "Side\n\nEdition: 2"
    )
    chain.git("checkout", "--quiet", "main")
    chain.git("reset", "--quiet", "--hard",
              chain.git("commit-tree", tree, "-p", "main", "-p", side, "-m", "Merge"))  # fmt: skip

    assert "edition 1 on main" in chain.chapters("status")
    assert f"{side[:10]} names an edition" in chain.refused("lint")


def test_an_edition_that_came_by_a_squash_does_not_count(chain: Repository):
    squash = chain.git("commit-tree", "main^{tree}", "-p", "main", "-m", "Squash\n\nEdition: 2")
    chain.git("update-ref", "refs/heads/main", squash)

    assert "edition 1 on main" in chain.chapters("status")
    assert f"{squash[:10]} names an edition" in chain.refused("lint")
