"""The ground that both rivals run on: one sealed environment, copies of one history."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from histories import path_of

TOOLS = Path(__file__).resolve().parents[1]
CONFIG = "[user]\n\tname = Bench\n\temail = bench@example.org\n[gc]\n\tauto = 0\n"


@dataclass(frozen=True)
class Ground:
    """A folder to work in, the command to measure, and the environment of both rivals."""

    folder: Path
    chapters: Path
    environment: Mapping[str, str]

    def git(self, where: Path, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=where, env=self.environment, check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode().strip()

    def history(self, commits: int, files: int, tag_every: int) -> Path:
        """A new history, made in a process of its own.

        A child's peak memory counts from what its parent held: getrusage(2) after a fork.
        """
        made = self.folder / "history"
        shutil.rmtree(made, ignore_errors=True)
        words = (str(number) for number in (commits, files, tag_every))
        maker = Path(__file__).with_name("histories.py")
        subprocess.run([sys.executable, str(maker), str(made), *words], check=True)
        return made

    @contextmanager
    def copy(self, history: Path, name: str) -> Iterator[Path]:
        """A copy in which the one-line fix waits in the work tree, all of it on the disk."""
        folder = self.folder / name
        shutil.copytree(history, folder)
        self.git(folder, "update-index", "-q", "--refresh")
        file = folder / path_of(0)
        file.write_text(file.read_text().replace("line 2 of", "line 2, mended, of", 1))
        os.sync()
        yield folder
        shutil.rmtree(folder)


def prepare(folder: Path, chapters: Path | None) -> Ground:
    """Use the installed command `chapters`, or install it as users have it."""
    (folder / "home").mkdir()
    (folder / "config").write_text(CONFIG)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": str(folder / "config"), "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
    return Ground(folder, chapters.absolute() if chapters else _install(folder), environment)


def _install(folder: Path) -> Path:
    """The command in a virtual environment of its own, not editable."""
    unwanted = shutil.ignore_patterns(".*", "*.egg-info", "build", "__pycache__")
    shutil.copytree(TOOLS, folder / "tools", ignore=unwanted)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    words = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([str(python), *words, str(folder / "tools")], check=True)
    return python.with_name("chapters")
