"""A clone that follows: branch and tags are made from main alone, and own work is kept."""

from __future__ import annotations

from pathlib import Path

from repository import Repository, cloned
from stories import lesson, mend, published_twice

WHY = ("-m", "why")


def test_a_fresh_clone_makes_every_tag_from_main_alone(chain: Repository, reader: Repository):
    assert reader.tags() == chain.tags()
    assert reader.id("chapters") == chain.id("chapters")
    assert (reader.git("symbolic-ref", "--short", "HEAD"), reader.status()) == ("main", "")


def test_a_clone_with_head_at_a_commit_finds_main_by_its_remote(chain: Repository, tmp_path: Path):
    made = cloned(chain, tmp_path / "ci", "--branch=main", "--no-tags")
    made.git("checkout", "--quiet", "--detach")
    made.git("branch", "-D", "main")

    made.chapters("sync")

    assert made.tags() == chain.tags()


def test_the_first_sync_of_a_clone_says_what_it_made(chain: Repository, tmp_path: Path):
    bare = cloned(chain, tmp_path / "bare", "--branch=main", "--no-tags")
    tagged = cloned(chain, tmp_path / "tagged", "--branch=main")
    tags = len(chain.tags())

    assert bare.chapters("sync") == f"done  edition 1: branch chapters and {tags} tags made\n"
    assert tagged.chapters("sync").endswith(f"and {tags} tags, 1 ref moved\n")


def test_a_second_sync_finds_everything_right(reader: Repository):
    before = reader.state()

    said = reader.chapters("sync")

    assert "right already" in said
    assert reader.state() == before


def test_a_pull_of_a_new_edition_fast_forwards_and_sync_moves_branch_and_tags(chain, reader):
    published_twice(chain)

    reader.git("pull", "--quiet", "--ff-only", "--no-tags", "origin", "main")
    reader.chapters("sync")

    assert reader.tags() == chain.tags()
    assert reader.id("chapters") == chain.id("chapters")
    assert reader.status() == ""


def test_sync_brings_a_work_tree_on_the_branch_along(chain: Repository, reader: Repository):
    reader.git("checkout", "--quiet", "chapters")
    published_twice(chain)

    reader.git("fetch", "--quiet", "--no-tags", "origin", "main:main")
    reader.chapters("sync")

    assert reader.read("app.py").startswith("app line one")
    assert reader.status() == ""


def test_sync_over_a_dirty_file_in_the_way_is_refused(chain: Repository, reader: Repository):
    reader.git("checkout", "--quiet", "chapters")
    reader.write("app.py", "not committed\n")
    published_twice(chain)
    reader.git("fetch", "--quiet", "--no-tags", "origin", "main:main")

    assert "app.py would be overwritten" in reader.refused("sync")


def test_sync_can_be_undone(chain: Repository, reader: Repository):
    before = reader.tags()
    published_twice(chain)
    reader.git("pull", "--quiet", "--ff-only", "--no-tags", "origin", "main")
    reader.chapters("sync")

    reader.chapters("undo")

    assert reader.tags() == before


def test_a_label_that_the_new_edition_lacks_is_deleted(chain: Repository, reader: Repository):
    chain.chapters("drop", "2b", *WHY)
    chain.chapters("publish", "-m", "Less")
    reader.git("pull", "--quiet", "--ff-only", "--no-tags", "origin", "main")

    reader.chapters("sync")

    assert sorted(reader.tags()) == ["1a", "2a", "3a", "3b"]


def test_a_pull_that_stops_at_own_commits_is_told_how_to_go_on(
    chain: Repository, reader: Repository
):
    way = "main has 1 commit of your own, and `git pull` stops there. "
    reader.git("commit", "--quiet", "--allow-empty", "--message", "Notes of mine")
    before = reader.run("sync").err
    published_twice(chain)
    reader.git("fetch", "--quiet", "--no-tags", "origin")

    parted = reader.run("sync").err
    reader.git("pull", "--quiet", "--rebase", "--no-tags")

    assert way not in before
    assert f"{way}Next: git switch main; git pull --rebase" in parted
    assert reader.run("sync").err == ""
    assert reader.tags() == chain.tags()


