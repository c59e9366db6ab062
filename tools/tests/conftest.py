"""What every test stands on: a sealed environment, and repositories made by factories."""

from __future__ import annotations

import os
import signal
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
from learners import database_story
from proofs import WITH_TABLES, Files, Prove, proofs
from pythons import lend_packages, quick_python
from repository import Repository, clone, cloned
from site_story import library
from stories import book, foreign_history, lines
from together import pytest_xdist_make_scheduler  # noqa: F401 (pytest finds it here)

from chapters.environments import Environments, Wanted, wanted

CONFIG = """[user]
\tname = Ada Writer
\temail = ada@example.org
[init]
\tdefaultBranch = main
[protocol "file"]
\tallow = always
[gc]
\tauto = 0
"""
CLOCK = "1700000000 +0000"


def pytest_configure() -> None:
    """Let what tests start hear Ctrl-C, also where a shell runs the tests in its background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    (home / "gitconfig").write_text(CONFIG)
    command = home / "bin" / "chapters"  # on the PATH, so that messages say what a person types
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chapters "$@"\n')
    command.chmod(0o755)
    return home


@pytest.fixture(scope="session", autouse=True)
def _sealed(_home: Path):
    """No config, no clock and no language of the machine reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "XDG_CONFIG_HOME", "EDITOR"):
            patch.delenv(name, raising=False)
        for name, value in {
            "HOME": str(_home),
            "PATH": f"{_home / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": str(_home / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": CLOCK,
            "GIT_COMMITTER_DATE": CLOCK,
            "GIT_PAGER": "cat",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def config(_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Add lines to the user's global git config, for one test."""

    def add(text: str) -> None:
        path = tmp_path / "gitconfig"
        path.write_text(CONFIG + text)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))

    return add


@pytest.fixture
def new(tmp_path: Path) -> Callable[..., Repository]:
    """An empty repository, in a folder of its own."""

    def make(name: str = "new", *options: str) -> Repository:
        made = Repository(tmp_path / name)
        made.top.mkdir()
        made.git("init", "--quiet", "--template=", *options)
        return made

    return make


@pytest.fixture(scope="session")
def _book(tmp_path_factory: pytest.TempPathFactory, _sealed: None) -> Repository:
    return book(tmp_path_factory.mktemp("book") / "book").packed()


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory, _book: Repository) -> Repository:
    published = clone(_book, tmp_path_factory.mktemp("published") / "published")
    published.chapters("publish", "-m", "The first edition")
    return published.packed()


@pytest.fixture
def unpublished(_book: Repository, tmp_path: Path) -> Repository:
    """A chain of five checkpoints and an overlay on main; no edition yet; HEAD on chapters."""
    return clone(_book, tmp_path / "book")


@pytest.fixture
def chain(_published: Repository, tmp_path: Path) -> Repository:
    """The same with edition 1; HEAD on chapters."""
    return clone(_published, tmp_path / "book")


@pytest.fixture
def reader(chain: Repository, tmp_path: Path) -> Repository:
    """A clone of edition 1 as a host gives it that has no tags; synced once."""
    chain.git("config", "receive.denyCurrentBranch", "ignore")
    made = cloned(chain, tmp_path / "reader", "--branch=main", "--no-tags", "--single-branch")
    assert made.tags() == {}
    made.chapters("sync")
    return made


@pytest.fixture(scope="session")
def _foreign(tmp_path_factory: pytest.TempPathFactory, _sealed: None) -> Repository:
    return foreign_history(tmp_path_factory.mktemp("foreign") / "foreign").packed()


@pytest.fixture
def foreign(_foreign: Repository, tmp_path: Path) -> Repository:
    """A linear history on branch line, three of its five commits tagged, without trailers."""
    return clone(_foreign, tmp_path / "foreign")


@pytest.fixture(scope="session")
def library_(tmp_path_factory: pytest.TempPathFactory, _sealed: None) -> Repository:
    """A chain of five steps with every kind of change, published; for tests that only read."""
    return library(tmp_path_factory.mktemp("library") / "library").packed()


@pytest.fixture
def story(library_: Repository, tmp_path: Path) -> Repository:
    """The same, to be changed."""
    return clone(library_, tmp_path / "story")


@pytest.fixture(scope="session")
def _with_database(tmp_path_factory: pytest.TempPathFactory, _sealed: None) -> Repository:
    pytest.importorskip("flask_migrate", reason="the chain's requirements are not installed")
    return database_story(tmp_path_factory.mktemp("database") / "database").packed()


@pytest.fixture
def with_database(_with_database: Repository, tmp_path: Path) -> Repository:
    """Eight checkpoints, 2a to 2f with one migration each; HEAD at 3a, a row in its database."""
    return clone(_with_database, tmp_path / "filled")


@pytest.fixture
def text(tmp_path: Path) -> Callable[[str | bytes], str]:
    """A lesson in a file."""

    def write(message: str | bytes) -> str:
        path = tmp_path / "lesson.txt"
        path.write_bytes(message.encode() if isinstance(message, str) else message)
        return str(path)

    return write


@pytest.fixture
def waiting(chain: Repository) -> Repository:
    """A fix at 2a, of a line and with a new file, that waits at 3b; its change is at tag 2a."""
    chain.git("checkout", "--quiet", "2a")
    chain.write("app.py", lines(l12="mended"))
    chain.write("new.txt", "new\n")
    chain.git("add", "new.txt")
    answer = chain.run("fix", "-m", "why")
    assert answer.code == 1, answer
    return chain


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, _sealed: None) -> Path:
    """Environments made once for all tests, kept by what they hold.

    One without requirements, one with those of an app that has a database."""
    common, site = tmp_path_factory.mktemp("shelf"), Path(sysconfig.get_path("purelib"))
    (common / "chapters").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        if (site / "pip").is_dir():
            quick = quick_python(tmp_path_factory.mktemp("quick"), site)
            patch.setattr("chapters.environments.BASE_PYTHON", quick)
        assert Environments(common).of(wanted((), lambda name: None)).key
        patch.setattr("chapters.environments._install", lend_what_is_wanted)
        needs = WITH_TABLES["requirements.txt"].encode()
        assert (
            Environments(common)
            .of(wanted(("requirements.txt",), {"requirements.txt": needs}.get))
            .key
        )
    return common / "chapters" / "environments"


def lend_what_is_wanted(python: str, asked: Wanted) -> str:
    site = next(Path(python).parents[1].glob("lib/*/site-packages"))
    lend_packages(site, *asked.lines)
    return ""


@pytest.fixture
def lend(shelf: Path) -> Callable[[Repository], Repository]:
    """Give a repository all environments that earlier tests have made."""

    def to(made: Repository) -> Repository:
        (made.git_dir / "chapters").mkdir(exist_ok=True)
        (made.git_dir / "chapters" / "environments").symlink_to(shelf)
        return made

    return to


@pytest.fixture
def prove(new: Callable[..., Repository], lend: Callable[[Repository], Repository]) -> Prove:
    """Make a chain of these steps, with all that earlier tests have installed."""

    def make(checks: str, *steps: Files, tried: str = "") -> Repository:
        return lend(proofs(new("proofs"), checks, *steps, tried=tried))

    return make
