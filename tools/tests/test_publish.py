"""Editions: published by one stitch, and refused where that would break a promise."""

from __future__ import annotations

from repository import Repository
from stories import lesson, mend, published_twice

WHY = ("-m", "why")
PUBLISH = ("publish", "-m", "Better words")


def trees(repository: Repository, revision: str) -> dict[str, str]:
    rows = repository.git("ls-tree", revision).splitlines()
    return {row.split("\t")[1]: row.split("\t")[0] for row in rows}


def test_a_stitch_has_old_main_and_the_chain_s_tip_as_parents(unpublished: Repository):
    old = unpublished.id("main")

    unpublished.chapters(*PUBLISH)

    assert unpublished.id("main^1") == old
    assert unpublished.id("main^2") == unpublished.id("chapters")


def test_main_s_tree_is_the_tip_s_tree_and_the_overlay(chain: Repository):
    main, tip = trees(chain, "main"), trees(chain, "chapters")

    assert set(main) == {*tip, "README.md", "CHAPTERS.md", "docs", "tools"}
    assert all(main[name] == entry for name, entry in tip.items() if name != "README.md")
    assert chain.at("main", "README.md") == "The project"


def test_a_stitch_lists_its_edits_and_ends_in_its_number(chain: Repository):
    published_twice(chain)

    text = chain.git("log", "-1", "--format=%B", "main").strip()

    assert text == "Better words\n\nfix 2a page: why\n\nEdition: 2"


def test_a_stitch_lists_what_plain_commits_added(chain: Repository):
    chain.write("more.txt", "more\n")
    chain.git("add", "more.txt")
    chain.git("commit", "--quiet", "-m", lesson("More of it", "Web forms", "more"))
    chain.git("tag", "3c")

    chain.chapters(*PUBLISH)

    assert " 3c more: More of it\n" in chain.git("log", "-1", "--format=%B", "main")


def test_an_edit_that_was_undone_is_not_in_the_stitch(chain: Repository):
    mend(chain)
    chain.chapters("fix", "2a", "-m", "in")
    mend(chain, "5", "five")
    chain.chapters("fix", "2a", "-m", "out")
    chain.chapters("undo")
    chain.git("checkout", "--quiet", "--", ".")

    chain.chapters(*PUBLISH)

    text = chain.git("log", "-1", "--format=%B", "main")
    assert ("page: in" in text, "page: out" in text) == (True, False)


def test_a_sync_between_fix_and_publish_forgets_no_edit(chain: Repository):
    mend(chain)
    chain.chapters("fix", "2a", "-m", "remembered")
    chain.git("tag", "-d", "3a")
    chain.chapters("sync")

    assert "remembered" in chain.chapters(*PUBLISH, "--dry-run")


def test_a_reason_of_many_lines_is_one_line_of_the_stitch(chain: Repository):
    mend(chain)
    answer = chain.run("fix", "2a", "-m", "because\n\nEdition: 7")
    if answer.code:
        return  # refused, which is as good

    chain.chapters(*PUBLISH)

    text = chain.git("log", "-1", "--format=%B", "main")
    assert [line for line in text.split("\n") if line.startswith("Edition:")] == ["Edition: 2"]


def test_publish_brings_chapters_md_and_a_work_tree_of_main_along(chain: Repository):
    chain.git("checkout", "--quiet", "main")
    published_twice(chain)

    page = chain.read("CHAPTERS.md")

    assert "edition 2, 5 checkpoints in 3 chapters" in page
    assert chain.status() == ""
    assert chain.read("app.py").startswith("app line one")


def test_the_page_agrees_with_the_list_and_links_to_what_main_holds(chain: Repository):
    published_twice(chain)

    rows = [line for line in chain.at("main", "CHAPTERS.md").splitlines() if line.startswith("- ")]
    listed = [
        line.strip(" *").split()[:2]
        for line in chain.chapters("list").splitlines()
        if "  " in line.strip()
    ]

    assert [[row.split("`")[1], row.rsplit(" · ")[1]] for row in rows] == listed
    ids = {
        part for row in rows for part in row.split("(")[1].split(")")[0].split("/")[-1].split("...")
    }
    assert ids == set(chain.git("rev-list", "main^2").split())


def test_publish_works_wherever_head_is(chain: Repository):
    mend(chain)
    chain.chapters("fix", "2a", *WHY)
    chain.git("checkout", "--quiet", "2b")

    chain.chapters(*PUBLISH)

    assert chain.id() == chain.id("2b")
    assert chain.status() == ""


def test_a_label_of_an_edition_names_that_edition_s_step(chain: Repository):
    old = chain.id("2b")
    published_twice(chain)

    assert f"commit {old}" in chain.as_typed("show", "2b@1")
    assert f"commit {chain.id('2b')}" in chain.as_typed("show", "2b@2")


def test_two_editions_of_a_step_are_compared(chain: Repository):
    published_twice(chain)

    text = chain.as_typed("diff", "2b@1", "2b")

    assert "-app line 1\n+app line one\n" in text


def test_an_edition_that_is_not_there_is_refused(chain: Repository):
    assert "no edition 7; main has 1 to 1" in chain.refused("show", "2b@7")


def test_old_editions_stay_reachable(chain: Repository):
    old = chain.id("chapters")
    published_twice(chain)

    chain.git("merge-base", "--is-ancestor", old, "main")


def test_undo_takes_a_publication_back_that_nobody_has_seen(chain: Repository):
    old = chain.id("main")
    published_twice(chain)

    chain.chapters("undo")

    assert chain.id("main") == old
    assert chain.at("2a", "app.py").startswith("app line one")


def test_undo_passes_over_a_publication_that_a_remote_has(chain: Repository):
    published_twice(chain)
    chain.git("update-ref", "refs/remotes/origin/main", "main")
    main = chain.id("main")

    answer = chain.run("undo")

    assert "it is public" in answer.err
    assert chain.id("main") == main
    assert chain.at("2a", "app.py").startswith("app line 1\n")


def test_what_undo_took_out_of_a_public_edition_is_a_new_edition(chain: Repository):
    published_twice(chain)
    chain.git("update-ref", "refs/remotes/origin/main", "main")
    chain.chapters("undo")
    chain.git("checkout", "--quiet", "--", ".")

    chain.chapters("publish", "-m", "Take it back")

    assert "Edition: 3" in chain.git("log", "-1", "--format=%B", "main")
    assert chain.id("main^2") == chain.id("main~2^2")


def test_a_dry_run_prints_the_stitch_s_message_and_changes_nothing(chain: Repository):
    mend(chain)
    chain.chapters("fix", "2a", *WHY)
    before = chain.state()

    said = chain.chapters(*PUBLISH, "--dry-run")

    assert "fix 2a page: why\n\nEdition: 2" in said
    assert chain.state() == before
