"""Python environments that hold a checkpoint's requirements and nothing else, kept for all."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import sysconfig
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .lock import locked
from .processes import BASE_PYTHON, WINDOWS, carry_out

REFERENCE = re.compile(r"^\s*(?:-r|-c|--requirement|--constraint)[ =]*(\S+)", re.MULTILINE)
PYTHON = f"{platform.python_implementation()} {platform.python_version()}"
PLATFORM = sysconfig.get_platform()
BUILDING = "building".ljust(16, "_")  # as long as a key: it is replaced by one in scripts
PATIENCE_SECONDS = 600  # for another command that makes an environment
MARK = "chapters.json"  # stands in an environment that is whole

Read = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Wanted:
    """Requirement files to install, and the text of every file that these lead to."""

    names: tuple[str, ...]
    files: Mapping[str, bytes]

    @property
    def key(self) -> str:
        rows = [(name, self.files[name].decode(errors="replace")) for name in sorted(self.files)]
        return _hash(self.names, rows, PYTHON, PLATFORM)

    @property
    def lines(self) -> frozenset[str]:
        text = b"\n".join(self.files[name] for name in self.names).decode(errors="replace")
        return frozenset(line for line in map(str.strip, text.splitlines()) if line)

    @property
    def pins(self) -> list[tuple[str, str]]:
        """The files that are only referred to, such as constraints."""
        others = sorted(self.files.keys() - set(self.names))
        return [(name, self.files[name].decode(errors="replace")) for name in others]


@dataclass(frozen=True)
class Environment:
    """`key` stands for the resolved versions, the Python and the platform; `fault` is why it
    could not be made, or what `pip check` has to say."""

    key: str
    folder: Path
    packages: tuple[str, ...]
    fault: str = ""

    @property
    def programs(self) -> Path:
        return self.folder / ("Scripts" if WINDOWS else "bin")

    @property
    def python(self) -> str:
        return str(self.programs / "python")


def wanted(names: tuple[str, ...], read: Read) -> Wanted:
    """What the files `names` ask for, where there are such files, with all they refer to."""
    files: dict[str, bytes] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        content = None if name in files else read(name)
        if content is not None:
            files[name] = content
            folder = os.path.dirname(name)
            found = REFERENCE.findall(content.decode(errors="replace"))
            waiting += [os.path.normpath(os.path.join(folder, other)) for other in found]
    return Wanted(tuple(name for name in names if name in files), files)


class Environments:
    """The folder `chapters/environments` of the common git directory."""

    def __init__(self, common: Path) -> None:
        self._folder = common / "chapters" / "environments"
        self._builder = threading.Lock()
        self._failed: dict[str, Environment] = {}
        self._found: dict[str, Environment] = {}

    def known(self, wanted: Wanted) -> Environment | None:
        """The environment made for this before, if it is still whole."""
        key = wanted.key
        if key not in self._found and (found := self._read(key)):
            self._found[key] = found
        return self._found.get(key)

    def _read(self, key: str) -> Environment | None:
        try:
            row = json.loads((self._folder / "wanted" / key).read_text())
            folder = self._folder / row["key"]
            mark = json.loads((folder / MARK).read_text())
            return Environment(row["key"], folder, tuple(mark["packages"]), mark["fault"])
        except (OSError, ValueError, KeyError):
            return None

    def of(self, wanted: Wanted) -> Environment:
        """The environment for these requirements, made now if need be, one at a time."""
        if found := self.known(wanted):
            return found
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._builder, locked(self._folder, PATIENCE_SECONDS):
            found = self.known(wanted) or self._failed.get(wanted.key) or self._build(wanted)
            if not found.key:
                self._failed[wanted.key] = found
            return found

    def _build(self, wanted: Wanted) -> Environment:
        new = self._folder / BUILDING
        shutil.rmtree(new, ignore_errors=True)  # of a build that was killed
        start = self._nearest(wanted)
        if start:
            copy(start, new)
            _replace_in_programs(new, start.name, BUILDING)
        else:
            fault = _make(new)
            if fault:
                return Environment("", new, (), fault)
        if fault := _install(_python(new), wanted):
            return Environment("", new, (), fault)
        return self._settle(new, wanted)

    def _nearest(self, wanted: Wanted) -> Path | None:
        """The largest environment whose requirements are all among these, with the same pins."""
        best: tuple[int, Path] | None = None
        for path in (self._folder / "wanted").glob("[0-9a-f]" * 16):
            row = json.loads(path.read_text())
            lines, folder = frozenset(row["lines"]), self._folder / row["key"]
            fits = lines <= wanted.lines and row["pins"] == [list(pin) for pin in wanted.pins]
            if (fits or not lines) and (folder / MARK).exists() and row["python"] == PYTHON:
                best = max(best or (-1, folder), (len(lines), folder))
        return best[1] if best else None

    def _settle(self, new: Path, wanted: Wanted) -> Environment:
        held = packages(new)
        fault = carry_out([_python(new), "-m", "pip", "check"])
        key = _hash(held, PYTHON, PLATFORM)
        folder = self._folder / key
        (new / MARK).write_text(json.dumps({"packages": held, "fault": fault}))
        if not (folder / MARK).exists():
            shutil.rmtree(folder, ignore_errors=True)
            _replace_in_programs(new, BUILDING, key)
            new.rename(folder)
        shutil.rmtree(new, ignore_errors=True)  # where another way led to the same
        row = {"key": key, "lines": sorted(wanted.lines), "pins": wanted.pins, "python": PYTHON}
        path = self._folder / "wanted" / wanted.key
        path.parent.mkdir(exist_ok=True)
        path.with_suffix(".part").write_text(json.dumps(row))
        path.with_suffix(".part").replace(path)
        return Environment(key, folder, tuple(held), fault)


def copy(source: Path, target: Path) -> None:
    """Copy a tree by hard links, which cost no space; links stay links."""
    shutil.copytree(source, target, symlinks=True, copy_function=_link)
    (target / MARK).unlink(missing_ok=True)


def _link(source: str, target: str) -> None:
    with suppress(FileNotFoundError):  # a program that runs there was writing its bytecode
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError:  # a file system without hard links
            shutil.copy2(source, target, follow_symlinks=False)


def _make(folder: Path) -> str:
    if uv := shutil.which("uv"):
        return carry_out([uv, "venv", "--quiet", "--seed", "--python", BASE_PYTHON, str(folder)])
    return carry_out([BASE_PYTHON, "-m", "venv", str(folder)])


def _install(python: str, wanted: Wanted) -> str:
    """Install as a learner would, but never build from source. Gives what went wrong."""
    uv = shutil.which("uv")
    words = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    words += ["--quiet", "--only-binary", ":all:"]
    with tempfile.TemporaryDirectory() as folder:
        for name, content in wanted.files.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_bytes(content)
        for name in wanted.names:
            words += ["--requirement", name]
        return carry_out(words, folder) if wanted.names else ""


def packages(folder: Path) -> list[str]:
    """`name-version` of everything installed, without what installs."""
    site = "Lib/site-packages" if WINDOWS else "lib/python*/site-packages"
    paths = folder.glob(f"{site}/*.dist-info")
    found = {path.name.removesuffix(".dist-info") for path in paths}
    return sorted(name for name in found if not name.startswith(("pip-", "setuptools-")))


def _replace_in_programs(folder: Path, old: str, new: str) -> None:
    """Say in each script of an environment where its Python stands; others keep their link."""
    for path in Environment("", folder, ()).programs.iterdir():
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if old.encode() in content:
            mode = path.stat().st_mode
            path.unlink()
            path.write_bytes(content.replace(old.encode(), new.encode()))
            path.chmod(mode)


def _python(folder: Path) -> str:
    return Environment("", folder, ()).python


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
