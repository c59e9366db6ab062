"""`chapters verify`: planted faults are caught, and a failure says how to see it."""

from __future__ import annotations

import socket
import subprocess

import pytest
from proofs import (
    APP,
    IMPORTS,
    SERVE,
    TESTS,
    Prove,
    failures,
)

from chapters import answer


def test_an_environment_variable_that_a_step_needs(prove: Prove, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHELF", "1")
    made = prove(IMPORTS, {"app.py": APP}, {"app.py": 'import os\nos.environ["SHELF"]\n'})

    found = failures(made)

    assert list(found) == [("1b", "import")]
    assert "KeyError: 'SHELF'" in found["1b", "import"]["output"]


def test_a_requirement_that_comes_a_step_too_late(prove: Prove):
    uses = "import iniconfig\n"
    made = prove(IMPORTS, {"app.py": uses}, {"app.py": uses, "requirements.txt": "iniconfig\n"})

    found = failures(made)

    assert list(found) == [("1a", "import")]
    assert "No module named 'iniconfig'" in found["1a", "import"]["output"]


def test_a_requirement_that_cannot_be_installed(prove: Prove):
    cannot = {"app.py": APP, "requirements.txt": "./gone\n"}
    made = prove("[verify.checks.install]" + IMPORTS, cannot)

    found = failures(made)

    assert set(found) == {("1a", "install"), ("1a", "import")}
    assert found["1a", "import"]["detail"] == "not run: its requirements do not install"


def test_a_test_that_passes_only_with_a_file_of_a_later_step(prove: Prove):
    looks = (
        "import unittest\n\n\nclass Look(unittest.TestCase):\n    def test_it(self):\n"
        "        open('later.txt').close()\n"
    )
    made = prove(TESTS, {"test_look.py": looks}, {"later.txt": "here\n"})

    found = failures(made)

    assert list(found) == [("1a", "tests")]
    assert "later.txt" in found["1a", "tests"]["output"]


def test_a_warning(prove: Prove):
    made = prove(IMPORTS, {"app.py": "import warnings\nwarnings.warn('old', DeprecationWarning)\n"})

    assert "DeprecationWarning: old" in failures(made)["1a", "import"]["output"]


def test_a_failure_shows_the_step_the_command_and_the_end_of_its_output(prove: Prove):
    made = prove(IMPORTS, {"app.py": "1 / 0\n"})

    answer = made.run("verify")

    assert answer.code == 1
    assert "FAIL  1a step-1: import: exit code 1" in answer.out
    assert 'to see it: cd "$(chapters edit 1a)" && env -i HOME="$HOME" PATH=' in answer.out
    assert "ZeroDivisionError: division by zero" in answer.out


def test_the_command_to_see_it_by_hand_can_be_pasted(prove: Prove):
    made = prove(IMPORTS, {"app.py": "1 / 0\n"})
    command = failures(made)["1a", "import"]["by_hand"]
    line = command.replace('"$(chapters edit 1a)"', str(made.top))

    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)

    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr


def test_bisect_names_the_first_step_that_fails(prove: Prove):
    broken = {"app.py": "1 / 0\n"}
    steps = [{"app.py": APP, f"{n}.txt": ""} for n in range(4)]
    made = prove(IMPORTS, *steps, broken, {**broken, "more.txt": ""})

    assert "the first step that fails is 1e step-5" in made.run("verify", "--bisect").out


def test_only_path_and_home_reach_a_check(prove: Prove):
    asks = "import os\nassert set(os.environ) <= {'PATH', 'HOME', 'LC_CTYPE'}, os.environ\n"
    made = prove(IMPORTS, {"app.py": asks})

    assert failures(made) == {}


def test_a_server_that_hangs_up_fails_its_check(prove: Prove):
    rude = (
        "import socket, sys\nwith socket.create_server(('127.0.0.1', int(sys.argv[1]))) as s:\n"
        "    while True:\n        s.accept()[0].close()\n"
    )
    made = prove(SERVE, {"rude.py": rude})

    assert failures(made)["1a", "serve"]["detail"].startswith("/ answers nothing (")


def test_a_server_that_never_answers_fails_its_check():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        assert "timed out" in answer.status(f"http://127.0.0.1:{port}/", seconds=0.2)


def test_a_label_that_is_not_there(prove: Prove):
    assert "There is no checkpoint '9z'" in prove(IMPORTS, {"app.py": APP}).refused("verify", "9z")
