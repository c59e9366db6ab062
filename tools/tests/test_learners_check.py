"""`check` judges the learner's files by a step's tests, and touches none of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from learners import borrow_pytest
from repository import Repository, clone
from stories import OVERLAY, Step, import_steps, lesson

from chapters import environments, processes, results

APP_TESTS = """import greeting


def test_a_greeting_names_the_guest():
    assert greeting.greet("Ada") == "Hello, Ada!"


def test_a_greeting_is_never_empty():
    assert greeting.greet("")
"""


FAREWELL_TESTS = """from farewell import BYE


def test_a_farewell_is_polite():
    assert BYE
"""
LEFT = "sleep 61.75"  # seconds, of no other program here


@pytest.fixture(scope="session")
def _tested(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Repository:
    made = Repository(tmp_path_factory.mktemp("tested") / "tested")
    made.top.mkdir()
    made.git("init", "--quiet", "--template=", "--initial-branch=main")
    import_steps(made, "main", OVERLAY)
    good = 'def greet(name):\n    return f"Hello, {name}!"\n'
    leaving = f"import subprocess\n\n\ndef test_leaves():\n    subprocess.Popen({LEFT.split()})\n"
    ini = "[pytest]\npythonpath = .\n"
    steps = (
        Step(lesson("Begin", "Start", "begin"), {"greeting.py": "def greet(name): pass\n"}, "1a"),
        Step(lesson("Greet", "Start", "greet"),
             {"greeting.py": good, "tests/test_greeting.py": APP_TESTS, "pytest.ini": ini}, "1b"),
        Step(lesson("Part", "Start", "part"),
             {"farewell.py": "BYE = 'Bye'\n", "tests/test_farewell.py": FAREWELL_TESTS}, "1c"),
        Step(lesson("Stay", "Start", "stay"), {"tests/test_stay.py": leaving}, "1d"),
    )  # fmt: skip
    import_steps(made, "chapters", steps)
    made.git("checkout", "--quiet", "--detach", "1a")
    _give_environment(made, shelf, tmp_path_factory.mktemp("own") / "environments")
    return made.packed()


def _give_environment(repository: Repository, shelf: Path, own: Path) -> None:
    """The environment without requirements, which has this Python's pytest all the same.

    Behind a link, so that no test copies it.
    """
    shutil.copytree(shelf, own, symlinks=True)
    (repository.git_dir / "chapters").mkdir(exist_ok=True)
    (repository.git_dir / "chapters" / "environments").symlink_to(own)
    made = environments.Environments(repository.git_dir)
    found = made.known(environments.wanted((), lambda name: None))
    assert found
    borrow_pytest(found.folder)


@pytest.fixture
def tested(_tested: Repository, tmp_path: Path) -> Repository:
    """1b has tests for greeting.py, 1c for farewell.py, 1d leaves a process behind; HEAD at 1a."""
    return clone(_tested, tmp_path / "tested")


def checked(repository: Repository, *words: str) -> tuple[int, str]:
    before = repository.state()
    answer = repository.run("check", *words)
    assert repository.state() == before  # nothing of the learner's is touched
    return answer.code, answer.out


def test_check_without_edits_looks_at_the_step_here(tested: Repository):
    code, out = checked(tested)

    assert code == 0 and "1a begin has no tests yet" in out and "Your files are those of 1a" in out


def test_check_with_edits_looks_at_the_next_step_and_says_what_is_missing(tested: Repository):
    tested.write("greeting.py", 'def greet(name):\n    return "Hello!"\n')

    code, out = checked(tested)

    assert code == 1 and "1b greet: 1 tests pass, 1 do not" in out
    assert "a greeting names the guest" in out and "should give 'Hello, Ada!'" in out
    assert "greeting.py" in out.partition("differ from 1b")[2]


def test_check_with_edits_says_how_to_check_an_exercise_of_this_step(tested: Repository):
    tested.write("greeting.py", "def greet(name): return 1\n")

    said = "for an exercise of 1a type: chapters check 1a"
    assert said in tested.run("check").err
    assert said not in tested.run("check", "1a").err


def test_check_passes_where_the_work_is_right_though_otherwise_written(tested: Repository):
    tested.write("greeting.py", 'def greet(name):\n    return "Hello, " + name + "!"\n')

    code, out = checked(tested, "1b")

    assert code == 0 and "1b greet: all 2 tests pass with your files" in out
    assert "greeting.py" in out


def test_check_takes_untracked_files_and_names_a_missing_one(tested: Repository):
    tested.chapters("go", "1b")
    code, out = checked(tested, "1c")
    assert code == 1 and "farewell" in out and "the file cannot be read" in out

    tested.write("farewell.py", "BYE = 'So long'\n")
    code, out = checked(tested)
    assert code == 0 and "1c part: all 3 tests pass" in out


def test_check_with_files_that_do_not_even_load(tested: Repository):
    tested.write("greeting.py", "def greet(:\n")

    code, out = checked(tested)

    assert code == 1 and "SyntaxError" in out


def test_check_names_the_line_of_your_file_that_raised(tested: Repository):
    tested.write("greeting.py", "import json\n\n\ndef greet(name):\n    return json.loads(name)\n")

    code, out = checked(tested, "1b")

    assert code == 1 and "JSONDecodeError" in out
    assert out.count("raised from your greeting.py:5\n") == 2  # not json's, nor the test's


def test_check_names_no_line_where_only_the_answer_is_wrong(tested: Repository):
    tested.write("greeting.py", 'def greet(name):\n    return "Hello!"\n')

    assert "raised from" not in checked(tested, "1b")[1]


def test_check_takes_the_steps_own_tests_not_the_learners(tested: Repository):
    tested.write("tests/test_greeting.py", "def test_nothing():\n    pass\n")

    code, out = checked(tested, "1b")

    assert code == 1 and "a greeting names the guest" in out


def test_check_leaves_no_process_behind(tested: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
    tested.chapters("go", "1d")

    assert checked(tested)[0] == 0

    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert LEFT not in running.splitlines()


def test_check_of_work_that_hangs_ends(tested: Repository, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chapters.cli.practice.LIMIT_SECONDS", 1)
    tested.write("greeting.py", "import time\n\ntime.sleep(600)\n")

    answer = tested.run("check", "1b")

    assert answer.code == 1 and "something waits for ever" in answer.err


def test_check_on_main_asks_for_a_label(tested: Repository):
    tested.git("checkout", "--quiet", "main")

    assert "name one, as in 'chapters check 1a'" in tested.refused("check", code=2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "E   ModuleNotFoundError: No module named 'app.main.forms'",
            "there is no app/main/forms.py",
        ),
        (
            "E   ImportError: cannot import name 'db' from 'app.extensions' (/x)",
            "app/extensions.py has no db",
        ),
        (
            "E   jinja2.exceptions.TemplateNotFound: main/hello.html",
            "there is no template main/hello.html",
        ),
        (
            "E   AttributeError: module 'app.text' has no attribute 'line'",
            "app/text.py has no line",
        ),
        ("E   assert 404 == 200\nE    +  where 404 = x", "it gives 404, and should give 200"),
        (
            "E   assert 'Hello, Ada' in '<!doctype html>\\n<html lang=",
            "the page does not have 'Hello, Ada'",
        ),
        (
            "E   AssertionError: assert '<b>' not in '<!doctype html>\\n<html",
            "the page must not have '<b>'",
        ),
    ],
)
def test_a_reason_is_said_in_plain_words(text: str, said: str):
    assert results.reason(text) == said
