"""Set up Pipit, then run it, test it, or hand on to its flask command line.

  python3 manage.py run                serve http://127.0.0.1:5000
  python3 manage.py run --port 5001    the same on another port
  python3 manage.py test               run all tests
  python3 manage.py test -k greeting   what follows "test" goes on to pytest
  python3 manage.py chapters list      the steps of the tutorial
  python3 manage.py routes             any other word goes on to flask: routes, shell ...

The first call makes .venv, a Python environment of this folder's own, and puts what
requirements.txt names into it. Later calls do so again only when that has changed.
"""
# ruff: noqa: UP031, UP036

import sys

if sys.version_info < (3, 11):  # an old Python reads the whole file first: no f-string here
    line = "Error: Pipit needs Python 3.11 or newer, and this is Python %d.%d. Get one from %s"
    where = "https://www.python.org/downloads/ and type: python3.11 manage.py run"
    sys.exit(line % (sys.version_info[:2] + (where,)))

import contextlib
import csv
import errno
import hashlib
import io
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import traceback
import zipfile
from importlib import util
from pathlib import Path

WINDOWS = os.name == "nt"
ME = "py manage.py" if WINDOWS else "python3 manage.py"
AGAIN = "type: " + " ".join([ME] + sys.argv[1:])
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = str(BIN / "python")
FLASK = [PYTHON, "-m", "flask", "--app", "app"]
START = (
    "import sys; sys.path.insert(0, ''); import manage; "
    "sys.exit(manage.guarded(manage.start, sys.argv[2:]))"
)
STATE = VENV / "pipit.json"  # what is installed, by hash; absent while that changes
SYNCED = VENV / "pipit-synced"  # main and the names of the tags after the last sync
TOOLS = ROOT / "tools"
INSTANCE = ROOT / "instance"
VERSIONS = ROOT / "migrations" / "versions"
DEMO = ROOT / "app" / "demo.py"  # from chapter 8 on: people and posts to look at
NO_NETWORK = "connection broken by|Max retries exceeded|error sending request|dns error"
PACKAGE = r"(pyproject\.toml|README\.md|chapters/(?!.*__pycache__).*[^/])$"  # of all in tools/


def main(words):
    if not words or words[0] in ("-h", "--help"):
        return sys.stdout.write(__doc__.replace("python3 manage.py", ME)) and 0
    command = {"run": run, "test": test, "chapters": chapters}.get(words[0])
    return guarded(command, words[1:]) if command else guarded(flask, words)


def guarded(command, words):
    try:
        return command(words)
    except (OSError, sqlite3.Error) as error:
        return "Error: %s. When that is cured, %s" % (error, AGAIN)
    except KeyboardInterrupt:
        return 130


def run(words):
    refuse_taken_port(" ".join(words))
    set_up(["requirements.txt"], tools_here())
    return hand_over([PYTHON, "-c", START, "run"] + words)


def start(words):
    """Upgrade the database, load the demo and serve, in one Python: its start takes longest."""
    if VERSIONS.is_dir() and is_to_upgrade(INSTANCE / "pipit.sqlite") and by_flask("db", "upgrade"):
        stop("the database was not upgraded, see above. When that is cured, " + AGAIN)
    if DEMO.exists():
        by_flask("demo")
    serve = ["run", "--debug"] + words
    sys.orig_argv[1:] = FLASK[1:] + serve  # what the reloader starts anew
    return by_flask(*serve)


def by_flask(*words):
    """Carry out a command of flask here; return 0, or what it failed with."""
    from flask.cli import cli

    try:
        cli.main(FLASK[3:] + list(words), "flask")
    except SystemExit as end:
        return end.code
    except Exception:
        return traceback.print_exc() or 1


def test(words):
    folders = ["tests", "tools/tests"]
    names = ["requirements.txt"] + [folder + "/requirements.txt" for folder in folders]
    set_up(names, tools_here())
    folders = [folder for folder in folders if any(ROOT.glob(folder + "/**/test_*.py"))]
    if not folders:
        return say("No tests yet: the first one comes in chapter 2.")
    chosen = any((ROOT / word.split("::")[0]).exists() for word in words)
    return hand_over([PYTHON, "-m", "pytest"] + ([] if chosen else folders) + words)


def chapters(words):
    set_up(["requirements.txt"], tools_here() or tools_of_main())
    return hand_over([str(BIN / "chapters")] + words, folder=".")


def flask(words):
    set_up(["requirements.txt"], tools_here())
    if words[0] == "db" and VERSIONS.is_dir() and not os.environ.get("DATABASE_URL"):
        tell_what_db_cannot(INSTANCE / "pipit.sqlite", words[1:])
    return hand_over(FLASK + words)


