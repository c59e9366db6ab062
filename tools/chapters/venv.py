"""The project's own Python environment, `.venv`, which its manage.py makes and fills."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .errors import Refused

MARK = "chapters-ready"  # in .venv, so that it goes with it


def python_of(top: Path) -> Path:
    return top / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def has_set_up(top: Path) -> bool:
    return (top / "manage.py").is_file()


def is_ready(top: Path, key: str) -> bool:
    """Whether the requirements that `key` stands for were installed here before."""
    mark = top / ".venv" / MARK
    return bool(key) and mark.is_file() and key in mark.read_text().split()


def set_up(top: Path, key: str) -> None:
    """Let manage.py install what requirements.txt names; what it says goes to standard error.

    Raises Refused where it fails.
    """
    command = [sys.executable, str(top / "manage.py"), "--version"]
    nothing = subprocess.DEVNULL
    done = subprocess.run(command, cwd=top, stdin=nothing, stdout=nothing)
    if done.returncode:
        raise Refused(
            "The files are in place, but not all requirements are installed: see above. "
            "Next: the same command again"
        )
    if key and python_of(top).exists():
        with (top / ".venv" / MARK).open("a") as mark:
            mark.write(f"{key}\n")
