"""The only module that runs git."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from .errors import GitFailed, Refused

OLDEST_GIT = (2, 38)  # the first with merge-tree --write-tree
NO_IDENTITY = (
    "git does not know who you are. Next: git config --global user.name NAME; "
    "git config --global user.email ADDRESS"
)
EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}

# What a user's config, attributes or hooks could change in a replay is fixed here.
SEALED = {
    "core.bare": "true",
    "core.attributesFile": os.devnull,
    "core.hooksPath": os.devnull,
    "core.commitGraph": "true",
    "merge.directoryRenames": "true",
    "merge.conflictStyle": "merge",
    "merge.renames": "true",
    "merge.renameLimit": "7000",
    "merge.default": "text",
    "merge.renormalize": "false",
    "diff.renames": "true",
    "diff.renameLimit": "7000",
    "diff.algorithm": "myers",
    "apply.ignoreWhitespace": "no",
    "apply.whitespace": "nowarn",
    "color.ui": "false",
}
REPOSITORY_VARIABLES = frozenset(
    f"GIT_{name}"
    for name in (
        "DIR", "WORK_TREE", "INDEX_FILE", "COMMON_DIR", "PREFIX", "NAMESPACE", "OBJECT_DIRECTORY",
        "ALTERNATE_OBJECT_DIRECTORIES", "QUARANTINE_PATH", "ATTR_SOURCE", "GRAFT_FILE",
        "REPLACE_REF_BASE", "EXTERNAL_DIFF", "DIFF_OPTS", "LITERAL_PATHSPECS", "GLOB_PATHSPECS",
        "NOGLOB_PATHSPECS", "ICASE_PATHSPECS",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Git:
    """One repository: its common directory, and the work tree the user stands in, if any."""

    common: Path
    git_dir: Path
    top: Path | None
    algorithm: str
    is_shallow: bool

    def run(
        self, *arguments: str, stdin: bytes | int = b"", extra: Mapping[str, str] | None = None
    ) -> bytes:
        """Run git in the common directory, sealed from config, attributes and hooks."""
        environment = {**self._environment(), **(extra or {})}
        return _checked(self._sealed(arguments), stdin, environment, self.common)

    def ask(self, *arguments: str, stdin: bytes = b"") -> tuple[int, bytes]:
        """Like `run`, but the exit code is the answer: (code, standard output)."""
        command, environment = self._sealed(arguments), self._environment()
        return _answer(command, stdin, environment, self.common)[:2]

    def run_as_user(
        self,
        *arguments: str,
        stdin: bytes = b"",
        where: Path | None = None,
        extra: Mapping[str, str] | None = None,
        accept: tuple[int, ...] = (0,),
    ) -> bytes:
        """Run git in a work tree with the user's own config and hooks."""
        directory = where or (self.top if self.top and self.top.is_dir() else self.common)
        environment = {**_user_environment(), **(extra or {})}
        return _checked(["git", *arguments], stdin, environment, directory, accept)

    def show(self, *arguments: str) -> int:
        """Run git for the user's eyes: own pager and colours, output not captured."""
        return subprocess.run(
            ["git", *arguments], cwd=self.top or self.git_dir, env=_user_environment()
        ).returncode

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a sealed git that talks through pipes until its input is closed."""
        _, *words = self._sealed(arguments)
        return subprocess.Popen(
            [_program(os.environ.get("PATH")), *words],
            cwd=self.common,
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def update_refs(self, commands: bytes) -> None:
        """One git-update-ref(1) transaction, by the user's own reference-transaction hook too."""
        if commands:
            environment = {**self._environment(), "GIT_REFLOG_ACTION": "chapters"}
            command = ["git", "update-ref", "-m", "chapters", "--stdin"]
            _checked(command, commands, environment, self.common)

    @property
    def operator(self) -> bytes:
        """Who records an operation, which never leaves this clone: a learner needs no identity."""
        try:
            return self.identity
        except Refused:
            return b"chapters <chapters> %d +0000" % time.time()

    @cached_property
    def identity(self) -> bytes:
        """`Name <address> SECONDS ZONE` of the committer, by the user's own config.

        Raises Refused where git knows none.
        """
        code, out, _ = _answer(
            ["git", "var", "GIT_COMMITTER_IDENT"], b"", _user_environment(), self.git_dir
        )
        if code:
            raise Refused(NO_IDENTITY)
        return out.strip()

    def empty_tree(self) -> str:
        return EMPTY_TREES[self.algorithm]

    def _sealed(self, arguments: tuple[str, ...]) -> list[str]:
        settings = {**SEALED, "attr.tree": self.empty_tree()}
        flags = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return ["git", *flags, *arguments]

    def _environment(self) -> dict[str, str]:
        return {
            **_user_environment(),
            "GIT_DIR": str(self.common),
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "LC_ALL": "C",
        }


