"""Packages that one command alone needs: installed when it is first called, apart from .venv."""

from __future__ import annotations

import hashlib
import importlib
import re
import shutil
import sys
from importlib import metadata
from pathlib import Path

from .environments import PLATFORM, PYTHON
from .errors import Refused
from .processes import carry_out

PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
LISTS = Path(__file__).parent / "site"


def use(common: Path, name: str) -> tuple[str, ...]:
    """Make the pinned packages of a list importable; what has to be installed for that."""
    pins = (LISTS / name).read_text("utf-8")
    if not lacking(pins):
        return ()
    folder = _folder(common, pins)
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))  # ours before what a step of the tutorial pins
        importlib.invalidate_caches()
    return lacking(pins)


def install(common: Path, name: str) -> None:
    """Install a list's packages. Raises Refused with what the installer said."""
    pins = (LISTS / name).read_text("utf-8")
    folder = _folder(common, pins)
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)  # of an installation that was killed
    part.parent.mkdir(parents=True, exist_ok=True)
    words = ["--quiet", "--only-binary", ":all:", "--no-deps", "--target", str(part)]
    fault = carry_out([*_installer(), *words, "--requirement", str(LISTS / name)])
    if fault:
        last = fault.splitlines()[-1]
        raise Refused(f"The packages of {name} do not install: {last}. Next: the same again")
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    importlib.invalidate_caches()


def lacking(pins: str) -> tuple[str, ...]:
    """The pins that are not what would be imported now."""
    return tuple(f"{name}=={version}" for name, version in PIN.findall(pins)
                 if _version(name) != version)  # fmt: skip


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _folder(common: Path, pins: str) -> Path:
    key = hashlib.sha256(f"{PYTHON} {PLATFORM} {PIN.findall(pins)}".encode()).hexdigest()[:16]
    return common / "chapters" / "packages" / key


def _installer() -> list[str]:
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
