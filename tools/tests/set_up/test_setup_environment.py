"""The environment that manage.py makes: made once, kept, repaired; one line a hindrance."""

import ast
import os
import shutil
import signal
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from newcomer import ROOT, Machine, Project
from pythons import BASE_PYTHON, bare_python

OFFLINE = {
    "PIP_NO_INDEX": "",
    "PIP_FIND_LINKS": "",
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_RETRIES": "1",
}
TORN = f"lib/{Path(sysconfig.get_path('stdlib')).name}/site-packages/markupsafe/__init__.py"
NO_TESTS = "No tests yet: the first one comes in chapter 2."


@pytest.fixture
def project(app: Project) -> Iterator[Project]:
    """Give the project that is set up already, and bring its requirements back afterwards."""
    state = (app.folder / ".venv" / "pipit.json").read_bytes()
    yield app
    app.require("flask\nflask-migrate")
    app.write("constraints.txt", "")
    (app.folder / ".venv" / "pipit.json").write_bytes(state)


@pytest.fixture(scope="module")
def python_without_ensurepip(tmp_path_factory: pytest.TempPathFactory) -> str:
    return bare_python(tmp_path_factory.mktemp("bare"))


def test_first_calls_make_one_environment_and_say_so(
    first_calls: tuple[Project, list[list[str]]],
) -> None:
    project, (waiting, making) = first_calls

    lines = ["Making .venv (there is none yet) ...", "Installing requirements.txt ...", NO_TESTS]
    assert making == lines
    assert waiting == [NO_TESTS]
    assert project.has("flask, flask_migrate")


def test_second_call_says_nothing_and_starts_only_the_environments_python(project: Project) -> None:
    done = project.traced("test")

    assert done.stderr.splitlines() == ["subprocess.Popen .venv/bin/python", NO_TESTS]


def test_changed_requirement_is_installed_once(project: Project) -> None:
    project.require("flask\nflask-migrate\niniconfig")

    changed, again = project.manage("test"), project.manage("test")

    assert changed.stderr.splitlines() == ["Installing requirements.txt ...", NO_TESTS]
    assert project.has("iniconfig")
    assert again.stderr.splitlines() == [NO_TESTS]


def test_changed_pin_is_installed(project: Project) -> None:
    project.write("constraints.txt", "# another version of something\n")

    assert "Installing requirements.txt ..." in project.manage("test").stderr


@pytest.mark.parametrize(
    ("damages", "why"),
    [
        ({"bin/python": None}, "its Python is broken or too old"),
        ({"bin/python": b"\x7fELF for another machine"}, "its Python is broken or too old"),
        ({"pyvenv.cfg": None}, "its Python is broken or too old"),
        ({"pipit.json": b'{"python": "3.10"}'}, "its Python or this folder has changed"),
        ({"pipit.json": None, TORN: b""}, "an installation was interrupted"),
        ({"pipit.json": None, TORN: None}, "an installation was interrupted"),
    ],
)
def test_damage_is_seen_and_nothing_deleted_that_cannot_be_made_again(
    project: Project, python_without_ensurepip: str, damages: dict[str, bytes | None], why: str
) -> None:
    venv = project.folder / ".venv"
    for name, content in damages.items():
        (venv / name).rename(venv / (name + ".spare"))
        if content is not None:
            (venv / name).write_bytes(content)
            (venv / name).chmod(0o755)

    done = project.start(python_without_ensurepip, "manage.py", "test")
    for name in damages:
        (venv / (name + ".spare")).rename(venv / name)

    assert done.stderr.splitlines()[0] == f"Making .venv ({why}) ..."


def test_moved_folder_is_seen(project: Project, python_without_ensurepip: str) -> None:
    moved = Project(project.folder.with_name("moved"), project.environment)
    shutil.copytree(project.folder, moved.folder, symlinks=True)

    done = moved.start(python_without_ensurepip, "manage.py", "test")

    line = "Making .venv (its Python or this folder has changed) ..."
    assert done.stderr.splitlines()[0] == line


def test_whole_environment_without_a_note_is_kept(project: Project) -> None:
    (project.folder / ".venv" / "pipit.json").unlink()

    done = project.manage("test")

    assert done.stderr.splitlines() == ["Installing requirements.txt ...", NO_TESTS]


def test_killed_installation_is_repaired_by_the_next_call(project: Project) -> None:
    project.require("flask\nflask-migrate\npytest")
    site = next(project.folder.glob(".venv/lib/*/site-packages"))
    call = project.begin("test")
    while not (site / "_pytest").exists():
        assert call.poll() is None
        time.sleep(0.001)
    os.killpg(call.pid, signal.SIGKILL)
    call.communicate()

    unfinished = not (project.folder / ".venv" / "pipit.json").exists()
    done = project.manage("test")

    assert unfinished
    assert done.returncode == 0
    assert project.has("flask, pytest, _pytest.tmpdir")


def test_no_network_is_one_line_and_costs_nothing(project: Project) -> None:
    project.require("flask\nflask-migrate\nbabel")

    refused = project.manage("test", **OFFLINE)
    project.require("flask\nflask-migrate")
    back = project.manage("test", **OFFLINE)

    line = "Error: no network: the package index does not answer. Connect, then type: "
    assert (refused.returncode, refused.stderr.splitlines()[1:]) == (
        1,
        [line + "python3 manage.py test"],
    )
    assert (back.returncode, "Making" in back.stderr) == (0, False)


def test_failed_installation_shows_what_pip_said(project: Project) -> None:
    project.require("no-such-package")

    done = project.manage("test")

    line = "Error: the set-up failed. When what follows is cured, type: python3 manage.py test"
    assert (done.returncode, done.stderr.splitlines()[1]) == (1, line)
    assert "No matching distribution found for no-such-package" in done.stderr


def test_python_without_ensurepip_names_the_package(
    home: Machine, python_without_ensurepip: str
) -> None:
    done = home.project("bare").start(python_without_ensurepip, "manage.py", "run")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "Error: this Python lacks venv. On Debian type: sudo apt install "
        f"{Path(sysconfig.get_path('stdlib')).name}-venv; then type: python3 manage.py run"
    )


def test_old_python_gets_one_line(home: Machine) -> None:
    project = home.project("old")
    code = "import runpy, sys; sys.version_info = (3, 6, 15); runpy.run_path('manage.py')"

    done = project.start(BASE_PYTHON, "-c", code)

    assert done.returncode == 1
    assert done.stderr == (
        "Error: Pipit needs Python 3.11 or newer, and this is Python 3.6. Get one from "
        "https://www.python.org/downloads/ and type: python3.11 manage.py run\n"
    )


def test_old_python_can_read_the_file() -> None:
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Nonlocal, ast.YieldFrom, ast.Match)
    tree = ast.parse((ROOT / "manage.py").read_text(encoding="ascii"))

    lines = [node.lineno for node in ast.walk(tree) if isinstance(node, newer)]

    assert lines == []
