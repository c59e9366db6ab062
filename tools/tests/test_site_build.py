"""`chapters site build`: what it writes, leaves alone, takes away, and refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repository import Repository
from site_story import STEPS, told
from stories import Step, import_steps

from chapters import extras, sites


def build(repository: Repository, out: Path, *words: str) -> str:
    return repository.chapters("site", "build", "--no-pictures", "--out", str(out), *words)


def test_site_of_a_chain_is_written_with_its_search(story: Repository, tmp_path: Path):
    told_ = build(story, tmp_path / "out")

    assert re.search(r"done  5 steps: \d+ of \d+ files written in [\d.]+ s", told_)
    assert (tmp_path / "out" / "steps" / "move.html").is_file()
    assert (tmp_path / "out" / "pagefind" / "pagefind.js").is_file()


def test_site_bears_the_name_that_it_is_given_or_that_of_its_folder(
    story: Repository, tmp_path: Path
):
    story.git("checkout", "--quiet", "main")
    for given, shown in (("", "story"), ('[site]\nname = "Wren"\n', "Wren")):
        story.write("tools/chapters.toml", story.read("tools/chapters.toml") + given)
        story.git("commit", "--quiet", "--allow-empty", "-am", "Name it")
        build(story, tmp_path / "out")
        index = (tmp_path / "out" / "index.html").read_text()
        assert f"<title>{shown}, step by step</title>" in index


def test_a_second_build_finds_everything_as_it_should_be(story: Repository, tmp_path: Path):
    build(story, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}

    assert "are as they should be" in build(story, tmp_path / "out")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before


def test_a_file_that_went_is_written_again(story: Repository, tmp_path: Path):
    build(story, tmp_path / "out")
    page = tmp_path / "out" / "steps" / "move.html"
    page.unlink()

    assert "1 of" in build(story, tmp_path / "out")
    assert page.is_file()


def test_after_a_fix_only_what_differs_is_written(story: Repository, tmp_path: Path):
    build(story, tmp_path / "out")
    untouched = tmp_path / "out" / "files" / "begin" / "given.txt.html"
    before = untouched.stat().st_mtime_ns
    story.replace("notes.txt", "note line 20\n", "note line twenty\n")
    story.chapters("fix", "1a", "-m", "Say it better")
    build(story, tmp_path / "out")

    assert "twenty" in (tmp_path / "out" / "files" / "begin" / "notes.txt.html").read_text()
    assert untouched.stat().st_mtime_ns == before


def test_edition_shows_a_change_at_its_own_step_alone(story: Repository, tmp_path: Path):
    story.replace("notes.txt", "note line 20\n", "note line twenty\n")
    story.chapters("fix", "1a", "-m", "Say it better")
    story.replace("notes.txt", "note line 21\n", "note line twenty-one\n")
    story.chapters("fix", "2b", "-m", "And again")
    reworded = told("Greet much better", "Web forms", "greet").encode()
    story.chapters("reword", "greet", "-F", "-", stdin=reworded)
    story.chapters("publish", "-m", "Better words")
    build(story, tmp_path / "out")

    pages = {path.stem for path in (tmp_path / "out" / "editions" / "2").iterdir()}
    assert pages == {"begin", "move"}


def test_pages_of_a_step_that_went_are_taken_away(story: Repository, tmp_path: Path):
    build(story, tmp_path / "out")
    story.chapters("drop", "greet", "-m", "It said too much")
    build(story, tmp_path / "out")

    assert not (tmp_path / "out" / "steps" / "greet.html").exists()
    assert not (tmp_path / "out" / "files" / "greet").exists()


def test_a_folder_with_other_files_is_refused(story: Repository, tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    answer = story.run("site", "build", "--no-pictures", "--out", str(tmp_path / "mine"))

    assert answer.code == 1
    assert "holds other files" in answer.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_all_faults_of_lessons_are_told_together_with_label_and_line(
    story: Repository, tmp_path: Path
):
    more = "See [it](nowhere-at-all).\n\n{{ diff app/absent.py }}\n\nand `app/none.py` too.\n"
    steps = (
        STEPS[0],
        Step(told("Draw a page", "Templates", "page", more=more), STEPS[1].files),
        Step("Move\n\nToo short.\n\nChapter: Templates\nCheckpoint: move\n", STEPS[2].files),
    )
    story.git("checkout", "--quiet", "--orphan", "faulty")
    import_steps(story, "faulty", steps)
    words = ("--branch", "faulty", "site", "build", "--no-pictures")
    answer = story.run(*words, "--out", str(tmp_path / "out"))

    assert answer.code == 1
    line = 3 + steps[1].message.split("\n")[2:].index("See [it](nowhere-at-all).")
    for fault in (
        f"2a page: line {line}: the link to 'nowhere-at-all' leads nowhere",
        f"2a page: line {line + 2}: no diff of app/absent.py can be placed, the step leaves it",
        f"2a page: line {line + 4}: no step has a file app/none.py",
        "2b move: section 'Try it' is missing",
    ):
        assert fault in answer.err
    assert not (tmp_path / "out").exists()


def test_a_tutorial_without_lessons_has_its_site_too(foreign: Repository, tmp_path: Path):
    foreign.chapters("--branch", "line", "site", "build", "--no-pictures", "--out",
                     str(tmp_path / "out"))  # fmt: skip

    assert "Grow the app" in (tmp_path / "out" / "steps" / "v2.html").read_text()


def test_packages_that_are_there_are_not_installed_again(tmp_path: Path):
    assert extras.use(tmp_path, "requirements.txt") == ()
    assert list(tmp_path.iterdir()) == []


def test_packages_that_are_lacking_are_named(tmp_path: Path):
    assert extras.lacking("click==0.0.1\nnosuch==1\n") == ("click==0.0.1", "nosuch==1")


def test_a_torn_mark_makes_a_whole_build(tmp_path: Path):
    (tmp_path / sites.MARK).write_text("{")

    assert sites.is_current(tmp_path, "key") == 0


@pytest.mark.parametrize("command", ["build", "serve"])
def test_each_command_of_the_site_has_help_with_an_example(command: str, story: Repository):
    text = story.chapters("site", command, "--help")

    assert text.rstrip().split("\n\n")[-1].strip().startswith(f"Example: chapters site {command}")
