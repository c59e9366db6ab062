"""A whole file in colours, then cut into lines, so that a line in a diff knows its context."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from itertools import pairwise
from typing import NamedTuple

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    Token,
    _TokenType,
)

LONGEST = 200_000  # characters; what is longer is shown plain
# By a file's name, or what follows its last dot. Pygments' own search by name asks every
# installed package for more lexers, which takes longer than a page may.
LEXERS = {
    "py": "python", "html": "html+jinja", "mako": "html+mako", "css": "css", "js": "javascript",
    "ts": "typescript", "json": "json", "toml": "toml", "ini": "ini", "cfg": "ini", "conf": "ini",
    "service": "ini", "yml": "yaml", "yaml": "yaml", "md": "markdown", "sh": "bash", "sql": "sql",
    "svg": "xml", "xml": "xml", "po": "po", "c": "c", "h": "c", "go": "go", "rs": "rust",
    "java": "java", "rb": "ruby", "Dockerfile": "docker", "Makefile": "make", "nginx": "nginx",
}  # fmt: skip
CLASSES = {
    Comment.Preproc: "p", Comment: "c", Keyword: "k", Operator.Word: "k", String.Doc: "c",
    String: "s", Number: "n", Literal: "s", Name.Function: "f", Name.Class: "f",
    Name.Decorator: "o", Name.Tag: "t", Name.Attribute: "o", Name.Builtin.Pseudo: "k",
}  # fmt: skip
PICTURES = {n: chr(0x2400 + n) for n in range(32) if chr(n) not in "\t\n"} | {127: "\u2421"}


class Piece(NamedTuple):
    """A stretch of one line that has one colour; an empty class is the text's own."""

    name: str
    text: str


Line = tuple[Piece, ...]


def highlight(path: str, text: str) -> tuple[Line, ...]:
    """The lines of a text, by git's count, each as coloured pieces that join to the line."""
    lines: list[list[Piece]] = [[]]
    for name, value in _pieces(path, text):
        first, *others = value.split("\n")
        _add(lines[-1], name, first)
        for part in others:
            lines.append([])
            _add(lines[-1], name, part)
    if not lines[-1]:
        lines.pop()
    return tuple(map(tuple, lines))


def _add(line: list[Piece], name: str, text: str) -> None:
    if text and line and line[-1].name == name:
        line[-1] = Piece(name, line[-1].text + text)
    elif text:
        line.append(Piece(name, text))


def _pieces(path: str, text: str) -> list[tuple[str, str]]:
    lexer = _lexer(path.rpartition("/")[2])
    if len(text) > LONGEST or lexer is None:
        return [("", text)]
    found = [(_class(kind), value) for _, kind, value in lexer.get_tokens_unprocessed(text)]
    whole = "".join(value for _, value in found) == text
    return found if whole else [("", text)]


@cache
def _lexer(name: str) -> Lexer | None:
    alias = LEXERS.get(name) or LEXERS.get(name.rpartition(".")[2])
    return find_lexer_class_by_name(alias)() if alias else None


@cache
def _class(kind: _TokenType) -> str:
    while kind is not Token:
        if kind in CLASSES:
            return CLASSES[kind]
        kind = kind.parent
    return ""


def html(line: Line, marks: Iterable[tuple[int, int]] = ()) -> str:
    """The line as HTML, with the stretches `marks` (columns from 0) marked."""
    if not marks:
        return "".join(_coloured(name, text) for name, text in line)
    out, column = [], 0
    for name, text in line:
        cuts = sorted({0, len(text), *_cuts(marks, column, len(text))})
        for start, end in pairwise(cuts):
            piece = _coloured(name, text[start:end])
            is_marked = any(a <= column + start < b for a, b in marks)
            out.append(f"<mark>{piece}</mark>" if is_marked else piece)
        column += len(text)
    return "".join(out).replace("</mark><mark>", "")


def _cuts(marks: Iterable[tuple[int, int]], column: int, length: int) -> list[int]:
    edges = [edge - column for mark in marks for edge in mark]
    return [edge for edge in edges if 0 < edge < length]


def _coloured(name: str, text: str) -> str:
    shown = _shown(text)
    return f"<span class={name}>{shown}</span>" if name and not text.isspace() else shown


def _shown(text: str) -> str:
    """Escaped; what no page can hold is shown by its picture in Unicode."""
    safe = escape(text, quote=False)
    if safe.isprintable():
        return safe
    return "".join(_picture(char) for char in safe)


def _picture(char: str) -> str:
    symbol = PICTURES.get(ord(char))
    return f'<span class=ctl title="U+{ord(char):04X}">{symbol}</span>' if symbol else char


def plain(text: str) -> str:
    """A text without colours, escaped as `html` escapes it."""
    return _shown(text)
