"""`fix`: what follows it, how far it goes, and what is said of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from proofs import Prove
from repository import Repository
from stories import lesson, mend, numbered, patch

WHY = ("-m", "why")
REFUSES_TAGS = '#!/bin/sh\n[ "$1" = prepared ] && grep -q refs/tags && exit 1\nexit 0\n'


def test_a_fix_follows_a_later_rename(chain: Repository):
    chain.git("checkout", "--quiet", "2a")
    chain.replace("page.html", "page line 1\n", "page line one\n")

    chain.chapters("fix", *WHY)

    assert chain.at("2b", "page.html").startswith("page line one")
    assert chain.at("3a", "pages/page.html").startswith("page line one")
    assert not chain.has("3a", "page.html")


def test_a_fix_made_after_a_rename_finds_the_file_under_its_older_name(chain: Repository):
    chain.replace("pages/page.html", "page line 1\n", "page line one\n")

    chain.chapters("fix", "2a", *WHY)

    assert chain.at("2a", "page.html").startswith("page line one")
    assert chain.status() == ""


def test_a_step_that_a_fix_makes_empty_is_kept_and_named(chain: Repository):
    chain.replace("app.py", "app line twelve", "app line 12")
    chain.git("stash", "--quiet")
    chain.git("checkout", "--quiet", "2a")
    chain.replace("app.py", "app line 12\n", "app line twelve\n")

    answer = chain.run("fix", *WHY)

    assert "3b last-line changes nothing any more; it is kept" in answer.err
    assert chain.id("3a^{tree}") == chain.id("3b^{tree}")


def test_a_file_that_the_step_lacks_is_refused_with_the_first_step_that_has_it(chain: Repository):
    chain.replace("layout.html", "layout line 1\n", "layout line one\n")

    said = chain.refused("fix", "1a", *WHY)

    assert "does not have layout.html yet" in said
    assert "2b layout" in said


def test_until_keeps_every_later_tree(chain: Repository):
    trees = {label: chain.id(f"{label}^{{tree}}") for label in ("3a", "3b")}
    mend(chain)

    chain.chapters("fix", "2a", *WHY, "--until", "2b")

    assert chain.at("2b", "app.py").startswith("app line one")
    assert {label: chain.id(f"{label}^{{tree}}") for label in trees} == trees


def test_until_the_step_itself_changes_that_step_alone(chain: Repository):
    mend(chain)

    chain.chapters("fix", "2a", *WHY, "--until", "2a")

    assert [chain.at(x, "app.py").split("\n")[0] for x in ("2a", "2b")] == [
        "app line one",
        "app line 1",
    ]


def test_until_an_earlier_step_is_misuse(chain: Repository):
    mend(chain)

    chain.refused("fix", "2b", *WHY, "--until", "1a", code=2)


def test_a_dry_run_changes_nothing_not_even_after_plain_commits(chain: Repository):
    mend(chain)
    chain.chapters("fix", "2a", *WHY)
    chain.write("new.txt", "new\n")
    chain.git("add", "new.txt")
    chain.git("commit", "--quiet", "-m", lesson("More", "Web forms", "more"))
    chain.replace("app.py", "app line one\n", "app line ONE\n")
    before = chain.state()

    said = chain.chapters("fix", "2a", *WHY, "--dry-run")

    assert "would do: fix 2a page" in said
    assert chain.state() == before


def test_a_fix_that_the_step_has_already_is_refused(chain: Repository):
    mend(chain)
    chain.chapters("fix", "2a", *WHY)
    text = chain.read("app.py")
    chain.git("checkout", "--quiet", "chapters~4")
    chain.write("app.py", numbered("app").replace("line 1\n", "line one\n"))

    assert text.startswith("app line one")
    assert "nothing would change" in chain.refused("fix", "2a", *WHY)


def test_neighbouring_lines_are_both_taken_and_said(chain: Repository):
    chain.git("checkout", "--quiet", "2a")
    chain.replace("app.py", "app line 11\n", "app line eleven\n")

    answer = chain.run("fix", *WHY)

    assert chain.at("3b", "app.py").endswith("app line eleven\napp line twelve")
    assert "3b last-line: app.py has changes side by side; both were taken" in answer.err


def test_two_changes_of_an_import_line_are_both_taken_and_said(prove: Prove):
    imports, rest = "from sqlalchemy import insert{}\n", "\nlater = 1\n"
    made = prove("", {"app.py": imports.format("") + rest},
                 {"app.py": imports.format(", text") + rest})  # fmt: skip
    made.replace("app.py", "import insert", "import func, insert")

    answer = made.run("fix", "1a", *WHY)

    assert made.at("chapters~1", "app.py").startswith("from sqlalchemy import func, insert\n")
    assert made.at("chapters", "app.py").startswith("from sqlalchemy import func, insert, text\n")
    assert "1b step-2: app.py has changes side by side; both were taken" in answer.err


def test_a_folder_replaced_by_a_link_is_not_written_through(chain: Repository, tmp_path: Path):
    outside = shutil.move(chain.top / "pages", tmp_path / "pages")
    (chain.top / "pages").symlink_to(outside)

    said = chain.refused("fix", "2a", *WHY, "--patch", patch(tmp_path, "help.txt"))

    assert "would be overwritten" in said
    assert (tmp_path / "pages/help.txt").read_text().startswith("help line 1\n")


def test_what_was_done_is_said_with_the_line_that_undoes_it(chain: Repository):
    mend(chain)

    said = chain.chapters("fix", "2a", "-m", "Better words")

    assert said.startswith(
        "done  fix 2a page: Better words (4 of 5 checkpoints rewritten, 4 tags moved)"
    )
    assert "chapters undo" in said


def test_nothing_is_said_to_be_done_where_git_refuses_the_move(chain: Repository):
    chain.write(".git/hooks/reference-transaction", REFUSES_TAGS).chmod(0o755)
    mend(chain)
    before = chain.contents()

    answer = chain.run("fix", "2a", *WHY)

    assert (answer.code, answer.out) == (1, "")
    assert chain.contents().files == before.files
    assert [r for r in chain.contents().refs if "chapters/" not in r] == [
        r for r in before.refs if "chapters/" not in r
    ]


def test_other_branches_and_foreign_tags_stay(chain: Repository):
    chain.git("branch", "my/keep", "3a")
    chain.git("tag", "keep", "3a")
    old = chain.id("3a")
    mend(chain)

    chain.chapters("fix", "2a", *WHY)

    assert chain.id("my/keep") == chain.id("keep") == old != chain.id("3a")


def test_the_slug_serves_as_well_as_the_label(chain: Repository):
    mend(chain)

    chain.chapters("fix", "page", *WHY)

    assert json.loads(chain.chapters("status", "--json"))["unpublished"] == ["fix 2a page: why"]