def hand_over(command, folder=ROOT):
    """Become `command`, for a parent that stays leaves orphans; Windows can only wait."""
    os.chdir(str(folder))
    if not WINDOWS:
        os.execv(command[0], command)
    child = subprocess.Popen(command)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C has reached the child as well
            return child.wait()


def set_up(names, tools):
    """Make .venv hold what the files `names` require, and `tools`: {path: bytes}."""
    pins = (ROOT / "constraints.txt").read_bytes()
    contents = {name: pins + (ROOT / name).read_bytes() for name in names if (ROOT / name).exists()}
    wanted = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    if tools:
        wanted["tools"] = hashlib.sha256(repr(sorted(tools.items())).encode()).hexdigest()
    if fault() or lacking(wanted):
        INSTANCE.mkdir(exist_ok=True)
        with contextlib.closing(sqlite3.connect(str(INSTANCE / "set-up.lock"), 600)) as lock:
            lock.execute("BEGIN EXCLUSIVE")  # one at a time; a killed process lets go of it
            make_venv(fault())
            install(lacking(wanted), tools)
    if (TOOLS / "pyproject.toml").exists():
        sync_tags(why_no_tags())


def lacking(wanted):
    installed = read_state().get("installed", {})
    return {name: key for name, key in wanted.items() if installed.get(name) != key}


def read_state():
    try:
        return json.loads(STATE.read_text())
    except (OSError, ValueError):
        return {}


def fault():
    """Say what is wrong with .venv, if anything is."""
    version, state = python_version(), read_state()
    if not VENV.exists():
        return "there is none yet"
    if not version or not (VENV / "pyvenv.cfg").exists():
        return "its Python is broken or too old"
    if state and (state.get("python"), state.get("folder")) != (version, str(VENV)):
        return "its Python or this folder has changed"
    if not state and not is_whole(version):
        return "an installation was interrupted"


def python_version():
    code = "import sys; print('%d.%d' % sys.version_info[:2]); sys.exit(sys.version_info < (3, 11))"
    return output_of(PYTHON, "-I", "-S", "-c", code).decode().strip()


def is_whole(version):
    """Tell whether every file that an installed package lists is there in full."""
    site = VENV / ("Lib/site-packages" if WINDOWS else "lib/python%s/site-packages" % version)
    with contextlib.suppress(OSError, ValueError):  # a missing file, a torn list
        for package in site.glob("*.dist-info"):
            for name, _, size in csv.reader((package / "RECORD").read_text("utf-8").splitlines()):
                if size and (site / name).stat().st_size != int(size):
                    return False
        return (site / "pip").exists() and not any(site.glob("~*"))


def make_venv(why):
    if not why:
        return
    say("Making .venv (%s) ..." % why)
    python = getattr(sys, "_base_executable", sys.executable)  # not one that goes away here
    command = [python, "-m", "venv"]
    if shutil.which("uv"):
        command = ["uv", "venv", "--quiet", "--seed", "--python", python]
    elif not (util.find_spec("venv") and util.find_spec("ensurepip")):
        line = "this Python lacks venv. On Debian type: sudo apt install python%d.%d-venv; then "
        stop(line % sys.version_info[:2] + AGAIN)
    if VENV.exists():
        shutil.rmtree(str(VENV))
    carry_out(command + [str(VENV)])


def install(wanted, tools):
    if not wanted:
        return
    say("Installing %s ..." % ", ".join(wanted))
    installed = dict(read_state().get("installed", {}), **wanted)
    STATE.unlink(missing_ok=True)  # killed or failed: the next call looks .venv over
    uv = ["uv", "pip", "install", "--python", PYTHON]
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    words = (uv if shutil.which("uv") else pip) + ["--quiet", "--constraint", "constraints.txt"]
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            words += [unpack(tools, folder)] if name == "tools" else ["--requirement", name]
        carry_out(words)
    state = {"python": python_version(), "folder": str(VENV), "installed": installed}
    STATE.with_suffix(".part").write_text(json.dumps(state))
    STATE.with_suffix(".part").replace(STATE)


def unpack(tools, folder):
    """Write the tools elsewhere, so that building them leaves nothing in the work tree."""
    for name, content in tools.items():
        Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
        Path(folder, name).write_bytes(content)
    return folder


def carry_out(command):
    """Run `command` without a word unless it fails."""
    try:
        subprocess.check_output(command, cwd=str(ROOT), stderr=subprocess.STDOUT)
    except subprocess.CalledProcessError as error:
        output = error.output.decode(errors="replace")
        if re.search(NO_NETWORK, output):
            stop("no network: the package index does not answer. Connect, then " + AGAIN)
        stop("the set-up failed. When what follows is cured, %s\n\n%s" % (AGAIN, output))


