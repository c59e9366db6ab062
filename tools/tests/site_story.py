"""A small chain that has everything a diff can be, and a reader of the pages made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from repository import Repository
from stories import Step, import_steps, lesson, numbered

from chapters import binding
from chapters.cli.session import Session
from chapters.site.book import Book

SETTINGS = """
overlay = ["tools/"]
[sizes]
uncounted = ["given.txt"]
"""
APP = '''"""The app."""

from flask import Flask


def create_app():
    """Make it."""
    app = Flask(__name__)
    app.config.from_mapping({"A": 1})
    return app


def greet(name):
    return "Hello, " + name
'''
TEMPLATE = """<h1>{% block title %}Hello{% endblock %}</h1>
{% block main %}
<p>A paragraph.</p>
{% endblock %}
"""
ODD = "tab\there\r\nform\ffeed <b>&amp;</b>\nlast line without an end"


def told(title: str, chapter: str, slug: str, shows: str = "quiet", more: str = "") -> str:
    """A lesson in form, with `more` in its second section."""
    message = lesson(title, chapter, slug, shows)
    return message.replace("\nTry it\n", f"\n{more}\nTry it\n", 1)


STEPS = (
    Step(told("Begin", "Getting started", "begin", more="See `app/__init__.py`.\n"),
         {"app/__init__.py": APP, "given.txt": numbered("given", 60), "empty.txt": "",
          "notes.txt": numbered("note", 40), "picture.bin": "\0\1\2 no text"}),
    Step(told("Draw a page", "Templates", "page",
              more="First this:\n\n{{ diff app/page.html }}\n\nand then [the start](begin).\n"),
         {"app/page.html": TEMPLATE, "odd.txt": ODD,
          "app/__init__.py": APP.replace("    return app\n",
                                         "    app.add_url_rule('/', view_func=greet)\n"
                                         "    return app\n")}),
    Step(told("Move and mend", "Templates", "move", more="It is `page.html` that moves.\n"),
         {"app/page.html": None, "app/pages/page.html": TEMPLATE.replace("Hello", "Good day"),
          "odd.txt": ODD + "\n", "empty.txt": None, "picture.bin": "\0\1\2 other",
          "notes.txt": numbered("note", 40).replace("line 3\n", "line three\n")
                                           .replace("line 30\n", "line thirty\n")}),
    Step(told("Greet better", "Web forms", "greet"),
         {"app/__init__.py": APP.replace('return "Hello, " + name',
                                         'return f"Good day, {name}"')}),
)  # fmt: skip


def library(top: Path) -> Repository:
    """The chain on `chapters`, published as edition 1."""
    made = Repository(top)
    top.mkdir()
    made.git("init", "--quiet", "--template=", "--initial-branch=main")
    settings = Step("Lay out the project\n", {"tools/chapters.toml": SETTINGS})
    import_steps(made, "main", (settings,))
    import_steps(made, "chapters", STEPS)
    made.git("checkout", "--quiet", "chapters")
    _add_kinds(made)
    made.chapters("sync")
    made.chapters("publish", "-m", "The first edition")
    return made


def book_of(top: Path) -> Book:
    """The book of a repository, without verdicts and pictures."""
    session = Session(top)
    given = session.settings.sizes.uncounted
    found = binding.bind(session.git, session.store, session.chain, {}, {}, (), given)
    session.close()
    return found


def _add_kinds(made: Repository) -> None:
    """A last step with a mode and a link, which git alone can make."""
    script = made.write("run.sh", "#!/bin/sh\necho awake\n")
    script.chmod(0o755)
    (made.top / "link").symlink_to("run.sh")
    made.git("add", "run.sh", "link")
    message = told("Link to it", "Web forms", "kinds").encode()
    made.git("commit", "--quiet", "-F", "-", stdin=message)


@dataclass
class Shown:
    """A file as a page shows it: rows are (kind, number, text), kinds `a`, `d` and none."""

    path: str = ""
    what: str = ""
    rows: list[tuple[str, int, str]] = field(default_factory=list)
    without_end: set[str] = field(default_factory=set)
    is_open: bool = False
    where: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)

    @property
    def old_path(self) -> str:
        found = re.search(r"moved here from (\S+?)(?:,| ·|$)", self.what)
        return found[1] if found else self.path


class Reader(HTMLParser):
    """The files that a page shows, and what it links to; HTML as a browser would read it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.files: list[Shown] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self._texts: list[str] = []
        self._stack: list[tuple[str, str]] = []
        self._row: list[str] | None = None
        self.feed(page)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in ("meta", "link", "img", "source", "input", "br"):
            self._stack.append((tag, found.get("class", "")))
        self.ids |= {found["id"]} if "id" in found else set()
        self.links += [found[name] for name in ("href", "src", "srcset") if name in found]
        if tag == "details" and found.get("class") == "file":
            self.files.append(Shown(is_open="open" in found))
        elif self.files and tag == "div" and found.get("class", "") in ("", "a", "d"):
            self._row = [found.get("class", ""), "", ""] if self._within("lines") else None

    def handle_endtag(self, tag: str) -> None:
        while self._stack and self._stack.pop()[0] != tag:
            pass
        if tag == "div" and self._row:
            kind, number, text = self._row
            self.files[-1].rows.append((kind, int(number), _unpictured(text)))
            self._row = None

    def handle_data(self, data: str) -> None:
        self._texts.append(data)
        if not self.files or not self._stack:
            return
        shown, tag = self.files[-1], self._stack[-1]
        if self._row and any(name in ("ins", "del", "code") for name, _ in self._stack[-4:]):
            self._row[2] += data
        elif self._row and tag[0] == "a":
            self._row[1] += data
        if tag == ("span", "path"):
            shown.path += data
        elif tag == ("span", "what"):
            shown.what += data
        elif tag == ("p", "eof"):
            shown.without_end.add(shown.rows[-1][0])
        elif self._within("where"):
            shown.where.append(data)
        if self._row and any(name == "mark" for name, _ in self._stack):
            shown.marked.append(data)

    def _within(self, name: str) -> bool:
        return any(kind == name for _, kind in self._stack)


def _unpictured(text: str) -> str:
    """The text with each control picture as the character that it stands for."""
    return re.sub("[\u2400-\u241f]", lambda m: chr(ord(m[0]) - 0x2400), text)


def read(page: bytes) -> Reader:
    return Reader(page.decode())


def applied(shown: Shown, old: str) -> str:
    """The text that a page's rows make of the old one."""
    lines = old.split("\n")
    ends = lines[-1] == "" or not old
    lines = lines[:-1] if lines[-1] == "" else lines
    gone = {number for kind, number, _ in shown.rows if kind == "d"}
    for kind, number, text in shown.rows:
        assert kind != "d" or lines[number - 1] == text, (shown.path, number, text)
    lines = [line for number, line in enumerate(lines, 1) if number not in gone]
    for kind, number, text in shown.rows:
        if kind == "a":
            lines.insert(number - 1, text)
    ends = "a" not in shown.without_end and (ends or "d" in shown.without_end)
    return "\n".join(lines) + "\n" * (ends and bool(lines))


def target(page: str, link: str) -> tuple[str, str]:
    """(address, anchor) that a link on the page at an address leads to."""
    address, _, anchor = link.partition("#")
    folder = page.rpartition("/")[0]
    parts = [*folder.split("/"), *unquote(address).split("/")] if address else page.split("/")
    found: list[str] = []
    for part in parts:
        if part == "..":
            found.pop()
        elif part not in ("", "."):
            found.append(part)
    return "/".join(found), unquote(anchor)
