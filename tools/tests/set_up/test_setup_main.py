"""manage.py and the tools: on main it makes the tags, a checkpoint has the tools from main."""

import shutil
from pathlib import Path

import pytest
from newcomer import Machine, Project

NO_TESTS = "No tests yet: the first one comes in chapter 2."
PYPROJECT = """\
[build-system]
requires = []
build-backend = "_build"
backend-path = ["chapters"]
"""
BUILD = '''\
"""The smallest build backend: the package, its name and one console script."""
import pathlib, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name, note = "chapters-1-py3-none-any.whl", "chapters-1.dist-info/"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        for path in pathlib.Path("chapters").glob("*.py"):
            wheel.write(path)
        wheel.writestr(note + "METADATA", "Metadata-Version: 2.1\\nName: chapters\\nVersion: 1\\n")
        wheel.writestr(note + "WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr(note + "entry_points.txt", "[console_scripts]\\nchapters = chapters:main\\n")
        wheel.writestr(note + "RECORD", "")
    return name
'''
TOOL = '''\
"""Stands for the tools: `sync` makes the tag and the branch, any other word is printed."""
import subprocess, sys

def main():
    print("chapters one:", *sys.argv[1:])
    if sys.argv[1:] == ["sync"]:
        first = subprocess.check_output(["git", "rev-list", "--max-parents=0", "main"], text=True)
        subprocess.check_call(["git", "tag", "--force", "1a", first.strip()], stdout=sys.stderr)
        subprocess.check_call(["git", "branch", "--quiet", "--force", "chapters", "1a"])
'''


@pytest.fixture(scope="module")
def clone(home: Machine, python: str) -> Project:
    """Make a repository of one checkpoint and, on main, the tools; mend its broken .venv."""
    project = home.project("clone")
    project.git("init", "--quiet", "--initial-branch", "main")
    project.commit("the first checkpoint")
    project.write("tools/pyproject.toml", PYPROJECT)
    project.write("tools/chapters/_build.py", BUILD)
    project.write("tools/chapters/__init__.py", TOOL)
    project.commit("the tools")
    (project.folder / ".venv" / "bin").mkdir(parents=True)
    (project.folder / ".venv" / "bin" / "python").symlink_to("/a/python/that/is/gone")
    project.write(".git/first-lines", project.start(python, "manage.py", "test").stderr)
    return project


def test_first_call_on_main_mends_the_environment_and_makes_the_tags(clone: Project) -> None:
    lines = (clone.folder / ".git" / "first-lines").read_text().splitlines()

    assert lines == [
        "Making .venv (its Python is broken or too old) ...",
        "Installing requirements.txt, tools ...",
        "chapters one: sync",
        NO_TESTS,
    ]
    assert clone.has("markupsafe")
    assert clone.git("rev-parse", "1a", "chapters") == 2 * clone.git("rev-parse", "main~")


def test_second_call_on_main_asks_git_and_nothing_else(clone: Project) -> None:
    clone.manage("test")

    lines = clone.traced("test").stderr.splitlines()

    assert lines == [
        "subprocess.Popen .venv/bin/python",
        "subprocess.Popen git",
        "subprocess.Popen git",
        "subprocess.Popen git",
        NO_TESTS,
    ]


def test_lost_tag_is_made_again(clone: Project) -> None:
    clone.git("tag", "--delete", "1a")

    assert clone.manage("test").stderr.splitlines() == ["chapters one: sync", NO_TESTS]
    assert clone.git("tag") == "1a\n"


def test_moved_main_is_synced(clone: Project) -> None:
    clone.git("commit", "--quiet", "--allow-empty", "--message", "more")

    assert clone.manage("test").stderr.splitlines() == ["chapters one: sync", NO_TESTS]


