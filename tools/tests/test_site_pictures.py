"""Pictures of the app: taken of each step that shows something, at a fixed time, once a tree."""

from __future__ import annotations

import os
import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from repository import Repository
from stories import Step, import_steps, lesson

from chapters.cli import photos

# Its colour says what it saw: red for who is signed in, green for the day, blue for the dark.
APP = """\
import datetime
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

print("Sign in as ada, password: sparrow", flush=True)
FORM = (
    b"<form method=post><input name=name><input name=password type=password>"
    b"<button>Sign in</button></form>"
)


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        red = 255 if self.headers["Cookie"] == "name=ada" else 0
        if self.path == "/mine" and not red:
            return self.answer(FORM)
        green = 255 if datetime.datetime.now().date() == datetime.date(2026, 1, 15) else 0
        style = "<style>body {background: rgb(%d %d 0)}" % (red, green)
        dark = "@media (prefers-color-scheme: dark) {body {background: rgb(%d %d 255)}}</style>"
        self.answer((style + dark % (red, green) + "COLOUR").encode())

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(303)
        if sent == b"name=ada&password=sparrow":
            self.send_header("Set-Cookie", "name=ada")
        self.send_header("Location", "/mine")
        self.end_headers()

    def answer(self, content):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""
SETTINGS = """
overlay = ["tools/"]
[verify]
requirements = ["requirements.txt"]
[verify.checks.serve]
commands = ["python app.py {port}"]
"""
VARIANTS = ["narrow-dark.png", "narrow-light.png", "wide-dark.png", "wide-light.png"]


@pytest.fixture
def shown(tmp_path: Path, lend: Callable[[Repository], Repository]) -> Repository:
    """One step shows the start, one is quiet, one does not run, one shows a person's own page."""
    made = Repository(tmp_path / "shown")
    made.top.mkdir()
    made.git("init", "--quiet", "--template=", "--initial-branch=main")
    import_steps(made, "main", (Step("Lay out\n", {"tools/chapters.toml": SETTINGS}),))
    start = lesson("Begin", "Getting started", "begin", "/ as anonymous")
    steps = (
        Step(start, {"app.py": APP, "requirements.txt": ""}),
        Step(lesson("Note it", "Getting started", "note"), {"notes.txt": "a\n"}),
        Step(lesson("Break it", "Getting started", "broken", "/ as anonymous"),
             {"app.py": "raise SystemExit('no')\n"}),
        Step(lesson("Sign in", "Getting started", "sign-in", "/mine as ada"),
             {"app.py": APP, "notes.txt": "b\n"}),
    )  # fmt: skip
    import_steps(made, "chapters", steps)
    made.git("checkout", "--quiet", "chapters")
    return lend(made)


@pytest.fixture
def chromium() -> None:
    if not shutil.which("chromium"):
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("there is no chromium here")


def corner(path: Path) -> tuple[int, ...]:
    """The colour of a PNG's first pixel: no filter changes it, for nothing stands before it."""
    content, place, found = path.read_bytes(), 8, b""
    while place < len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] == b"IDAT":
            found += content[place + 8 : place + 8 + size]
        place += size + 12
    return tuple(zlib.decompress(found)[1:4])


def pictures(out: Path, slug: str) -> list[Path]:
    page = (out / "steps" / f"{slug}.html").read_text()
    names = re.findall(r'(?:srcset|src)="\.\./(pictures/[^"]+)"', page)
    return sorted(out / name for name in names)


def test_pictures_show_the_page_by_day_and_night_at_a_fixed_time_for_who_may_see_it(
    shown: Repository, tmp_path: Path, chromium: None
):
    out = tmp_path / "out"
    answer = shown.run("site", "build", "--out", str(out))

    assert answer.err == "note  1c has no picture: the server ended with exit code 1\n"
    assert [path.name for path in pictures(out, "begin")] == VARIANTS
    assert [corner(path) for path in pictures(out, "begin")] == [(0, 255, 255), (0, 255, 0)] * 2
    assert [corner(path) for path in pictures(out, "sign-in")] == [(255, 255, 255),
                                                                   (255, 255, 0)] * 2  # fmt: skip
    assert pictures(out, "note") == []

    before = taken(shown)
    shown.replace("notes.txt", "b\n", "c\n")
    shown.chapters("fix", "sign-in", "-m", "Say it better")
    shown.chapters("site", "build", "--out", str(out))

    after = taken(shown)
    assert len(before) == len(after) == 2
    assert len(before.items() & after.items()) == 1  # begin has the tree it had


def taken(repository: Repository) -> dict[str, int]:
    """Each folder of pictures, and when its first was taken."""
    found = (repository.git_dir / "chapters" / "pictures").iterdir()
    return {path.name: (path / "wide-light.png").stat().st_mtime_ns for path in found}


def test_without_a_browser_one_line_says_so_and_the_site_is_built(
    shown: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(photos, "BROWSERS", ("no-such-browser",))
    answer = shown.run("site", "build", "--out", str(tmp_path / "out"))

    assert answer.code == 0
    assert answer.err.count("\n") == 1
    assert "3 pictures not taken, for there is no chromium here" in answer.err
    assert (tmp_path / "out" / "steps" / "begin.html").is_file()
