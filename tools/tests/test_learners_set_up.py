"""A step gets its requirements by its own manage.py."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from learners import place
from repository import Repository
from stories import Step, import_steps, lesson

SET_UP = '''"""The set-up of this small project: it notes what requirements.txt names."""
import pathlib, subprocess, sys

top = pathlib.Path(__file__).parent
if not (top / ".venv").exists():
    subprocess.check_call([sys.executable, "-m", "venv", "--without-pip", str(top / ".venv")])
names = (top / "requirements.txt").read_text()
if "nosuch" in names:
    sys.exit("Error: no network")
with (top / ".venv" / "installed").open("a") as installed:
    installed.write(names)
'''


@pytest.fixture
def with_set_up(new: Callable[..., Repository]) -> Repository:
    made = new()
    start = {"manage.py": SET_UP, "requirements.txt": "flask\n", ".gitignore": ".venv/\n"}
    steps = (
        Step(lesson("One", "Start", "one"), start, "1a"),
        Step(lesson("Two", "Start", "two"), {"app.py": "two\n"}, "1b"),
        Step(lesson("Three", "Start", "three"), {"requirements.txt": "flask\nmore\n"}, "1c"),
        Step(lesson("Four", "Start", "four"), {"requirements.txt": "nosuch\n"}, "1d"),
    )
    import_steps(made, "chapters", steps)
    made.git("checkout", "--quiet", "chapters~3")
    return made


def installed(repository: Repository) -> str:
    return repository.read(".venv/installed")


def test_requirements_are_installed_by_the_steps_own_manage_py_if_they_changed(
    with_set_up: Repository,
):
    with_set_up.chapters("go", "1a")
    assert installed(with_set_up) == "flask\n"  # there was no .venv: it is made

    with_set_up.chapters("next")
    assert installed(with_set_up) == "flask\n"

    with_set_up.chapters("next")
    assert installed(with_set_up) == "flask\nflask\nmore\n"

    shutil.rmtree(with_set_up.top / ".venv")
    with_set_up.chapters("go", "1c")
    assert installed(with_set_up) == "flask\nmore\n"


def test_requirements_that_do_not_install_are_said_and_the_files_are_there(with_set_up: Repository):
    answer = with_set_up.run("go", "1d")

    assert answer.code == 1 and "not all requirements are installed" in answer.err
    assert place(with_set_up) == "1d" and not with_set_up.status()
