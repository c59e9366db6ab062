"""A lesson's Markdown as HTML, cut where a file's diff is placed; what leads nowhere is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from .highlight import highlight, html, plain

FIRST_LINE = 3  # of a commit message's body: a title and a blank line stand before it
PLACED = re.compile(r"^[ \t]*{{ *diff +(\S+) *}}[ \t]*$", re.MULTILINE)
NAMES = {"python": "x.py", "py": "x.py", "html": "x.html", "css": "x.css", "sql": "x.sql",
         "toml": "x.toml", "ini": "x.ini", "json": "x.json", "yaml": "x.yaml", "js": "x.js",
         "sh": "x.sh", "bash": "x.sh", "nginx": "x.nginx", "dockerfile": "Dockerfile"}  # fmt: skip
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
Resolve = Callable[[str], str]  # a link's target, or a path, to an address; empty: unknown


@dataclass(frozen=True)
class Part:
    """A stretch of prose, and the path whose diff follows it (empty at the end)."""

    html: str
    path: str


@dataclass(frozen=True)
class Fault:
    """Something in a lesson that leads nowhere; `line` counts in the commit message, from 1."""

    line: int
    text: str


def split(body: str) -> list[tuple[int, str, str]]:
    """(line number, Markdown, path of the diff after it) for each stretch of a lesson."""
    found, start = [], 0
    for match in [*PLACED.finditer(body), None]:
        end = match.start() if match else len(body)
        line = FIRST_LINE + body.count("\n", 0, start)
        found.append((line, body[start:end], match[1] if match else ""))
        start = match.end() if match else end
    return found


def parts(body: str, link: Resolve, path: Resolve) -> tuple[Part, ...]:
    """The lesson as HTML; `link` resolves a link's target, `path` a file named as code."""
    return tuple(Part(_html(text, link, path), placed) for _, text, placed in split(body))


def faults(body: str, link: Resolve) -> Iterator[Fault]:
    """Links within the book that lead nowhere."""
    for start, text, _ in split(body):
        for line, target in _links(PARSER.parse(text)):
            if not OUTSIDE.match(target) and not link(target):
                yield Fault(start + line, f"the link to '{target}' leads nowhere")


def placed(body: str) -> Iterator[tuple[int, str]]:
    """Each path whose diff the lesson places, with its line."""
    for match in PLACED.finditer(body):
        yield FIRST_LINE + body.count("\n", 0, match.start()), match[1]


def _links(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    for token in tokens:
        line = token.map[0] if token.map else 0
        for child in token.children or ():
            if child.type == "link_open":
                yield line, str(child.attrs["href"])


def _html(text: str, link: Resolve, path: Resolve) -> str:
    return str(PARSER.render(text, {"link": link, "path": path}))


class Renderer(RendererHTML):
    """Headings with anchors, paths as links, commands apart from what they print."""

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        words = re.findall(r"[a-z0-9]+", tokens[idx + 1].content.lower())
        return f'<{tokens[idx].tag} id="{"-".join(words)}">'

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        target = str(tokens[idx].attrs["href"])
        if OUTSIDE.match(target):
            return f'<a href="{escape(target)}" rel="noreferrer">'
        return f'<a href="{escape(env["link"](target))}">'

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        text = tokens[idx].content
        address = env["path"](text) if "." in text or "/" in text else ""
        code = f"<code>{plain(text)}</code>"
        inside = any(t.type == "link_open" for t in tokens[max(0, idx - 1) : idx])
        return f'<a href="{escape(address)}">{code}</a>' if address and not inside else code

    def code_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return block(tokens[idx].content, "")

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return block(tokens[idx].content, tokens[idx].info.strip())


def block(text: str, language: str) -> str:
    """A block of code; where it has commands, these are told from what they print."""
    lines = text.rstrip("\n").split("\n")
    if any(line.startswith("$ ") for line in lines):
        return f"<pre class=console>{''.join(_console(line) for line in lines)}</pre>\n"
    if name := NAMES.get(language.lower()):
        shown = "\n".join(html(line) for line in highlight(name, text.rstrip("\n")))
        return f"<pre><code>{shown}</code></pre>\n"
    return f"<pre><code>{plain(text.rstrip(chr(10)))}</code></pre>\n"


def _console(line: str) -> str:
    for prompt in ("$ ", ">>> "):
        if line.startswith(prompt):
            sign = prompt.strip().replace(">", "&gt;")
            return f"<span class=prompt>{sign} </span><kbd>{plain(line[len(prompt) :])}</kbd>\n"
    return f"<samp>{plain(line)}</samp>\n"


PARSER = MarkdownIt("commonmark", {"html": False}, renderer_cls=Renderer)