def test_unpublished_work_on_this_edition_stays(reader: Repository):
    reader.git("checkout", "--quiet", "chapters")
    mend(reader)
    reader.chapters("fix", "2a", *WHY)
    tip = reader.id("chapters")

    reader.chapters("sync")

    assert reader.id("chapters") == tip


def test_unpublished_work_is_replayed_onto_a_new_edition(chain: Repository, reader: Repository):
    reader.git("checkout", "--quiet", "chapters")
    mend(reader, "5", "five")
    reader.chapters("fix", "2b", *WHY)
    published_twice(chain)
    reader.git("fetch", "--quiet", "--no-tags", "origin", "main:main")

    reader.chapters("sync")

    assert reader.id("2a") == chain.id("2a")
    lines = reader.at("3b", "app.py").split("\n")
    assert (lines[0], lines[4]) == ("app line one", "app line five")
    assert reader.at("2a", "app.py").split("\n")[4] == "app line 5"
    assert reader.status() == ""


def test_carried_work_is_published_with_its_line(chain: Repository, reader: Repository):
    reader.git("checkout", "--quiet", "chapters")
    mend(reader, "5", "five")
    reader.chapters("fix", "2b", "-m", "carried")
    published_twice(chain)
    reader.git("fetch", "--quiet", "--no-tags", "origin", "main:main")
    reader.chapters("sync")

    reader.chapters("publish", "-m", "Third")

    assert "fix 2b layout: carried\n" in reader.git("log", "-1", "--format=%B", "main")
    assert reader.id("main^1") == chain.id("main")


def test_a_plain_commit_is_carried_too(chain: Repository, reader: Repository):
    reader.git("checkout", "--quiet", "chapters")
    reader.write("more.txt", "more\n")
    reader.git("add", "more.txt")
    who = ("--author=Bob <bob@example.org>", "--date=1234567890 +0000")
    reader.git("commit", "--quiet", *who, "-m", lesson("More", "Web forms", "more"))
    published_twice(chain)
    reader.git("fetch", "--quiet", "--no-tags", "origin", "main:main")

    reader.chapters("sync")

    assert reader.titles()[-1] == "More"
    assert reader.id("3b") == chain.id("3b")
    assert reader.git("log", "-1", "--format=%an %at", "3c") == "Bob 1234567890"


def test_carried_work_that_conflicts_waits_and_abandon_leaves_it_on_its_edition(chain, reader):
    reader.git("checkout", "--quiet", "chapters")
    mend(reader, "1", "uno")
    reader.chapters("fix", "2b", *WHY)
    tip = reader.id("chapters")
    published_twice(chain)
    reader.git("fetch", "--quiet", "--no-tags", "origin", "main:main")

    answer = reader.run("sync")
    assert answer.code == 1
    assert "app.py" in answer.err
    reader.chapters("abandon")

    assert reader.id("chapters") == tip


def test_branch_and_tags_that_plain_git_brought_to_the_new_edition_are_taken_as_such(chain, reader):
    reader.git("checkout", "--quiet", "chapters")
    published_twice(chain)
    reader.git("fetch", "--quiet", "--tags", "--force", "origin", "main:main", "chapters:theirs")
    reader.git("reset", "--quiet", "--hard", "theirs")

    reader.chapters("sync")
    mend(reader, "7", "seven")
    reader.chapters("fix", "2a", *WHY)

    assert reader.at("2a", "app.py").split("\n")[6] == "app line seven"


def test_a_project_without_an_edition_says_so(unpublished: Repository):
    unpublished.git("checkout", "--quiet", "main")
    unpublished.git("branch", "-D", "chapters")

    assert "main has no edition yet" in unpublished.refused("sync")