def test_failed_sync_is_tried_again(clone: Project) -> None:
    clone.git("tag", "--delete", "1a")
    (clone.folder / ".git" / "refs" / "tags" / "1a.lock").write_text("")

    hindered = clone.manage("test")
    (clone.folder / ".git" / "refs" / "tags" / "1a.lock").unlink()
    freed = clone.manage("test")

    assert (hindered.returncode, hindered.stderr.splitlines()[-1]) == (0, NO_TESTS)
    assert freed.stderr.splitlines() == ["chapters one: sync", NO_TESTS]


def test_checkpoint_takes_the_tools_from_main_and_the_newer_ones_first(clone: Project) -> None:
    clone.write("tools/chapters/__init__.py", TOOL.replace("one:", "two:"))
    clone.commit("newer tools")
    clone.git("checkout", "--quiet", "1a")

    newer, again = clone.manage("chapters", "show", "1a"), clone.manage("chapters", "list")
    clone.git("checkout", "--quiet", "main")

    assert (newer.stderr, newer.stdout) == ("Installing tools ...\n", "chapters two: show 1a\n")
    assert (again.stderr, again.stdout) == ("", "chapters two: list\n")
    assert "Installing" not in clone.manage("test").stderr


def test_index_and_work_tree_are_left_alone(clone: Project) -> None:
    clone.git("rm", "--quiet", "--cached", "constraints.txt")
    index = (clone.folder / ".git" / "index").read_bytes()
    clone.write("tools/chapters/__init__.py", TOOL)

    clone.manage("test")

    assert (clone.folder / ".git" / "index").read_bytes() == index
    clone.git("reset", "--quiet", "--hard")
    lines = clone.git("status", "--short", "--ignored").splitlines()
    assert lines == ["!! .venv/", "!! instance/"]
    clone.manage("test")


def said_once(project: Project, line: str, **variables: str) -> None:
    first, again = project.manage("test", **variables), project.manage("test", **variables)

    assert first.stderr.splitlines() == ["The tags of the steps were skipped: " + line, NO_TESTS]
    assert (again.returncode, again.stderr.splitlines()) == (0, [NO_TESTS])


def test_machine_without_git_is_told_once(clone: Project, tmp_path: Path) -> None:
    line = "git is not installed. Install it, then type: python3 manage.py test"

    said_once(clone, line, PATH=str(tmp_path))


def test_zip_without_git_folder_is_told_once(clone: Project) -> None:
    (clone.folder / ".git").rename(clone.folder / "kept")
    try:
        said_once(
            clone, "this folder is no git clone. For the steps, get the project by git clone."
        )
    finally:
        (clone.folder / "kept").rename(clone.folder / ".git")


def test_shallow_clone_is_told_once_and_served_after_unshallow(clone: Project) -> None:
    (clone.folder / ".git").rename(clone.folder / "kept")
    try:
        address = f"file://{clone.folder}/kept"
        clone.git("clone", "--quiet", "--bare", "--depth", "1", address, ".git")
        clone.git("config", "core.bare", "false")
        said_once(clone, "this clone is shallow. For its whole history type: git fetch --unshallow")

        clone.git("fetch", "--quiet", "--unshallow")

        assert "chapters two: sync" in clone.manage("test").stderr
    finally:
        shutil.rmtree(clone.folder / ".git")
        (clone.folder / "kept").rename(clone.folder / ".git")


def test_git_that_refuses_the_clone_is_told(clone: Project) -> None:
    config = clone.folder / ".git" / "config"
    text = config.read_text()
    config.write_text("[core\n")
    try:
        said_once(clone, "git does not read this clone. To see why, type: git status")
    finally:
        config.write_text(text)


def test_checkpoint_without_main_says_what_to_fetch(clone: Project, home: Machine) -> None:
    clone.git("clone", "--quiet", "--branch", "1a", ".", str(home.folder / "alone"))
    alone = Project(home.folder / "alone", clone.environment)
    alone.git("update-ref", "-d", "refs/remotes/origin/main")

    done = alone.manage("chapters", "list")

    line = "Error: `chapters` is kept on main. Type: git fetch origin main:main\n"
    assert (done.returncode, done.stderr) == (1, line)
    alone.git("fetch", "--quiet", "origin", "main:main")
