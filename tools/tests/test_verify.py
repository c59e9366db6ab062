"""`chapters verify`: planted faults are caught, and nothing is proved twice."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from proofs import (
    APP,
    DATABASE,
    IMPORTS,
    SERVE,
    TESTS,
    TRY_IT,
    WITH_TABLES,
    Files,
    proofs,
    second,
    told,
)  # fmt: skip
from repository import Repository

from chapters import environments, network, trials, tryit
from chapters.checks import Verdict
from chapters.cli.proving import unproved
from chapters.cli.session import Session
from chapters.pool import Slot
from chapters.trial import Trial

ADD = 'op.add_column("parent", sa.Column("motto", sa.String(9)))'
DROP = 'op.drop_column("parent", "motto")'
Prove = Callable[..., Repository]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Environments made once for all tests: they are kept by what they hold."""
    return tmp_path_factory.mktemp("environments")


@pytest.fixture
def prove(new: Callable[..., Repository], shelf: Path) -> Prove:
    """Make a chain of these steps, with all that earlier tests have installed."""

    def make(checks: str, *steps: Files, tried: str = "") -> Repository:
        made = proofs(new("proofs"), checks, *steps, tried=tried)
        (made.git_dir / "chapters").mkdir(exist_ok=True)
        (made.git_dir / "chapters" / "environments").symlink_to(shelf)
        return made

    return make


def failures(made: Repository, *labels: str) -> dict[tuple[str, str], dict]:
    """What fails: (label, check) -> all that is said of it."""
    rows = json.loads(made.run("verify", "--json", *labels).out)
    return {(row["label"], row["check"]): row for row in rows if not row["passed"]}


def new_checks(made: Repository) -> list[tuple[str, str]]:
    """(label, check) of all that a verify runs and does not know already."""
    rows = json.loads(made.run("verify", "--json").out)
    return [(row["label"], row["check"]) for row in rows if row["is_new"]]


def test_an_environment_variable_that_a_step_needs(prove: Prove, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHELF", "1")
    made = prove(IMPORTS, {"app.py": APP}, {"app.py": 'import os\nos.environ["SHELF"]\n'})

    found = failures(made)

    assert list(found) == [("1b", "import")]
    assert "KeyError: 'SHELF'" in found["1b", "import"]["output"]


def test_a_requirement_that_comes_a_step_too_late(prove: Prove):
    late = WITH_TABLES["requirements.txt"]
    uses = "import flask\n"
    made = prove(IMPORTS, {"app.py": uses}, {"app.py": uses, "requirements.txt": late})

    found = failures(made)

    assert list(found) == [("1a", "import")]
    assert "No module named 'flask'" in found["1a", "import"]["output"]


def test_a_requirement_that_cannot_be_installed(prove: Prove):
    cannot = {"app.py": APP, "requirements.txt": "./gone\n"}
    made = prove("[verify.checks.install]" + IMPORTS, cannot)

    found = failures(made)

    assert set(found) == {("1a", "install"), ("1a", "import")}
    assert found["1a", "import"]["detail"] == "not run: its requirements do not install"


def test_a_model_without_its_migration(prove: Prove):
    forgotten = second("pass", "pass")
    made = prove(DATABASE, WITH_TABLES, forgotten)

    found = failures(made)

    assert list(found) == [("1b", "migrate")]
    assert "Column('motto'" in found["1b", "migrate"]["output"]


def test_a_batch_migration_of_a_parent_that_empties_its_children(prove: Prove):
    batch = (
        'with op.batch_alter_table("parent", recreate="always") as batch:\n'
        '        batch.add_column(sa.Column("motto", sa.String(9)))'
    )
    made = prove(DATABASE, WITH_TABLES, second(batch, DROP))

    found = failures(made)

    assert list(found) == [("1b", "rows")]
    assert "table child: 3 of 3 rows are gone" in found["1b", "rows"]["output"]


def test_a_migration_that_cannot_go_down(prove: Prove):
    made = prove(DATABASE, WITH_TABLES, second(ADD, "raise ValueError('no way down')"))

    found = failures(made)

    assert list(found) == [("1b", "migrate")]
    assert "ValueError: no way down" in found["1b", "migrate"]["output"]


def test_a_migration_that_keeps_every_row_passes(prove: Prove):
    made = prove(DATABASE, WITH_TABLES, second(ADD, DROP))

    rows = {(r["label"], r["check"]): r for r in json.loads(made.chapters("verify", "--json"))}

    assert rows["1b", "rows"]["detail"] == "6 rows of 2 tables are all there (SQLite)"
    assert ("1a", "rows") not in rows


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


def test_a_lesson_whose_output_is_not_true(prove: Prove):
    tried = "    $ python3 app.py\n    asleep\n"
    made = prove(TRY_IT, {"app.py": APP}, tried=tried)

    found = failures(made)["1a", "try-it"]

    assert found["detail"] == "'python3 app.py' does not print what the lesson says"
    assert found["output"].splitlines() == ["the lesson says:", "asleep", "it prints:", "awake"]


def test_a_lesson_that_is_true_with_its_server_and_what_it_exports(prove: Prove):
    tried = (
        "With the server running:\n\n"
        "    $ export WHO=Ada\n"
        "    $ python3 -c \"import os; print(os.environ['WHO'])\"\n    Ada\n"
        "    $ python3 -c \"import urllib.request as u; print(u.urlopen('http://127.0.0.1:5000/app.py').status)\"\n"
        "    200\n"
    )
    made = prove(TRY_IT, {"app.py": APP}, tried=tried)

    assert failures(made) == {}


def test_a_check_that_hangs(prove: Prove):
    checks = IMPORTS.replace("seconds = 20", "seconds = 1")
    made = prove(checks, {"app.py": "import time\ntime.sleep(600)\n"})
    start = time.monotonic()

    found = failures(made)["1a", "import"]

    assert found["detail"] == "still ran after 1 s, and was killed"
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("session", [False, True])
def test_a_process_left_behind(prove: Prove, tmp_path: Path, session: bool):
    note = tmp_path / "pid"
    leaves = (
        "import subprocess, sys\nwords = [sys.executable, '-c', 'import time; time.sleep(600)']\n"
        f"p = subprocess.Popen(words, start_new_session={session})\n"
        f"open({str(note)!r}, 'w').write(str(p.pid))\np.returncode = 0\n"
    )
    made = prove(IMPORTS, {"app.py": leaves})

    found = failures(made)["1a", "import"]

    assert found["detail"].startswith("left 1 process behind: ")
    assert not is_running(int(note.read_text()))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_two_verifies_at_once(prove: Prove):
    made = prove(IMPORTS, {"app.py": "import time\ntime.sleep(600)\n"})
    with started_verify(made) as first:
        wait_for(made.git_dir / "chapters" / "pool" / "chapters" / "lock")
        said = made.run("verify").err
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=20)

    assert "Another verify is at work here." in said
    assert f"(pid {first.pid})" in said


