"""Pythons that lack something, or that make an environment in no time."""

import shutil
import sys
import sysconfig
from pathlib import Path

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
