"""`chapters absorb`: a plan by hunk first; what has no one place stays, and is named."""

from __future__ import annotations

from repository import Repository
from stories import lines

WHY = ("-m", "why")
BOTH = "app line 11\napp line twelve\n"  # of 1a and of 3b


def test_hunks_of_one_file_go_to_the_steps_of_their_lines(chain: Repository):
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.replace("app.py", "app line twelve\n", "app line a dozen\n")

    said = chain.chapters("absorb", *WHY)

    assert "  app.py:1 goes to 1a hello\n  app.py:12 goes to 3b last-line\n" in said
    assert chain.at("1a", "app.py") + "\n" == lines(l1="one")
    assert chain.at("3a", "app.py") + "\n" == lines(l1="one")
    assert chain.at("3b", "app.py") + "\n" == lines(l1="one", l12="a dozen")
    assert chain.status() == ""


def test_what_has_no_one_place_stays_and_is_named(chain: Repository):
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.replace("app.py", BOTH, "app line eleven\napp line a dozen\n")
    chain.write("new.txt", "new\n")
    chain.git("add", "new.txt")

    said = chain.chapters("absorb", *WHY)

    assert "app.py:11 stays: its lines are of 1a hello and 3b last-line" in said
    assert "new.txt stays: not a change of a text's lines" in said
    assert chain.at("1a", "app.py") + "\n" == lines(l1="one")
    assert chain.status() == " M app.py\nA  new.txt"
    assert chain.read("app.py").endswith("app line eleven\napp line a dozen\n")


def test_without_any_place_nothing_is_done(chain: Repository):
    chain.replace("app.py", BOTH, "app line eleven\napp line a dozen\n")

    assert "No hunk has one place in the chain" in chain.refused("absorb", *WHY)


def test_a_dry_run_tells_the_plan_and_changes_nothing(chain: Repository):
    chain.replace("layout.html", "layout line 5\n", "layout line five\n")
    before = chain.state()

    assert "layout.html:5 goes to 2b layout" in chain.chapters("absorb", *WHY, "--dry-run")
    assert chain.state() == before


def test_undo_puts_every_hunk_back(chain: Repository):
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.replace("layout.html", "layout line 5\n", "layout line five\n")
    before, tags = chain.git("diff"), chain.tags()
    chain.chapters("absorb", *WHY)

    chain.chapters("undo")

    assert chain.git("diff") == before
    assert chain.tags() == tags


def test_lines_of_an_edition_that_the_chain_has_left_are_known(chain: Repository):
    chain.replace("app.py", "app line 1\n", "app line one\n")
    chain.chapters("fix", "1a", *WHY)
    chain.git("checkout", "--quiet", "main")
    chain.replace("layout.html", "layout line 5\n", "layout line five\n")

    assert "layout.html:5 goes to 2b layout" in chain.chapters("absorb", *WHY)
    assert "layout line five" in chain.at("2b", "layout.html")
