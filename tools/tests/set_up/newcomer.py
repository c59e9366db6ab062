"""A newcomer's machine for the tests of manage.py: a sealed home, git alone in PATH, no network.

Packages come from wheels that are packed again out of the environment in which the tests run.
"""

import os
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path

from pythons import BASE_PYTHON, closure

ROOT = next(path for path in Path(__file__).resolve().parents if (path / "manage.py").exists())
IGNORED = ".venv/\n__pycache__/\n.pytest_cache/\ninstance/\n"
TRACE = """\
import os, runpy, sys

def note(event, arguments):
    if event in ("subprocess.Popen", "os.exec"):
        program = os.fsdecode(arguments[0])
        sys.stderr.write(event + " " + program.replace(os.getcwd() + os.sep, "") + "\\n")

sys.addaudithook(note)
sys.argv[0] = "manage.py"
runpy.run_path("manage.py", run_name="__main__")
"""


@dataclass(frozen=True)
class Machine:
    """Where programs, wheels and home are; `project` makes folders that hold manage.py."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR") if name in os.environ}
        return kept | {
            "PATH": str(self.folder / "bin"),
            "HOME": str(self.folder),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_NO_COMPILE": "0",  # pip takes "1" for its opposite, as its manual says
            "PIP_FIND_LINKS": str(self.folder / "wheels"),
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def project(self, name: str, requirement: str = "markupsafe") -> "Project":
        folder = self.folder / name
        folder.mkdir()
        shutil.copy(ROOT / "manage.py", folder)
        project = Project(folder, self.environment)
        project.write("constraints.txt", "")
        project.require(requirement)
        project.write(".gitignore", IGNORED)
        return project


@dataclass(frozen=True)
class Project:
    folder: Path
    environment: dict[str, str]

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def require(self, names: str) -> None:
        self.write("requirements.txt", f"-c constraints.txt\n{names}\n")

    def manage(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return self.start(BASE_PYTHON, "-W", "error", "manage.py", *words, **variables)

    def prepare(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Do all that `run` does but serve: flask prints the help of its own `run` instead."""
        return self.manage("run", "--help", **variables)

    def start(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment | variables
        return subprocess.run(
            command, cwd=self.folder, env=environment, text=True, capture_output=True, timeout=120
        )

    def begin(
        self, *words: str, python: str = BASE_PYTHON, **variables: str
    ) -> subprocess.Popen[str]:
        """Start manage.py in a process group of its own, with its output kept."""
        return subprocess.Popen(
            (python, "-W", "error", "manage.py", *words),
            cwd=self.folder,
            env=self.environment | variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def traced(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run manage.py and print, among its lines, each program that it starts or becomes."""
        return self.start(BASE_PYTHON, "-c", TRACE, *words)

    def git(self, *words: str) -> str:
        identity = ("-c", "user.name=Reader", "-c", "user.email=reader@example.com")
        done = self.start("git", *identity, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def has(self, package: str) -> bool:
        python = str(self.folder / ".venv" / "bin" / "python")
        return self.start(python, "-c", f"import {package}").returncode == 0


def machine(folder: Path, *packages: str) -> Machine:
    """Make a machine in `folder` whose index holds `packages` and what they require."""
    (folder / "bin").mkdir()
    (folder / "wheels").mkdir()
    (folder / "bin" / "git").symlink_to(str(shutil.which("git")))
    for name in closure(packages):
        pack(metadata.distribution(name), folder / "wheels")
    return Machine(folder)


def pack(package: metadata.Distribution, folder: Path) -> None:
    """Write an installed package as the wheel that it was installed from."""
    record = package.read_text("RECORD") or ""
    lines = [line for line in record.splitlines() if is_packed(line.split(",")[0])]
    tag = (package.read_text("WHEEL") or "").split("Tag: ")[1].split()[0]
    stem = f"{package.name.replace('-', '_').lower()}-{package.version}"
    with zipfile.ZipFile(folder / f"{stem}-{tag}.whl", "w") as wheel:
        for name in (line.split(",")[0] for line in lines):
            if name.endswith("/RECORD"):
                wheel.writestr(name, "\n".join(lines) + "\n")
            else:
                wheel.write(str(package.locate_file(name)), name)
                pack_compiled(wheel, package, name)


def pack_compiled(wheel: zipfile.ZipFile, package: metadata.Distribution, name: str) -> None:
    """Add a module as it is compiled here, to be taken without a look at its source's time."""
    compiled = cache_from_source(name) if name.endswith(".py") else name
    path = Path(str(package.locate_file(compiled)))
    if compiled != name and path.exists():
        content = path.read_bytes()
        unchecked = (1).to_bytes(4, "little")  # of PEP 552, after the four bytes of its version
        wheel.writestr(compiled, content[:4] + unchecked + content[8:])


def is_packed(name: str) -> bool:
    made_by_pip = ("/INSTALLER", "/REQUESTED", "/direct_url.json", ".pyc")
    return not name.startswith("..") and not name.endswith(made_by_pip)


def database(project: Project) -> Path:
    return project.folder / "instance" / "pipit.sqlite"


def make(path: Path, version: str, *tables: str) -> None:
    """Make a database that is at `version` (at none where that is empty) and has `tables`."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as writer:
        for table in tables:
            writer.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY)")
        if version:
            writer.execute("CREATE TABLE alembic_version (version_num TEXT)")
            writer.execute("INSERT INTO alembic_version VALUES (?)", [version])
        writer.commit()
