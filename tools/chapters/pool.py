"""The work trees that checks run in: kept, cleaned, and apart from the user's own."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import environments
from .environments import Environment
from .errors import Busy, GitFailed
from .git import Git
from .lock import locked
from .processes import Place, clean_path, kill_strays
from .warm import Warm

HOMES = ("home", "server")  # a server beside a program is told from its children by HOME
WARM = "warm"
COMPILED = "__pycache__"
NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}", "-c", "advice.detachedHead=false")


@dataclass(frozen=True)
class Slot:
    """A repository of its own that borrows every object, so that no command in it can do harm."""

    git: Git
    folder: Path
    warm: Warm

    @property
    def tree(self) -> Path:
        return self.folder / "tree"

    def place(self, environment: Environment | None = None, home: str = "home") -> Place:
        """Where programs run; with the environment's own first on PATH."""
        path = clean_path()
        if environment:
            path = f"{environment.programs}{os.pathsep}{path}"
        return Place(self.tree, self.folder / home, path)

    def lay_out(self, oid: str, keep: str = "") -> None:
        """Lay out a commit and nothing else; of other files only the folder `keep` stays."""
        try:
            self._check_out(oid, keep)
        except (GitFailed, OSError):  # torn by a kill
            shutil.rmtree(self.tree, ignore_errors=True)
            self._make()
            self._check_out(oid, keep)
        for name in HOMES:
            empty(self.folder / name)

    def _check_out(self, oid: str, keep: str) -> None:
        if not (self.tree / ".git").is_dir():
            self._make()
        (self.tree / ".git" / "index.lock").unlink(missing_ok=True)
        start = time.time()
        words = ("checkout", "--quiet", "--force", "--detach", oid)
        self.git.run_as_user(*NO_HOOKS, *words, where=self.tree)
        kept = ("-e", f"/{keep}") if keep else ()
        words = ("clean", "-ffdxq", "-e", COMPILED, *kept)
        self.git.run_as_user(*words, where=self.tree)
        forget_compiled(self.tree, start)

    def _make(self) -> None:
        self.tree.mkdir(parents=True, exist_ok=True)
        words = ("init", "--quiet", "--template=", f"--object-format={self.git.algorithm}")
        self.git.run_as_user(*words, where=self.tree)
        info = self.tree / ".git" / "objects" / "info"
        info.mkdir(parents=True, exist_ok=True)
        (info / "alternates").write_text(f"{self.git.common / 'objects'}\n")

    @contextmanager
    def venv(self, environment: Environment) -> Iterator[None]:
        """The environment as `.venv` of the work tree, as manage.py would have made it."""
        kept, used = self.folder / "venvs" / environment.key, self.tree / ".venv"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            part = kept.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            environments.copy(environment.folder, part)
            part.rename(kept)
        kept.rename(used)
        try:
            yield
        finally:
            if environments.packages(used) == list(environment.packages):
                used.rename(kept)


def forget_compiled(tree: Path, since: float) -> None:
    """Drop what Python compiled, but for sources that are as old: only those are surely the same.

    What is left saves a tenth of a run of tests, and no folder is left for its sake alone.
    """
    for folder in sorted(tree.rglob(COMPILED), reverse=True):
        for compiled in folder.iterdir():
            source = folder.parent / f"{compiled.name.partition('.')[0]}.py"
            if not source.is_file() or source.stat().st_mtime > since - 2:  # seconds, as in a .pyc
                compiled.unlink()
        for emptied in (folder, *folder.parents):
            if emptied == tree or any(emptied.iterdir()):
                break
            emptied.rmdir()


def empty(folder: Path) -> None:
    """Make a folder anew. What writes into it is being killed, so it is soon done."""
    for _ in range(100):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(0.02)
    folder.mkdir(parents=True)


@contextmanager
def slots(git: Git, count: int) -> Iterator[list[Slot]]:
    """`count` work trees, for one command at a time. Raises Busy with its pid."""
    folder = git.common / "chapters" / "pool"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder))
        except Busy as error:
            raise Busy(f"Another verify is at work here. {error}") from error
        found = [_slot(git, folder / str(number)) for number in range(1, count + 1)]
        for slot in found:
            stack.callback(slot.warm.close)
        yield found


def _slot(git: Git, folder: Path) -> Slot:
    slot = Slot(git, folder, Warm(folder / WARM))
    for home in (*HOMES, WARM):
        (folder / home).mkdir(parents=True, exist_ok=True)
        kill_strays(slot.place(home=home))
    return slot
