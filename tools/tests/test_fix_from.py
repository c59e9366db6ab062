"""`fix --patch` and `fix --from`: a change that is not in the work tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from repository import Repository
from stories import mend, patch

WHY = ("-m", "why")
REFUSES_TAGS = '#!/bin/sh\n[ "$1" = prepared ] && grep -q refs/tags && exit 1\nexit 0\n'


def test_a_patch_is_applied_without_a_look_at_the_work_tree(chain: Repository, tmp_path: Path):
    chain.write("app.py", "other work\n")

    chain.chapters("fix", "2a", *WHY, "--patch", patch(tmp_path, "help.txt"))

    assert chain.at("2a", "help.txt").startswith("help line mended")
    assert chain.at("3b", "pages/help.txt").startswith("help line mended")
    assert chain.read("app.py") == "other work\n"


def test_a_patch_may_come_by_standard_input(chain: Repository, tmp_path: Path):
    text = Path(patch(tmp_path, "layout.html")).read_bytes()

    chain.chapters("fix", "2b", *WHY, "--patch", "-", stdin=text)

    assert chain.at("2b", "layout.html").startswith("layout line mended")


def test_a_patch_that_fits_nowhere_is_refused(chain: Repository, tmp_path: Path):
    said = chain.refused("fix", "2a", *WHY, "--patch", patch(tmp_path, "nosuch.txt"))

    assert "The patch fits neither HEAD nor the checkpoint" in said


@pytest.mark.parametrize("name", ["nosuch.patch", "."])
def test_a_patch_that_cannot_be_read_is_refused(chain: Repository, name: str):
    assert name in chain.refused("fix", "2a", *WHY, "--patch", name)


def test_a_revision_is_taken_against_its_merge_base_with_its_authors(chain: Repository):
    chain.git("checkout", "--quiet", "-b", "pr/12", "main")
    mend(chain)
    chain.git("commit", "--quiet", "-a", "-m", "Mend", "--author", "Bob <bob@example.org>")
    chain.git("checkout", "--quiet", "main")

    chain.chapters("fix", "2a", *WHY, "--from", "pr/12")

    assert chain.at("2a", "app.py").startswith("app line one")
    assert chain.status() == ""
    assert "Co-authored-by: Bob <bob@example.org>" in chain.chapters(
        "publish", "-m", "s", "--dry-run"
    )


def test_a_range_is_taken_exactly(chain: Repository):
    chain.git("checkout", "--quiet", "-b", "side", "main")
    for name in ("first.txt", "second.txt"):
        chain.write(name, "new\n")
        chain.git("add", name)
        chain.git("commit", "--quiet", "-m", name)
    chain.git("checkout", "--quiet", "main")

    chain.chapters("fix", "2a", *WHY, "--from", "side~1..side")

    assert [chain.has("2a", name) for name in ("first.txt", "second.txt")] == [False, True]


def test_a_revision_that_names_nothing_is_refused(chain: Repository):
    assert "'nosuch' names no commit" in chain.refused("fix", "2a", *WHY, "--from", "nosuch")


def test_a_revision_without_a_common_ancestor_is_refused(chain: Repository):
    other = chain.git("commit-tree", "-m", "Other", chain.id("main^{tree}"))

    assert "no common ancestor" in chain.refused("fix", "2a", *WHY, "--from", other)


def test_main_s_readme_does_not_come_into_the_chain_with_a_pull_request(chain: Repository):
    chain.git("checkout", "--quiet", "-b", "pr/12", "main")
    mend(chain)
    chain.write("README.md", "Main's, mended\n")
    chain.git("commit", "--quiet", "-a", "-m", "Mend")
    chain.git("checkout", "--quiet", "chapters")

    chain.chapters("fix", "2a", *WHY, "--from", "pr/12")

    assert chain.at("2a", "app.py").startswith("app line one")
    assert chain.at("2a", "README.md") == "The chain's"
