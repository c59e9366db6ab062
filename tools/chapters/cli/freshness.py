"""A copy that differs from the tree's tools/ hands over to manage.py, which renews it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HANDED_OVER = (
    "PIPIT_CHAPTERS_RENEWED"  # set while manage.py has renewed us, so that we go round once
)


def renew(top: Path | None) -> None:
    """Where the work tree has other tools/ than this copy, install those and start again."""
    installed = Path(__file__).resolve().parents[1]
    if top is None or HANDED_OVER in os.environ or "site-packages" not in installed.parts:
        return
    sources, manage = top / "tools" / "chapters", top / "manage.py"
    own_venv = top / ".venv" in installed.parents
    if own_venv and manage.is_file() and sources.is_dir() and _differ(sources, installed):
        command = [sys.executable, str(manage), "chapters", *sys.argv[1:]]
        os.environ[HANDED_OVER] = "1"
        if os.name == "nt":
            sys.exit(subprocess.run(command).returncode)
        os.execv(command[0], command)


def _differ(sources: Path, installed: Path) -> bool:
    """Whether contents differ; not read where no source is younger than the installed copy."""
    since = (installed / "__init__.py").stat().st_mtime
    young = any(path.stat().st_mtime > since for path in _files(sources))
    return young and _contents(sources) != _contents(installed)


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.*") if "__pycache__" not in path.parts]
