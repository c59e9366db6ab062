"""Templates: a page's frame, its links, and how values are said in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from . import shelf
from .book import Book, Picture, Proof

FOLDER = Path(__file__).parent
CHECKS = {
    "install": "installs", "import": "imports without a warning", "migrate": "migrates up and down",
    "rows": "upgrades a filled database and loses no row", "serve": "a real server answers",
    "tests": "its tests pass", "try-it": "“Try it” prints what the lesson says",
}  # fmt: skip


class Page(NamedTuple):
    """A page about to be drawn: where it stands decides its links."""

    book: Book
    address: str
    title: str

    def to(self, target: str) -> str:
        return shelf.way(self.address, target)

    @property
    def canonical(self) -> str:
        base = self.book.base_url
        return f"{base.rstrip('/')}/{shelf.way('index.html', self.address)}" if base else ""


def draw(page: Page, name: str, values: Mapping[str, Any]) -> bytes:
    """The page as bytes; the template gets the page, the book, and `values`."""
    template = ENVIRONMENT.get_template(name)
    text = template.render(page=page, book=page.book, to=page.to, shelf=shelf, **values)
    return text.encode("utf-8", "replace")


def tests(proof: Proof | None) -> str:
    """`12 tests pass`, or that nobody has proved it."""
    if proof is None or (proof.unknown and not proof.passed):
        return "not proved yet"
    details = dict(proof.passed)
    if found := re.search(r"\d+", details.get("tests", "")):
        return "1 test passes" if found[0] == "1" else f"{found[0]} tests pass"
    return "its checks pass" if not proof.unknown else "not all of it is proved yet"


def is_proved(proof: Proof | None) -> bool:
    return bool(proof and proof.passed and not proof.unknown)


def check(kind: str) -> str:
    return CHECKS.get(kind, kind)


def picture(found: tuple[Picture, ...], is_narrow: bool, is_dark: bool) -> Picture | None:
    return next((p for p in found if (p.is_narrow, p.is_dark) == (is_narrow, is_dark)), None)


def with_figure(html: str, figure: str) -> Markup:
    """The prose with a figure at the end of its first section."""
    place = html.find("<h2", html.find("<h2") + 1) if html.startswith("<h2") else -1
    if place < 0:
        return Markup(html) + Markup(figure)
    return Markup(html[:place]) + Markup(figure) + Markup(html[place:])


def plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined,
    )  # fmt: skip
    made.globals |= {
        "tests": tests, "is_proved": is_proved, "check": check, "picture": picture,
        "with_figure": with_figure, "plural": plural,
    }  # fmt: skip
    made.filters["safe_html"] = Markup
    return made


ENVIRONMENT = _environment()
