"""`chapters verify`: nothing is proved twice, and whatever a check reads makes it run again."""

from __future__ import annotations

import os
import py_compile
import socket
import time
from contextlib import closing
from pathlib import Path

import pytest
from proofs import (
    APP,
    IMPORTS,
    SERVER,
    TRY_IT,
    Prove,
    failures,
    new_checks,
    told,
)
from repository import Repository

from chapters.cli.proofs import unproved
from chapters.cli.session import Session
from chapters.pool import forget_compiled


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


def test_status_says_that_proof_depends_on_a_server(prove: Prove, monkeypatch: pytest.MonkeyPatch):
    made = prove(SERVER + IMPORTS, {"app.py": APP})
    monkeypatch.delenv("PIPIT_TEST_DATABASE_URL", raising=False)

    alone = made.chapters("status")
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"postgresql://127.0.0.1:{server.getsockname()[1]}/any"
        monkeypatch.setenv("PIPIT_TEST_DATABASE_URL", url)
        beside = made.chapters("status")

    assert "unproved: 1 checkpoint, 1a step-1 first" in alone
    assert "PIPIT_TEST_DATABASE_URL names no server that answers" in alone
    assert "unproved: 1 checkpoint, 1a step-1 first" in beside
    assert "PIPIT_TEST_DATABASE_URL" not in beside


def not_proved(made: Repository) -> tuple[str, ...]:
    with closing(Session(made.top)) as session:
        return unproved(session)


def test_nothing_is_proved_where_main_asks_nothing(unpublished: Repository):
    assert "asks nothing of a checkpoint" in unpublished.refused("verify")
    assert not_proved(unpublished) == ()


def test_what_python_compiled_is_kept_for_a_source_that_is_as_old(tmp_path: Path):
    kept, changed, gone = (compiled(tmp_path / name) for name in ("a.py", "b.py", "c/d.py"))
    os.utime(tmp_path / "a.py", (1, 1))
    (tmp_path / "c" / "d.py").unlink()

    forget_compiled(tmp_path, time.time())

    assert kept.exists()
    assert not changed.exists()
    assert not gone.parent.parent.exists()


def test_a_package_that_a_step_deletes_cannot_be_imported_any_more(prove: Prove):
    use = {"app.py": "import sub.part\n"}
    deleted = {"sub/part.py": None}
    made = prove(IMPORTS, {**use, "sub/part.py": APP}, deleted, {"app.py": "import sub\n"})

    assert list(failures(made)) == [("1b", "import"), ("1c", "import")]


def compiled(source: Path) -> Path:
    source.parent.mkdir(exist_ok=True)
    source.write_text(APP)
    return Path(str(py_compile.compile(str(source))))