def started_verify(made: Repository) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "chapters", "verify"]
    return subprocess.Popen(words, cwd=made.top, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for(path: Path) -> None:
    end = time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_verify_leaves_nothing_running(prove: Prove, tmp_path: Path, number: int):
    note = tmp_path / "pid"
    sleeps = f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)\n"
    made = prove(IMPORTS, {"app.py": sleeps})
    with started_verify(made) as first:
        wait_for(note)
        first.send_signal(number)
        first.communicate(timeout=20)

    assert not is_running(int(note.read_text()))


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


def test_what_passed_is_not_run_again_and_what_failed_is(prove: Prove):
    made = prove(IMPORTS, {"app.py": APP}, {"app.py": "1 / 0\n"})

    assert new_checks(made) == [("1a", "import"), ("1b", "import")]
    assert new_checks(made) == [("1b", "import")]


def test_a_fix_runs_again_only_from_its_step_on(prove: Prove):
    made = prove(IMPORTS, {"app.py": APP}, {"b.txt": "b\n"}, {"c.txt": "c\n"})
    made.chapters("verify")
    made.write("b.txt", "better\n")
    made.chapters("fix", "1b", "-m", "A better word")

    assert [label for label, _ in new_checks(made)] == ["1b", "1c"]


def test_a_reworded_lesson_runs_nothing_again_but_its_own_try_it(prove: Prove, tmp_path: Path):
    tried = "    $ python3 app.py\n    awake\n"
    made = prove(IMPORTS + TRY_IT, {"app.py": APP}, tried=tried)
    made.chapters("verify")
    plain, other = tmp_path / "plain", tmp_path / "other"
    plain.write_text(told("step-1", tried).replace("You will see\n", "What you see\n", 1))
    other.write_text(told("step-1", tried.replace("app.py", "./app.py")))

    made.chapters("reword", "1a", "-F", str(plain))
    after_plain = new_checks(made)
    made.chapters("reword", "1a", "-F", str(other))

    assert after_plain == []
    assert new_checks(made) == [("1a", "try-it")]


def test_a_check_that_asks_something_else_is_run_again(prove: Prove):
    made = prove(IMPORTS, {"app.py": APP})
    made.chapters("verify")
    made.git("checkout", "--quiet", "main")
    made.replace("tools/chapters.toml", "import app", "import app, sys")
    made.git("commit", "--quiet", "--all", "--message", "Ask more")

    assert new_checks(made) == [("1a", "import")]


def test_unproved_names_what_no_verdict_says_yet(prove: Prove):
    made = prove(IMPORTS, {"app.py": APP}, {"app.py": "1 / 0\n"})
    before = not_proved(made)
    made.run("verify")

    assert before == ("1a step-1", "1b step-2")
    assert not_proved(made) == ("1b step-2",)


