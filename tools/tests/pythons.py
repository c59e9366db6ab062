"""Pythons that lack something, or that make and fill an environment in no time."""

import shutil
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)


def bare_python(folder: Path) -> str:
    """Make what Debian installs without python3-venv: the same Python, one package short."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    (folder / "lib" / stdlib.name).mkdir(parents=True)
    for path in stdlib.iterdir():
        if path.name != "ensurepip":
            (folder / "lib" / stdlib.name / path.name).symlink_to(path)
    (folder / "bin").mkdir()
    return shutil.copy(BASE_PYTHON, str(folder / "bin" / "python3"))


ENSUREPIP = """\
import shutil, sysconfig

shutil.copytree({pip!r}, sysconfig.get_path("purelib") + "/pip")
"""


def quick_python(folder: Path, site: Path) -> str:
    """Make a Python that gives new environments the compiled pip of an older one.

    The real ensurepip installs pip and compiles all of it, which takes four seconds."""
    made = bare_python(folder)
    module = folder / "lib" / site.parent.name / "ensurepip.py"
    module.write_text(ENSUREPIP.format(pip=str(site / "pip")))
    return made


def lend_packages(site: Path, *names: str) -> None:
    """Give an environment packages of this Python, compiled as they are, and what they require."""
    home = Path(sysconfig.get_path("purelib"))
    for name in closure(names):
        files = metadata.distribution(name).files or []
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            (site / top).symlink_to(home / top)


def closure(names: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            found.add(name)
            wanted = map(Requirement, metadata.requires(name) or [])
            waiting += [need.name for need in wanted if needed(need)]
    return found


def needed(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})