def open_repository(directory: Path) -> Git:
    """Find the repository around `directory`. Raises Refused with what to type."""
    questions = ("--is-inside-work-tree", "--is-shallow-repository", "--show-object-format")
    paths = ("--path-format=absolute", "--git-common-dir", "--git-dir", "--show-toplevel")
    try:
        code, out, err = _answer(
            ["git", "rev-parse", *questions, *paths], b"", os.environ, directory
        )
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refused(_why_no_start(directory)) from error
    # Where there is no work tree, the last question alone has no answer.
    answers = os.fsdecode(out).splitlines()
    if len(answers) < 5:
        raise Refused(_why_no_repository(directory, err))
    if len(answers) > 6:
        raise Refused(f"{str(directory.resolve())!r} has a line break in its name. Next: rename it")
    inside, shallow, algorithm, common, git_dir, *top = answers
    where = Path(top[0]) if inside == "true" and top and not code else None
    return Git(Path(common), Path(git_dir), where, algorithm, shallow == "true")


def _why_no_start(directory: Path) -> str:
    if directory.is_dir():
        return "git is not installed. Next: install git 2.38 or newer"
    return f"{directory} is no directory. Next: pass -C DIR"


def _why_no_repository(directory: Path, err: bytes) -> str:
    if b"dubious ownership" in err:
        return f"git does not trust {directory}: {_last_line(err)}"
    return f"{directory} is no git repository. Next: clone the project, or pass -C DIR"


def refuse_old_git(git: Git) -> None:
    """Raise Refused where git is older than what a replay needs; asked only after a failure."""
    version = git.run("version")
    if tuple(int(part) for part in re.findall(rb"\d+", version)[:2]) < OLDEST_GIT:
        raise Refused(f"{version.decode().strip()} is too old. Next: install git 2.38 or newer")


def _user_environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in REPOSITORY_VARIABLES}


@cache
def _program(path: str | None) -> str:
    """Where git is, looked for once: each start of `git` alone tries every folder of PATH."""
    found = shutil.which("git", path=path) or ""
    return found if os.path.isabs(found) else "git"  # a folder of PATH may be a relative one


def _answer(
    command: list[str], stdin: bytes | int, environment: Mapping[str, str], directory: Path
) -> tuple[int, bytes, bytes]:
    pipe = (None, stdin) if isinstance(stdin, int) else (stdin, None)
    done = subprocess.run(
        [_program(environment.get("PATH")), *command[1:]],
        input=pipe[0],
        stdin=pipe[1],
        capture_output=True,
        env=dict(environment),
        cwd=directory,
    )
    return done.returncode, done.stdout, done.stderr


def _checked(
    command: list[str],
    stdin: bytes | int,
    environment: Mapping[str, str],
    directory: Path,
    accept: tuple[int, ...] = (0,),
) -> bytes:
    code, out, err = _answer(command, stdin, environment, directory)
    if code not in accept:
        words = [word for word in command[1:] if word != "-c" and "=" not in word]
        raise GitFailed(f"git {' '.join(words[:3])} failed: {_last_line(err)}")
    return out


def _last_line(err: bytes) -> str:
    lines = err.decode(errors="replace").strip().splitlines()
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (fatal or lines or ["it gave no reason"])[0]
