"""Commands that only look, in a project of ours and in a foreign history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repository import Repository

WHY = ("-m", "why")


def test_the_list_has_chapters_labels_slugs_titles_and_where_we_are(chain: Repository):
    assert chain.chapters("list") == (
        "  1 Getting started\n"
        "    1a  hello      Say hello\n"
        "  2 Templates\n"
        "    2a  page       Draw a page\n"
        "    2b  layout     Lay the page out\n"
        "  3 Web forms\n"
        "    3a  folder     Move the page\n"
        "*   3b  last-line  Change the last line\n"
    )


def test_the_list_of_an_edition_is_what_was_published(chain: Repository):
    chain.chapters("drop", "2b", *WHY)

    assert "layout" not in chain.chapters("list")
    assert "layout" in chain.chapters("list", "--edition", "1")
    assert "There is no edition 7" in chain.refused("list", "--edition", "7")


def test_the_list_for_a_program_names_each_commit(chain: Repository):
    rows = json.loads(chain.chapters("list", "--json"))

    assert {row["label"]: row["oid"] for row in rows} == chain.tags()


@pytest.mark.parametrize(
    ("revision", "slug"),
    [("main", ""), ("chapters", "last-line"), ("2b", "layout"), ("1a", "hello")],
)
def test_here_is_the_checkpoint_that_head_is_at(chain: Repository, revision: str, slug: str):
    chain.git("checkout", "--quiet", revision)

    assert json.loads(chain.chapters("status", "--json"))["here"] == slug


def test_here_is_the_nearest_checkpoint_below_own_commits(chain: Repository):
    chain.git("checkout", "--quiet", "-b", "my/layout", "2b")
    chain.git("commit", "--quiet", "--allow-empty", "-m", "My own")

    assert json.loads(chain.chapters("status", "--json"))["here"] == "layout"


def test_here_is_known_at_a_checkpoint_of_an_older_edition(chain: Repository):
    chain.git("checkout", "--quiet", "--detach", "3a")
    chain.git("worktree", "add", "--quiet", str(chain.top.with_name("linked")), "chapters")
    linked = Repository(chain.top.with_name("linked"))
    linked.replace("app.py", "app line 1\n", "app line one\n")
    linked.chapters("fix", "2a", *WHY)

    assert json.loads(chain.chapters("status", "--json"))["here"] == "folder"


def test_status_names_what_is_unpublished_and_what_comes_next(chain: Repository):
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.chapters("fix", "2a", *WHY)

    said = chain.chapters("status")

    assert "unpublished: fix 2a page: why\n" in said
    assert "chapters publish" in said


def test_status_names_refs_that_are_off(chain: Repository):
    chain.git("tag", "--delete", "3a")
    chain.git("tag", "--force", "2b", "1a")

    found = json.loads(chain.chapters("status", "--json"))

    assert {label for label in chain.tags() | {"3a": ""} for fault in found["refs_off"]
            if f" {label} " in f"{fault} ".replace(".", " ")} == {"2b", "3a"}  # fmt: skip


def test_reading_changes_nothing(chain: Repository):
    before = chain.state()

    for words in (("list",), ("status",), ("log",), ("lint",)):
        chain.chapters(*words)

    assert chain.state() == before


def test_show_gives_lesson_and_diff(chain: Repository):
    text = chain.as_typed("show", "2b")

    assert "    Lay the page out\n" in text
    assert "+layout line 1\n" in text


def test_diff_gives_one_step_or_what_lies_between_two(chain: Repository):
    assert "layout.html" in chain.as_typed("diff", "--stat", "2b")
    assert "page.html" not in chain.as_typed("diff", "--stat", "2b")
    assert "page.html" in chain.as_typed("diff", "--stat", "1a", "2b")
    assert "app.py" in chain.as_typed("diff", "1a")


def test_lint_is_content_with_a_chain_in_order(chain: Repository):
    assert "5 checkpoints, edition 1: no fault" in chain.chapters("lint")


def test_lint_finds_every_planted_fault_at_once(chain: Repository):
    chain.git("commit", "--quiet", "--allow-empty", "-m",
              "3c is too short\n\nShort\n\nChapter: Web forms\nCheckpoint: short")  # fmt: skip
    chain.git("tag", "--delete", "3a")
    chain.git("tag", "9z", "1a")
    chain.git("checkout", "--quiet", "main")
    chain.write("stray.py", "x\n")
    chain.write("CHAPTERS.md", "By hand\n")
    chain.git("add", "--all")
    chain.git("commit", "--quiet", "-m", "Faults")

    said = chain.refused("lint")

    for fault in (
        "3c short: title begins with a label", "3c short: section 'You will see' is missing",
        "3c short: 1 words", "3c short: needs one trailer 'Shows:'", "no tag for 3a, 3c",
        "tag 9z is on no checkpoint", "stray.py",
        "CHAPTERS.md is not that of edition 1",
    ):  # fmt: skip
        assert fault in said, fault


def test_lint_finds_a_step_that_is_too_long(chain: Repository):
    chain.write("long.txt", "".join(f"{n}\n" for n in range(250)))
    chain.write("constraints.txt", "".join(f"{n}\n" for n in range(250)))
    chain.git("add", "--all")
    message = chain.git("log", "-1", "--format=%B").replace("last-line", "long")
    chain.git("commit", "--quiet", "-m", message)
    chain.git("tag", "3c")

    assert "3c long: 500 changed lines, at most 200 fit a step" in chain.refused("lint")


def test_lint_finds_a_publication_that_main_has_lost(chain: Repository):
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.chapters("fix", "2a", *WHY)
    chain.chapters("publish", "-m", "Two")
    stitch = chain.id("main")
    chain.git("update-ref", "refs/heads/main", "main~1")

    assert f"edition 2 ({stitch[:10]}) is not on main's own line any more" in chain.refused("lint")


def test_sizes_are_printed_step_by_step(chain: Repository):
    rows = [row.split() for row in chain.chapters("lint", "--sizes").splitlines()]

    assert ["3a", "0", "lines", "2", "files", "folder"] in rows
    assert ["3b", "2", "lines", "1", "files", "last-line"] in rows


def test_a_foreign_history_is_listed_by_its_tags(foreign: Repository):
    rows = [row.split(maxsplit=1) for row in foreign.chapters("list").splitlines()]

    assert [name for name, _ in rows if name.startswith("v")] == ["v1", "v2", "v10"]
    assert [title for _, title in rows][-1].endswith("Add help")


def test_a_foreign_history_is_fixed_from_another_folder_by_its_branch(
    foreign: Repository, tmp_path
):
    foreign.git("checkout", "--quiet", "v1")
    foreign.replace("app.py", "app line 5\n", "app line five\n")

    foreign.chapters("--branch", "line", "fix", "v1", *WHY)

    assert all("app line five" in foreign.at(tag, "app.py") for tag in ("v1", "v2", "v10"))
    assert foreign.git("rev-list", "--reverse", "line").split()[0] == foreign.id("v1")
    assert foreign.id() == foreign.id("v1")


def test_every_tag_on_a_foreign_commit_moves_with_it(foreign: Repository):
    foreign.git("tag", "also", "v2")
    foreign.replace("app.py", "app line 5\n", "app line five\n")

    foreign.chapters("fix", "v1", *WHY)

    assert foreign.id("also") == foreign.id("v2")
    assert "app line five" in foreign.at("also", "app.py")


def test_a_dropped_foreign_step_takes_its_tags_along(foreign: Repository):
    before = foreign.tags()
    foreign.chapters("drop", "v10", *WHY)

    assert sorted(foreign.tags()) == ["v1", "v2"]
    foreign.chapters("undo")
    assert foreign.tags() == before


def test_a_foreign_step_without_a_tag_cannot_be_named(foreign: Repository):
    foreign.replace("app.py", "app line 5\n", "app line five\n")

    said = foreign.refused("fix", foreign.id("line~1"), *WHY)

    assert "has no tag to name it. Next: git tag NAME" in said


def test_a_tag_whose_name_is_no_utf_8_follows_and_is_listed(foreign: Repository):
    old = foreign.id("line~1")
    foreign.git("update-ref", "--stdin", stdin=b"create refs/tags/caf\xe9 %s\n" % old.encode())
    foreign.replace("app.py", "app line 5\n", "app line five\n")

    foreign.chapters("fix", "v1", *WHY)

    assert foreign.tags()["caf\udce9"] == foreign.id("line~1") != old
    assert "caf" in foreign.chapters("list")


def test_the_work_folder_of_edit_is_named_by_the_slug(chain: Repository):
    place = Path(chain.chapters("edit", "2b").strip())

    assert place.name == "layout"
    assert (place / "layout.html").exists() and not (place / "pages").exists()
    assert Repository(place).id() == chain.id("2b")
    assert chain.chapters("edit", "layout").strip() == str(place)