def output_of(*command):
    """Return what `command` prints, or nothing where it is missing or fails."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        return subprocess.check_output(command, cwd=str(ROOT), stderr=subprocess.DEVNULL)
    return b""


def tools_here():
    paths = list(TOOLS.glob("*.*")) + list(TOOLS.glob("chapters/**/*.*"))
    files = {path.relative_to(TOOLS).as_posix(): path for path in paths}
    return {name: files[name].read_bytes() for name in files if re.match(PACKAGE, name)}


def tools_of_main():
    """Take the tools from main: a checkpoint's tree has none."""
    for main in ("refs/heads/main", "refs/remotes/origin/main"):
        archive = output_of("git", "archive", "--format=zip", main + ":tools")
        if archive:
            with zipfile.ZipFile(io.BytesIO(archive)) as tools:
                names = [name for name in tools.namelist() if re.match(PACKAGE, name)]
                return {name: tools.read(name) for name in names}
    stop(why_no_tags() or "`chapters` is kept on main. Type: git fetch origin main:main")


def sync_tags(hindrance):
    """Run `chapters sync` if main or the tags are not as after the last time."""
    if SYNCED.exists() and SYNCED.read_text() == (hindrance or marks()):
        return
    if hindrance:
        say("The tags of the steps were skipped: " + hindrance)
    elif subprocess.call([str(BIN / "chapters"), "sync"], cwd=str(ROOT), stdout=sys.stderr):
        return
    SYNCED.write_text(hindrance or marks())


def marks():
    main = output_of("git", "for-each-ref", "refs/heads/main", "refs/remotes/*/main")
    names = ("--format=%(refname)", "refs/heads/chapters", "refs/tags")
    return (main + output_of("git", "for-each-ref", *names)).decode(errors="replace")


def why_no_tags():
    shallow = output_of("git", "rev-parse", "--is-shallow-repository").strip()
    if not shutil.which("git"):
        return "git is not installed. Install it, then " + AGAIN
    if not (ROOT / ".git").exists():
        return "this folder is no git clone. For the steps, get the project by git clone."
    if shallow == b"true":
        return "this clone is shallow. For its whole history type: git fetch --unshallow"
    return "" if shallow else "git does not read this clone. To see why, type: git status"


def is_to_upgrade(database):
    """Tell whether a database lacks migrations; one of another step is set aside first."""
    known, newest = revisions()
    if database.exists() and not os.environ.get("DATABASE_URL"):
        found, tables = contents(database)
        if found == newest:
            return False
        if found - known or tables and not found:
            set_aside(database)
    return True


def tell_what_db_cannot(database, words):
    """Say what to type where alembic only says that something is amiss."""
    known, newest = revisions()
    found = contents(database)[0] if database.exists() else set()
    if found - known:
        say("The database is of a later step. To keep it and make a new one, type: %s run" % ME)
    elif found != newest and words[:1] in (["migrate"], ["check"]):
        say("The database lacks the newest migration. First type: %s db upgrade" % ME)


def revisions():
    """Return the revisions of the migrations, and the one that no other follows."""
    text = "".join(path.read_text("utf-8") for path in VERSIONS.glob("*.py"))
    known = set(re.findall(r"^revision\b.*?= *['\"](\w+)", text, re.MULTILINE))
    return known, known - set(re.findall(r"^down_revision\b.*?= *['\"](\w+)", text, re.MULTILINE))


def contents(database):
    """Return the revisions that a database is at, and its other tables."""
    with contextlib.closing(sqlite3.connect(database.as_uri() + "?mode=rw", uri=True)) as reader:
        names = {name for (name,) in reader.execute("SELECT tbl_name FROM sqlite_master")}
        query = "SELECT version_num FROM alembic_version"
        found = reader.execute(query).fetchall() if "alembic_version" in names else []
    return {name for (name,) in found}, names - {"alembic_version", "sqlite_sequence"}


def set_aside(database):
    """Put the database, and what SQLite keeps beside it, into a folder of their own."""
    folder = Path(tempfile.mkdtemp(prefix="kept-", dir=str(INSTANCE)))
    for ending in ("-wal", "-shm", ""):
        with contextlib.suppress(FileNotFoundError):
            os.rename(str(database) + ending, str(folder / database.name) + ending)
    say("The database is from another step: it is kept in %s, a new one is made." % folder)


def refuse_taken_port(words):
    typed = re.findall(r"(?:^| )(?:-p|--port)[ =]?(\d+)", words)
    port = int((typed or re.findall(r"^\d+$", os.environ.get("FLASK_RUN_PORT", "")) or [5000])[-1])
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            hint = "port %d is taken, perhaps by another run. Type: %s run --port %d"
            stop(hint % (port, ME, port + 1))


def say(line):
    sys.stderr.write(line + "\n")


def stop(line):
    """Leave with what is wrong and what to type, in one line."""
    sys.exit("Error: " + line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