def test_only_path_and_home_reach_a_check(prove: Prove):
    asks = "import os\nassert set(os.environ) <= {'PATH', 'HOME', 'LC_CTYPE'}, os.environ\n"
    made = prove(IMPORTS, {"app.py": asks})

    assert failures(made) == {}


def test_a_build_that_was_killed_is_made_again(prove: Prove, shelf: Path):
    made = prove(IMPORTS, {"app.py": APP})
    half = shelf / "building________"
    (half / "lib").mkdir(parents=True, exist_ok=True)
    for path in (shelf / "wanted").glob("*"):
        path.unlink()

    assert failures(made) == {}
    assert not half.exists()


def test_verify_leaves_work_tree_index_and_refs_as_they_are(prove: Prove):
    made = prove(IMPORTS, {"app.py": APP})
    made.write("mine.txt", "mine\n")
    before = made.state()

    made.chapters("verify")

    assert made.state() == before


def not_proved(made: Repository) -> tuple[str, ...]:
    with closing(Session(made.top)) as session:
        return unproved(session)


def test_nothing_is_proved_where_main_asks_nothing(unpublished: Repository):
    assert "asks nothing of a checkpoint" in unpublished.refused("verify")
    assert not_proved(unpublished) == ()


def test_a_label_that_is_not_there(prove: Prove):
    assert "There is no checkpoint '9z'" in prove(IMPORTS, {"app.py": APP}).refused("verify", "9z")


@pytest.mark.parametrize(
    ("expected", "printed", "is_true"),
    [
        (("a",), "a\n", True),
        (("a",), "b a\n", False),
        (("a", "b"), "x\na\nb\ny", True),
        (("a", "b"), "a\nx\nb", False),
        (("a", "...", "b"), "a\nx\ny\nb", True),
        (("a ... z",), "a b c z", True),
        (("ready in 0.1s on 127.0.0.1:5000",), "ready in 2.34s on 127.0.0.1:40123", True),
        (("12:30:01 started 8d96c096177e",), "09:01:59 started 0011223344ff", True),
        (("12 passed",), "13 passed", False),
    ],
)
def test_expected_lines(expected: tuple[str, ...], printed: str, is_true: bool):
    assert tryit.is_true(tryit.Command("x", (), expected), printed) is is_true


def test_what_is_typed_at_a_prompt_is_told_from_what_it_prints():
    lines = ("$ python3", ">>> with a:", "...     b()", "...", "'wal'", ">>> 1", "...")

    (block,) = tryit.blocks("".join(f"    {line}\n" for line in lines))

    typed = ("with a:", "    b()", "", "1")
    assert block.commands == (tryit.Command("python3", typed, ("'wal'", "...")),)


def test_an_open_answer_at_a_prompt_may_have_others_between():
    command = tryit.Command("python3", ("a", "b"), ("1", "2"))

    assert tryit.is_true(command, ">>> 1\n>>> ... noise\n>>> 2\n>>> ")


def test_a_fault_of_our_own_fails_its_check_and_ends_no_other(
    prove: Prove, monkeypatch: pytest.MonkeyPatch
):
    def breaks(trial: Trial, slot: Slot) -> Verdict:
        if trial.name == "1a":
            raise RuntimeError("the moon was full")
        return Verdict(True)

    made = prove(IMPORTS, {"app.py": APP}, {"b.txt": "b\n"})
    monkeypatch.setattr(trials, "KINDS", {"import": breaks})

    found = failures(made)

    assert list(found) == [("1a", "import")]
    assert found["1a", "import"]["detail"] == "could not be carried out: the moon was full"
    assert 'raise RuntimeError("the moon was full")' in found["1a", "import"]["output"]


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

        assert "timed out" in network.status(f"http://127.0.0.1:{port}/", seconds=0.2)


def test_a_lesson_whose_shell_ends_early_fails_its_check(prove: Prove):
    tried = "    $ exit 3\n    $ python3 app.py\n    awake\n"
    made = prove(TRY_IT, {"app.py": APP}, tried=tried)

    found = failures(made)["1a", "try-it"]

    assert found["detail"] == "exit code 3"


def test_a_lesson_that_ends_its_shell_in_peace_has_printed_nothing(prove: Prove):
    tried = "    $ exit 0\n    $ python3 app.py\n    awake\n"
    made = prove(TRY_IT, {"app.py": APP}, tried=tried)

    found = failures(made)["1a", "try-it"]

    assert found["detail"] == "'python3 app.py' does not print what the lesson says"


def test_an_environment_in_use_is_copied_while_its_files_come_and_go(tmp_path: Path):
    gone = tmp_path / "gone"

    environments._link(str(gone), str(tmp_path / "copy"))

    assert not (tmp_path / "copy").exists()
