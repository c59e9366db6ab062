"""`fix`: where the change comes from, where it goes, and what follows it."""

from __future__ import annotations

import os
from pathlib import Path

from repository import Repository
from stories import mend

WHY = ("-m", "why")
REFUSES_TAGS = '#!/bin/sh\n[ "$1" = prepared ] && grep -q refs/tags && exit 1\nexit 0\n'


def test_a_fix_is_in_its_step_and_every_later_one_and_in_no_earlier_one(chain: Repository):
    mend(chain)

    chain.chapters("fix", "2a", *WHY)

    firsts = [chain.at(label, "app.py").split("\n")[0] for label in ("1a", "2a", "2b", "3a", "3b")]
    assert firsts == ["app line 1"] + ["app line one"] * 4


def test_the_steps_before_a_fix_keep_their_ids_and_every_tag_is_on_the_branch(chain: Repository):
    before = chain.tags()
    mend(chain)

    chain.chapters("fix", "2b", *WHY)

    after = chain.tags()
    assert (after["1a"], after["2a"]) == (before["1a"], before["2a"])
    line = chain.git("rev-list", "--reverse", "chapters").split()
    assert [after[label] for label in ("1a", "2a", "2b", "3a", "3b")] == line


def test_after_a_fix_on_the_branch_the_work_tree_is_clean_at_the_new_tip(chain: Repository):
    mend(chain)

    chain.chapters("fix", "2a", *WHY)

    assert chain.git("symbolic-ref", "HEAD") == "refs/heads/chapters"
    assert chain.status() == ""


def test_a_fix_at_a_tag_moves_head_to_the_rewritten_commit(chain: Repository):
    chain.git("checkout", "--quiet", "2b")
    mend(chain)

    chain.chapters("fix", *WHY)

    assert chain.id() == chain.id("2b")
    assert chain.at("2b", "app.py").startswith("app line one")
    assert chain.at("2a", "app.py").startswith("app line 1\n")
    assert chain.status() == ""


def test_a_fix_on_main_goes_to_the_chain_and_main_shows_what_is_published(chain: Repository):
    chain.git("checkout", "--quiet", "main")
    main = chain.id()
    mend(chain)

    chain.chapters("fix", "1a", *WHY)

    assert chain.at("1a", "app.py").startswith("app line one")
    assert (chain.id("main"), chain.status()) == (main, "")
    assert chain.read("app.py").startswith("app line 1\n")


def test_a_fix_on_main_must_name_its_step(chain: Repository):
    chain.git("checkout", "--quiet", "main")
    mend(chain)

    assert "name one" in chain.refused("fix", *WHY, code=2)


def test_paths_of_the_overlay_stay_where_they_are(chain: Repository):
    chain.git("checkout", "--quiet", "main")
    mend(chain)
    chain.write("docs/page.md", "Mended\n")

    chain.chapters("fix", "2a", *WHY)

    assert chain.status() == " M docs/page.md"
    assert not chain.has("chapters", "docs")


def test_the_chain_s_own_readme_can_be_fixed_on_the_chain(chain: Repository):
    chain.write("README.md", "Mended\n")

    chain.chapters("fix", "1a", *WHY)

    assert chain.at("3b", "README.md") == "Mended"


def test_main_s_readme_is_main_s(chain: Repository):
    chain.git("checkout", "--quiet", "main")
    chain.write("README.md", "Mended\n")

    assert "README.md" in chain.refused("fix", "1a", *WHY)


def test_a_fix_in_an_edit_folder_knows_its_step(chain: Repository):
    folder = Repository(Path(chain.chapters("edit", "2b").strip()))
    folder.replace("layout.html", "layout line 1\n", "layout line one\n")

    folder.chapters("fix", *WHY)

    assert chain.at("2b", "layout.html").startswith("layout line one")
    assert (folder.id(), folder.status()) == (chain.id("2b"), "")
    assert chain.status() == ""


def test_a_fix_in_an_edit_folder_knows_its_step_though_the_chain_has_moved_on(chain: Repository):
    folder = Repository(Path(chain.chapters("edit", "2b").strip()))
    mend(chain)
    chain.chapters("fix", "2a", *WHY)
    mend(chain, "one", "ONE")
    chain.chapters("fix", "2a", *WHY)
    folder.replace("layout.html", "layout line 1\n", "layout line one\n")

    folder.chapters("fix", *WHY)

    assert chain.at("2b", "layout.html").startswith("layout line one")
    assert not chain.has("2a", "layout.html")


def test_a_new_file_that_was_added_is_taken_and_an_untracked_one_is_named(chain: Repository):
    chain.write("added.txt", "added\n")
    chain.write("forgotten.txt", "forgotten\n")
    chain.git("add", "added.txt")

    answer = chain.run("fix", "2a", *WHY)

    assert chain.at("2a", "added.txt") == "added"
    assert "untracked" in answer.err and "forgotten.txt" in answer.err
    assert chain.status() == "?? forgotten.txt"


def test_a_file_added_with_intent_is_taken(chain: Repository):
    chain.write("added.txt", "added\n")
    chain.git("add", "--intent-to-add", "added.txt")

    chain.chapters("fix", "2a", *WHY)

    assert (chain.at("2a", "added.txt"), chain.status()) == ("added", "")


def test_a_deleted_file_is_deleted_from_its_step_on(chain: Repository):
    chain.git("rm", "--quiet", "layout.html")

    chain.chapters("fix", "3a", *WHY)

    assert [chain.has(label, "layout.html") for label in ("2b", "3a", "3b")] == [True, False, False]


def test_a_mode_and_a_link_are_taken(chain: Repository):
    (chain.top / "app.py").chmod(0o755)
    (chain.top / "layout.html").unlink()
    (chain.top / "layout.html").symlink_to("pages/page.html")

    chain.chapters("fix", "2b", *WHY)

    rows = chain.git("ls-tree", "2b", "app.py", "layout.html").splitlines()
    assert [row.split(" ")[0] for row in rows] == ["100755", "120000"]
    assert chain.status() == ""


def test_a_change_of_the_same_size_in_the_same_second_is_taken(chain: Repository):
    """git compares contents where file and index are of one second: so must a copy of the index."""
    chain.git("config", "core.trustctime", "false")
    then = 1_600_000_000
    for path in ("app.py", "layout.html"):
        os.utime(chain.top / path, (then, then))
    chain.git("update-index", "--refresh")
    mend(chain, new="2")
    for path in ("app.py", ".git/index"):
        os.utime(chain.top / path, (then, then))

    chain.chapters("fix", "2a", *WHY)

    assert chain.at("2a", "app.py").startswith("app line 2\n")
