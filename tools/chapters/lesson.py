"""A lesson: a checkpoint's commit message, parsed from its raw bytes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

TITLE_COLUMNS = 60
LINE_COLUMNS = 72
WORDS = range(80, 401)
SECTIONS = ("You will see", "What changed and why", "Try it")
TRAILER = re.compile(r"([A-Za-z][A-Za-z0-9-]*): (\S.*)")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LABEL = re.compile(r"([1-9][0-9]*)([a-z])")
HEX = re.compile(r"[0-9a-f]{4,}")
LINK_OR_CODE = re.compile(r"https?://|^(?: {4}|\t|\|)|^\S+$")


class Lesson(NamedTuple):
    """Title, body and trailers; trailers keep their order and may repeat."""

    title: str
    body: str
    trailers: tuple[tuple[str, str], ...]

    def values(self, key: str) -> tuple[str, ...]:
        return tuple(value for name, value in self.trailers if name == key)

    def value(self, key: str) -> str:
        """The one value of `key`, or an empty string."""
        return next(iter(self.values(key)), "")


def parse(message: bytes) -> Lesson:
    """Read a message. The last paragraph is trailers only where every line is `Key: value`."""
    text = message.decode(errors="replace").strip("\n")
    paragraphs = re.split(r"\n[ \t]*\n", text)
    lines = paragraphs[-1].strip("\n").split("\n")
    matches = [TRAILER.fullmatch(line.rstrip()) for line in lines]
    title, _, rest = text.partition("\n")
    if len(paragraphs) < 2 or not all(matches):
        return Lesson(title, rest.strip("\n"), ())
    body = rest[: rest.rindex(paragraphs[-1])].strip("\n")
    return Lesson(title, body, tuple((m[1], m[2]) for m in matches if m))


def section(lesson: Lesson, name: str) -> list[str]:
    """The lines below an underlined heading, to the next one; all lines where it is absent."""
    lines = lesson.body.split("\n")
    heads = [n for n, (a, b) in enumerate(pairwise(lines)) if a and b and set(b) == {"-"}]
    start = next((n for n in heads if lines[n] == name), -2)
    end = next((n for n in heads if n > start), len(lines))
    return "\n".join(lines[start + 2 : end]).strip("\n").split("\n")


def with_trailer(message: bytes, key: str, value: str) -> bytes:
    """The message with its one trailer `key` set to another value."""
    pattern = re.compile(rb"^%s: .*$" % re.escape(key.encode()), re.MULTILINE)
    *_, last = pattern.finditer(message)
    return message[: last.start()] + f"{key}: {value}".encode() + message[last.end() :]


def trailer_faults(lesson: Lesson) -> tuple[str, ...]:
    """Why a message cannot stand in a chain: its trailers, each exactly once."""
    faults = [
        f"needs the trailer '{key}:' exactly once, has it {len(lesson.values(key))} times"
        for key in ("Chapter", "Checkpoint")
        if len(lesson.values(key)) != 1
    ]
    slug = lesson.value("Checkpoint")
    if slug and not is_slug(slug):
        faults.append(f"'{slug}' is no slug: lower-case words with hyphens, unlike a label or id")
    return tuple(faults)


def is_slug(text: str) -> bool:
    taken = text in ("main", "head", "chapters") or LABEL.fullmatch(text) or HEX.fullmatch(text)
    return bool(SLUG.fullmatch(text)) and not taken


def form_faults(lesson: Lesson) -> tuple[str, ...]:
    """Where a lesson is out of form (TUTORIAL's lesson); every fault found."""
    return tuple(_title_faults(lesson.title) + _body_faults(lesson.body) + _shows_faults(lesson))


def _title_faults(title: str) -> list[str]:
    faults = []
    if len(title) > TITLE_COLUMNS:
        faults.append(f"title has {len(title)} columns, at most {TITLE_COLUMNS} fit")
    if LABEL.match(title.partition(" ")[0]):
        faults.append("title begins with a label; labels are computed")
    return faults


def _body_faults(body: str) -> list[str]:
    lines = body.split("\n")
    headings = [a for a, b in pairwise(lines) if a and b and set(b) == {"-"}]
    faults = [f"section '{name}' is missing" for name in SECTIONS if name not in headings]
    words = len(body.split())
    if words not in WORDS:
        faults.append(f"{words} words; a lesson has {WORDS.start} to {WORDS.stop - 1}")
    faults += [f"line {n} begins with '#', which git's editor deletes"
               for n, line in enumerate(lines, 3) if line.startswith("#")]  # fmt: skip
    faults += [f"line {n} has {len(line)} columns, at most {LINE_COLUMNS} fit"
               for n, line in enumerate(lines, 3)
               if len(line) > LINE_COLUMNS and not LINK_OR_CODE.search(line)]  # fmt: skip
    return faults


def _shows_faults(lesson: Lesson) -> list[str]:
    shows = lesson.values("Shows")
    if len(shows) != 1:
        return ["needs one trailer 'Shows:' (a page, or 'quiet')"]
    if shows[0] != "quiet" and not re.fullmatch(r"/\S* as \S+", shows[0]):
        return [f"'Shows: {shows[0]}' is neither 'quiet' nor '/path as someone'"]
    return []
