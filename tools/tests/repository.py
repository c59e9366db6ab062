"""A repository under test, and what of it must not change when a command is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from chapters.cli.main import main

GIT = shutil.which("git") or "git"  # a start of `git` alone searches all of PATH


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class State:
    """All that a refused command must leave: refs, HEADs, and every byte of the work tree."""

    refs: str
    head: bytes
    index: str
    files: tuple[tuple[bytes, object, bytes], ...]


@dataclass(frozen=True)
class Contents:
    """What must be all old or all new after a kill: refs, HEAD, index entries, files."""

    refs: tuple[str, ...]
    head: str
    index: str
    files: tuple[tuple[bytes, object, bytes], ...]


@dataclass(frozen=True)
class Repository:
    """A folder with `.git`, or a bare one."""

    top: Path

    def git(self, *words: str, stdin: bytes = b"", accept: tuple[int, ...] = (0,)) -> str:
        """Run git here, and give its output without the last newline."""
        done = subprocess.run([GIT, *words], cwd=self.top, input=stdin, capture_output=True)
        assert done.returncode in accept, (words, done.returncode, done.stderr.decode())
        return os.fsdecode(done.stdout).rstrip("\n")

    def bytes(self, *words: str) -> bytes:
        """What git prints, byte for byte."""
        return subprocess.run(["git", *words], cwd=self.top, capture_output=True, check=True).stdout

    def code(self, *words: str) -> int:
        """Run git here for its exit code alone."""
        return subprocess.run(["git", *words], cwd=self.top, capture_output=True).returncode

    def run(self, *words: str, stdin: bytes | None = None) -> Answer:
        """Run `chapters` here in this process."""
        asked = CliRunner().invoke(main, ["-C", str(self.top), *words], input=stdin)
        if asked.exception and not isinstance(asked.exception, SystemExit):
            raise asked.exception
        return Answer(asked.exit_code, asked.stdout, asked.stderr)

    def chapters(self, *words: str, stdin: bytes | None = None) -> str:
        """Run `chapters` here, which must end well, and give what it printed."""
        answer = self.run(*words, stdin=stdin)
        assert answer.code == 0, answer
        return answer.out

    def as_typed(self, *words: str) -> str:
        """Run `chapters` in a process of its own, for what it leaves to git to print."""
        command = [sys.executable, "-m", "chapters", "-C", str(self.top), *words]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done
        return done.stdout

    def refused(self, *words: str, stdin: bytes | None = None, code: int = 1) -> str:
        """Run `chapters` here, which must end in an error and change nothing."""
        before = self.state()
        answer = self.run(*words, stdin=stdin)
        assert answer.code == code, answer
        assert self.state() == before
        return answer.err.removeprefix("Error: ").rstrip("\n")

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def read(self, path: str) -> str:
        return (self.top / path).read_text()

    def replace(self, path: str, old: str, new: str) -> None:
        """Edit a file as a person would; the old text must be there."""
        text = self.read(path)
        assert old in text, text
        self.write(path, text.replace(old, new))

    def at(self, revision: str, path: str) -> str:
        """The file's text at a revision; without its last newline."""
        return self.git("cat-file", "blob", f"{revision}:{path}")

    def has(self, revision: str, path: str) -> bool:
        return bool(self.git("ls-tree", revision, "--", path))

    def id(self, revision: str = "HEAD") -> str:
        return self.git("rev-parse", "--verify", "--end-of-options", revision)

    def tags(self) -> dict[str, str]:
        rows = self.git("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/tags")
        return dict(row.split(" ") for row in rows.splitlines())

    def titles(self, revision: str = "chapters") -> list[str]:
        return self.git("log", "--reverse", "--format=%s", revision).splitlines()

    def status(self) -> str:
        return self.git("status", "--porcelain", "--untracked-files=all")

    def state(self) -> State:
        """Refs, HEAD, the index's entries, and each file of the work tree, ignored ones too."""
        return State(
            self.git("for-each-ref", "--format=%(refname) %(objectname) %(symref)"),
            (self.git_dir / "HEAD").read_bytes(),
            self.git("ls-files", "--stage", "--debug") if self.git_dir != self.top else "",
            tuple(sorted(_files(self.top))) if self.git_dir != self.top else (),
        )

    def contents(self) -> Contents:
        """Like `state`, without what differs from place to place: times of files, and the ids of
        operations, which hold the paths of work trees."""
        rows = self.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        refs = (row.split()[0] if row.startswith("refs/chapters/") else row for row in rows)
        head = (self.git_dir / "HEAD").read_text()
        return Contents(
            tuple(refs), head, self.git("ls-files", "--stage"), tuple(sorted(_files(self.top)))
        )

    def locks(self) -> list[str]:
        return sorted(str(path) for path in self.git_dir.rglob("*.lock"))

    def packed(self) -> Repository:
        """The same with few files: quick to copy."""
        self.git("repack", "-a", "-d", "-n", "-q")  # -n: no info/refs beside them
        return self

    @property
    def git_dir(self) -> Path:
        if (self.top / ".git").is_dir():  # a plain clone: asked too often to start git for it
            return self.top / ".git"
        return Path(self.git("rev-parse", "--path-format=absolute", "--git-dir"))


def _files(top: Path):
    for folder, folders, names in os.walk(os.fsencode(top)):
        if folder == os.fsencode(top):
            folders.remove(b".git") if b".git" in folders else None
        for name in (*folders, *names):
            path = os.path.join(folder, name)
            mode = os.lstat(path).st_mode
            if os.path.islink(path):
                yield os.path.relpath(path, os.fsencode(top)), mode, os.readlink(path)
            elif os.path.isfile(path):
                yield (
                    os.path.relpath(path, os.fsencode(top)),
                    mode,
                    Path(os.fsdecode(path)).read_bytes(),
                )
            else:
                yield os.path.relpath(path, os.fsencode(top)), mode, b""


def clone(source: Repository, target: Path) -> Repository:
    """A copy with everything that `.git` has; its index is fresh."""
    shutil.copytree(source.top, target, symlinks=True)
    copy = Repository(target)
    copy.git("update-index", "-q", "--refresh")
    return copy


def cloned(source: Repository, target: Path, *options: str) -> Repository:
    """A clone as a reader makes it."""
    words = ["git", "clone", "--quiet", *options, f"file://{source.top}", str(target)]
    subprocess.run(words, check=True)
    return Repository(target)
