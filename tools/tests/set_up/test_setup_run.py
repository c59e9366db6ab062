"""What manage.py hands over to: the server and its port, the database before it, flask, pytest."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from newcomer import BASE_PYTHON, Machine, Project


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def page(port: int, instead_of: str = "") -> str:
    """Ask for the page until there is one, another than before, for 20 seconds at most."""
    address = f"http://127.0.0.1:{port}/"
    for _ in range(200):
        with suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
            if (text := str(answer.read().decode())) != instead_of:
                return text
        time.sleep(0.1)
    return "no page was served"


def test_run_serves_a_page_becomes_the_server_and_leaves_no_orphan(step: Project) -> None:
    port = free_port()
    server = step.begin("run", "--port", str(port), NAME="Ada")

    text = page(port)
    os.killpg(server.pid, signal.SIGINT)
    lines = server.communicate(timeout=20)[1]

    assert text == "Hello Ada", lines
    assert f"Running on http://127.0.0.1:{port}" in lines
    with socket.socket() as again:
        assert again.connect_ex(("127.0.0.1", port)) != 0


DEMO = """\
import click


@click.command
def demo():
    click.echo("The demo is there.")
"""
REGISTERED = """\
    Migrate(app, db)
    from app.demo import demo
    app.cli.add_command(demo)
"""


def test_change_starts_the_server_anew_and_nothing_else(step: Project) -> None:
    bare = (step.folder / "app" / "__init__.py").read_text()
    code = bare.replace("    Migrate(app, db)\n", REGISTERED)
    step.write("app/demo.py", DEMO)
    step.write("app/__init__.py", code)
    port = free_port()
    server = step.begin("run", "--port", str(port))

    first = page(port)
    step.write("app/__init__.py", code.replace("Hello", "Goodbye"))
    second = page(port, instead_of=first)
    os.killpg(server.pid, signal.SIGINT)
    printed, lines = server.communicate(timeout=20)

    assert (first, second) == ("Hello reader", "Goodbye reader"), lines
    assert printed.count("The demo is there.") == 1
    assert lines.count("Running upgrade") == 2


def test_run_ends_by_becoming_flask(ready: Project) -> None:
    events = ready.traced("run", "--help").stderr.splitlines()

    assert events == ["subprocess.Popen .venv/bin/python", "os.exec .venv/bin/python"]


@pytest.mark.parametrize("words", ["--port {}", "--port={}", "-p{}", "--debug -p {}"])
def test_taken_port_names_the_next_one(app: Project, words: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        taken = app.manage("run", *words.format(port).split())

    assert taken.returncode == 1
    assert taken.stderr == (
        f"Error: port {port} is taken, perhaps by another run. "
        f"Type: python3 manage.py run --port {port + 1}\n"
    )


def test_port_of_the_environment_counts(step: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = step.prepare(FLASK_RUN_PORT=str(server.getsockname()[1]))

    assert "is taken" in taken.stderr


def test_port_that_is_none_is_left_to_flask(ready: Project) -> None:
    done = ready.manage("run", "--port", "99999", "--help", FLASK_RUN_PORT="abc")

    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_any_other_word_goes_to_flask_from_any_folder(step: Project, tmp_path: Path) -> None:
    words = (BASE_PYTHON, str(step.folder / "manage.py"), "routes")

    done = Project(tmp_path, step.environment).start(*words)

    assert (done.returncode, "static" in done.stdout) == (0, True)


WAITS = """\
import manage, sys

manage.WINDOWS = True
sys.exit(manage.hand_over([sys.executable, "-c", sys.argv[1]]))
"""


def test_windows_waits_and_passes_the_exit_code_on(app: Project) -> None:
    assert app.start(BASE_PYTHON, "-c", WAITS, "raise SystemExit(3)").returncode == 3


def test_windows_lets_the_program_answer_ctrl_c(app: Project) -> None:
    code = """
import sys, time
try:
    print("up", flush=True)
    time.sleep(20)
except KeyboardInterrupt:
    time.sleep(0.3)
    sys.exit(5)
"""
    words = (BASE_PYTHON, "-c", WAITS, code)
    parent = subprocess.Popen(
        words,
        cwd=app.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert parent.stdout is not None
    parent.stdout.readline()

    os.killpg(parent.pid, signal.SIGINT)

    assert (parent.wait(timeout=20), parent.communicate()[1]) == (5, b"")


def test_what_follows_test_goes_on_to_pytest(step: Project) -> None:
    step.write("tests/requirements.txt", "pytest\n")
    step.write("tests/test_app.py", "def test_one(): pass\ndef test_two(): pass\n")
    step.write("tools/tests/test_tools.py", "def test_three(): assert not __debug__\n")

    some = step.manage("test", "-k", "one or three", "-p", "no:cacheprovider")
    one = step.manage("test", "tests/test_app.py::test_one")
    shutil.rmtree(step.folder / "tests")
    shutil.rmtree(step.folder / "tools")

    assert (some.returncode, "1 failed, 1 passed, 1 deselected" in some.stdout) == (1, True)
    assert (one.returncode, "1 passed" in one.stdout) == (0, True)


def test_help_is_printed_without_setting_up(home: Machine) -> None:
    project = home.project("help")

    bare, asked = project.manage(), project.manage("--help")

    assert (bare.returncode, bare.stdout) == (0, asked.stdout)
    assert "python3 manage.py run --port 5001" in bare.stdout
    assert not (project.folder / ".venv").exists()
