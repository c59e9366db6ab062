"""Resolving: one conflict after another, of ours and of foreign steps, and the way back."""

from __future__ import annotations

import json
import re
from pathlib import Path

from repository import Repository
from stories import Step, folder, import_steps, lesson, lines, resolve_with

WHY = ("-m", "why")


def test_a_resolution_is_taken_and_every_later_step_follows(waiting: Repository):
    resolve_with(waiting, lines(l12="both"))

    assert waiting.at("2a", "app.py").endswith("app line mended")
    assert waiting.at("3b", "app.py").endswith("app line both")
    assert json.loads(waiting.chapters("status", "--json"))["waits_at_a_conflict"] is False


def test_a_resolution_keeps_the_new_files_of_the_fix(waiting: Repository):
    resolve_with(waiting, lines(l12="both"))

    assert [waiting.has(label, "new.txt") for label in ("1a", "2a", "3b")] == [False, True, True]


def test_after_resolve_the_tree_where_the_change_was_taken_is_clean_and_there(waiting: Repository):
    resolve_with(waiting, lines(l12="both"))

    assert (waiting.status(), waiting.id()) == ("", waiting.id("2a"))


def test_resolve_may_be_typed_in_the_conflict_s_own_folder(waiting: Repository):
    (folder(waiting) / "app.py").write_text(lines(l12="both"))

    Repository(folder(waiting)).chapters("resolve")

    assert waiting.at("3b", "app.py").endswith("app line both")


def test_a_file_that_still_has_markers_is_refused(waiting: Repository):
    assert "app.py still has conflict markers" in waiting.refused("resolve")


def test_a_resolution_refused_for_another_reason_is_not_lost(waiting: Repository):
    (folder(waiting) / "app.py").write_text(lines(l12="both"))
    waiting.git("tag", "9z", waiting.git("commit-tree", "-m", "x", waiting.id("HEAD^{tree}")))

    assert "9z" in waiting.refused("resolve")

    waiting.git("tag", "-d", "9z")
    waiting.chapters("resolve")
    assert waiting.at("3b", "app.py").endswith("app line both")


def test_undo_of_a_resolved_fix_goes_back_in_one_step(waiting: Repository):
    before = waiting.tags()
    resolve_with(waiting, lines(l12="both"))

    waiting.chapters("undo")

    assert waiting.tags() == before
    assert "app line mended" in waiting.read("app.py")


def test_one_conflict_after_another_is_resolved_in_turn(new):
    chain: Repository = new("long", "--initial-branch=main")
    texts = [lines(), lines(l6="six"), lines(l6="six again")]
    import_steps(chain, "chapters", tuple(
        Step(lesson(f"Step {n}", f"Chapter {n}", f"step-{n}"), {"app.py": text}, f"{n}a")
        for n, text in enumerate(texts, 1)))  # fmt: skip
    chain.git("checkout", "--quiet", "1a")
    chain.write("app.py", lines(l6="mended"))

    first = chain.run("fix", *WHY)
    (folder(chain, "step-2") / "app.py").write_text(lines(l6="mended, six"))
    second = chain.run("resolve")
    (folder(chain, "step-3") / "app.py").write_text(lines(l6="mended, six again"))
    chain.chapters("resolve")

    assert re.findall(r"\da step-\d", first.err + second.err) == ["2a step-2", "3a step-3"]
    found = [chain.at(f"{n}a", "app.py") for n in (1, 2, 3)]
    wanted = [lines(l6=word) for word in ("mended", "mended, six", "mended, six again")]
    assert found == [text.rstrip("\n") for text in wanted]


def test_a_fix_that_does_not_fit_its_own_step_is_resolved_there(chain: Repository):
    chain.write("app.py", lines(l12="twelve, mended"))

    first = chain.run("fix", "2a", *WHY)
    (folder(chain, "page") / "app.py").write_text(lines(l12="12, mended"))
    second = chain.run("resolve")

    assert "does not fit 2a page" in first.err
    assert "3b last-line no longer fits" in second.err
    resolve_with(chain, lines(l12="twelve, mended"))
    assert chain.at("2a", "app.py").endswith("12, mended")
    assert chain.at("3b", "app.py").endswith("twelve, mended")


def test_a_conflict_at_a_foreign_commit_without_a_tag_is_named_by_its_id(foreign: Repository):
    kept = foreign.write(".git/chapters/work/mine/file", "kept\n")
    untagged = foreign.id("line~1")
    foreign.git("checkout", "--quiet", "v2")
    foreign.replace("app.py", "app line 1\n", "app line uno\n")

    answer = foreign.run("--branch", "line", "fix", "v2", *WHY)

    assert answer.err.startswith(f"Error: {untagged[:10]} no longer fits: app.py.")
    place = Path(re.search(r"edit (\S+),", answer.err)[1])
    assert (place / "app.py").read_text().startswith("<<<<<<<")
    assert kept.exists()


def test_a_conflict_at_a_foreign_commit_without_a_tag_can_be_resolved(foreign: Repository):
    foreign.git("checkout", "--quiet", "v2")
    foreign.replace("app.py", "app line 1\n", "app line uno\n")
    place = re.search(r"edit (\S+),", foreign.run("--branch", "line", "fix", "v2", *WHY).err)[1]
    Path(place, "app.py").write_text(lines(l1="both") + "grown\n")

    foreign.chapters("--branch", "line", "resolve")

    assert foreign.at("v2", "app.py").startswith("app line uno")
    assert foreign.at("v10", "app.py").startswith("app line both")
    assert foreign.has("v10", "help.txt") and foreign.has("v10", "page.html")


def test_a_plain_commit_made_meanwhile_is_part_of_the_chain(waiting: Repository):
    waiting.git("stash", "--quiet")
    waiting.git("checkout", "--quiet", "chapters")
    waiting.write("more.txt", "more\n")
    waiting.git("add", "more.txt")
    waiting.git("commit", "--quiet", "-m", lesson("More", "Web forms", "more"))

    resolve_with(waiting, lines(l12="both"))

    assert waiting.titles()[-1] == "More"
    assert waiting.at("3c", "app.py").endswith("app line both")


def test_undo_puts_back_the_change_alone_though_head_has_moved_since(waiting: Repository):
    waiting.git("stash", "--quiet")
    waiting.git("checkout", "--quiet", "main")
    resolve_with(waiting, lines(l12="both"))
    assert waiting.status() == ""

    waiting.chapters("undo")

    touched = {row[3:] for row in waiting.status().splitlines()}
    assert touched <= {"app.py", "new.txt"}
