"""`chapters verify`: what it starts ends with it, and a fault of one check ends no other."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from proofs import (
    APP,
    IMPORTS,
    Prove,
    failures,
)
from repository import Repository

from chapters import environments, processes, trials
from chapters.checks import Verdict
from chapters.pool import Slot
from chapters.trial import Trial

# A shell that runs these tests in its background lets them ignore Ctrl-C.
HEARS = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from chapters.cli.main import main; main()"
)


def test_a_check_that_hangs(prove: Prove):
    checks = IMPORTS.replace("seconds = 20", "seconds = 1")
    made = prove(checks, {"app.py": "import time\ntime.sleep(600)\n"})
    start = time.monotonic()

    found = failures(made)["1a", "import"]

    assert found["detail"] == "still ran after 1 s, and was killed"
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("session", [False, True])
def test_a_process_left_behind(
    prove: Prove, tmp_path: Path, session: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
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
    words = [sys.executable, "-c", HEARS, "verify"]
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


def test_an_environment_in_use_is_copied_while_its_files_come_and_go(tmp_path: Path):
    gone = tmp_path / "gone"

    environments._link(str(gone), str(tmp_path / "copy"))

    assert not (tmp_path / "copy").exists()


def test_a_build_that_was_killed_is_made_again(prove: Prove, shelf: Path):
    made = prove(IMPORTS, {"app.py": APP, "requirements.txt": "# not asked for before\n"})
    half = shelf / "building________"
    (half / "lib").mkdir(parents=True, exist_ok=True)

    assert failures(made) == {}
    assert not half.exists()


def test_verify_leaves_work_tree_index_and_refs_as_they_are(prove: Prove):
    made = prove(IMPORTS, {"app.py": APP})
    made.write("mine.txt", "mine\n")
    before = made.state()

    made.chapters("verify")

    assert made.state() == before
