"""One Python of an environment serves many runs, and each is as if it were started on its own."""

from __future__ import annotations

import sys
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
    return warm.run(HERE, ["run", "flask --app app routes"], place, seconds, more)


def test_each_run_has_its_own_folder_and_variables(warm: Warm, tmp_path: Path):
    shows = "print(os.getcwd(), sorted(n for n in os.environ if 'FLASK' not in n))"

    first = run(warm, tmp_path / "one", shows, SHELF="1")
    second = run(warm, tmp_path / "two", shows)

    assert f"{tmp_path / 'one'} ['HOME', 'PATH', 'SHELF']" in first.output
    assert f"{tmp_path / 'two'} ['HOME', 'PATH']" in second.output


def test_runs_share_one_python_and_none_of_its_changes(warm: Warm, tmp_path: Path):
    marks = "print(os.getppid(), hasattr(sys, 'mark')); sys.mark = 1"

    said = [run(warm, tmp_path / name, marks).output.splitlines()[1] for name in ("a", "b")]

    assert said[0] == said[1]
    assert said[0].endswith(" False")


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
