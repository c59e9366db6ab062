"""One Python of an environment serves many runs, and each is as if it were started on its own."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from chapters import processes
from chapters.environments import Environment
from chapters.processes import Outcome, Place
from chapters.warm import CAN_FORK, Warm

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system has no fork")
HERE = Environment("here", Path(sys.prefix), ())
APP = "import os, sys\n{}\nfrom flask import Flask\napp = Flask(__name__)\n"


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    made = Warm(tmp_path_factory.mktemp("warm"))
    yield made
    made.close()


def run(warm: Warm, folder: Path, line: str, seconds: float = 20, **more: str) -> Outcome:
    """Import an app with this line, in a folder of its own."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    (folder / "app.py").write_text(APP.format(line))
    place = Place(folder, home, "/usr/bin:/bin")
    return warm.run(HERE, ["-m", "flask", "--app", "app", "routes"], place, seconds, more)


def test_each_run_has_its_own_folder_and_variables(warm: Warm, tmp_path: Path):
    shows = "print(os.getcwd(), sorted(n for n in os.environ if 'FLASK' not in n))"

    first = run(warm, tmp_path / "one", shows, SHELF="1")
    second = run(warm, tmp_path / "two", shows)

    assert f"{tmp_path / 'one'} ['HOME', 'PATH', 'SHELF']" in first.output
    assert f"{tmp_path / 'two'} ['HOME', 'PATH']" in second.output


def test_runs_share_one_python_and_none_of_its_changes(warm: Warm, tmp_path: Path):
    marks = "print(os.getppid(), hasattr(sys, 'mark')); sys.mark = 1"

    said = [run(warm, tmp_path / name, marks).output.splitlines()[0] for name in ("a", "b")]

    assert said[0] == said[1]
    assert said[0].endswith(" False")


def python(warm: Warm, folder: Path, *words: str) -> Outcome:
    (folder / "home").mkdir(exist_ok=True)
    return warm.run(HERE, list(words), Place(folder, folder / "home", "/usr/bin:/bin"), 20, {})


def test_packages_are_imported_for_the_next_run_and_no_file_of_the_app(warm: Warm, tmp_path: Path):
    (tmp_path / "mine.py").write_text("")
    said = "import sys; print([n in sys.modules for n in ('this', 'mine')]); import this, mine"

    first, second = (python(warm, tmp_path, "-c", said).output.splitlines()[0] for _ in "ab")

    assert (first, second) == ("[False, False]", "[True, False]")


@pytest.fixture
def warns() -> Iterator[str]:
    """A package of the environment that warns where it is imported."""
    path = Path(sysconfig.get_path("purelib"), "warns_of_chapters.py")
    path.write_text("import warnings\nwarnings.warn('it is old', DeprecationWarning)\n")
    yield path.stem
    path.unlink()


def test_a_package_that_warns_is_heard_by_every_run(warm: Warm, tmp_path: Path, warns: str):
    said = [python(warm, tmp_path, "-W", "error", "-c", f"import {warns}") for _ in range(2)]
    plain = python(warm, tmp_path, "-c", f"import {warns}")

    assert [one.code for one in said] == [1, 1]
    assert all("DeprecationWarning: it is old" in one.output for one in said)
    assert plain.passed


def test_words_that_a_fork_does_not_know_are_for_a_python_of_their_own(warm: Warm, tmp_path: Path):
    shows = "import os, sys; print(os.getppid(), sys.flags.optimize)"

    forked, own = python(warm, tmp_path, "-c", shows), python(warm, tmp_path, "-O", "-c", shows)

    assert own.output.split() == [str(os.getpid()), "1"]
    assert forked.output.split()[0] != str(os.getpid())


def test_a_run_beyond_its_time_is_killed_and_the_next_goes_well(warm: Warm, tmp_path: Path):
    slow = run(warm, tmp_path / "one", "import time; time.sleep(600)", seconds=0.5)

    assert slow.fault == "still ran after 0.5 s, and was killed"
    assert run(warm, tmp_path / "two", "").passed


def test_a_process_left_behind_by_a_run_is_found(
    warm: Warm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
    leaves = "import subprocess; p = subprocess.Popen(['sleep', '600']); p.returncode = 0"

    assert run(warm, tmp_path, leaves).fault == "left 1 process behind: sleep 600"


def test_a_run_that_raises_ends_with_its_traceback(warm: Warm, tmp_path: Path):
    done = run(warm, tmp_path, "1 / 0")

    assert done.code == 1
    assert done.output.rstrip().endswith("ZeroDivisionError: division by zero")


def test_a_python_that_died_is_started_again(warm: Warm, tmp_path: Path):
    kills = "os.kill(os.getppid(), 9)"

    assert run(warm, tmp_path / "one", kills).fault == "the Python that it ran in has ended"
    assert run(warm, tmp_path / "two", "").passed
