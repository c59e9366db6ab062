"""A lesson's "Try it": the commands with what they are said to print, and whether it is true."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

INDENTED = re.compile(r"((?:^ {4}.*\n|^\n(?= {4}))+)", re.MULTILINE)
SERVER = re.compile(r"server\s+running", re.IGNORECASE)
ADDRESS = re.compile(r"(127\.0\.0\.1:|localhost:|--port[ =])(\d{2,5})\b")
# What differs from run to run is made equal on both sides.
EQUAL = (
    (ADDRESS, r"\1PORT"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "DATE"),
    (re.compile(r"\b\d{1,2}:\d\d(:\d\d([.,]\d+)?)?\b"), "TIME"),
    (re.compile(r"\b\d+(\.\d+)? ?(s|ms|seconds)\b"), "TIME"),
    (re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{7,40}\b"), "ID"),
)
PROMPTS = re.compile(r"^(?:(?:>>>|\.\.\.) )+", re.MULTILINE)
ANYTHING = "..."


@dataclass(frozen=True)
class Command:
    """A line for the shell, what is typed into the program it starts, and what that prints."""

    line: str
    typed: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a statement typed at a prompt, such as `with …:`, still goes on."""
        last = next((line for line in reversed(self.typed) if line[:1] not in (" ", "")), "")
        return last.endswith(":") and self.typed[-1] != "" and not self.expected


@dataclass(frozen=True)
class Block:
    """Commands that stand together, and whether the words before them ask for the server."""

    commands: tuple[Command, ...]
    needs_server: bool


def section(body: str) -> str:
    """The text under the heading "Try it"; empty where there is none."""
    found = re.search(r"^Try it\n-+\n(.*)", body, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


def blocks(text: str) -> tuple[Block, ...]:
    """Each indented block of a section that says what a command prints."""
    found: list[Block] = []
    before, *parts = INDENTED.split(f"{text}\n")
    for lines, after in zip(parts[::2], parts[1::2], strict=True):
        commands = _commands([line[4:].rstrip() for line in lines.rstrip("\n").split("\n")])
        if any(command.expected for command in commands):
            found.append(Block(commands, bool(SERVER.search(before))))
        before = after
    return tuple(found)


def _commands(lines: list[str]) -> tuple[Command, ...]:
    found: list[Command] = []
    for line in lines:
        if line.startswith("$ "):
            found.append(Command(line[2:]))
        elif found:
            found.append(_with(found.pop(), line))
    return tuple(found)


def _with(command: Command, line: str) -> Command:
    """The command with one more line, typed at a prompt or expected."""
    prompted = line.startswith(">>> ") or (command.is_open and line.startswith(ANYTHING))
    if prompted:
        return replace(command, typed=(*command.typed, line[4:]))
    return replace(command, expected=(*command.expected, line))


def with_ports(text: str, ports: Mapping[str, int]) -> str:
    """The text with each port of a lesson replaced by one that is free here."""
    return ADDRESS.sub(lambda m: m[1] + str(ports.get(m[2], m[2])), text)


def ports(found: tuple[Block, ...]) -> tuple[str, ...]:
    """The ports that a lesson names, in order."""
    lines = [command.line for block in found for command in block.commands]
    return tuple(dict.fromkeys(m[2] for line in lines for m in ADDRESS.finditer(line)))


def is_true(command: Command, printed: str) -> bool:
    """Whether the expected lines are among the printed ones, one after the other.

    `...` stands for anything. Between answers at a prompt others may stand.
    """
    if not command.expected:
        return True
    lines = [_pattern(line) for line in command.expected]
    gap = r"\n(?:.*\n)*?" if command.typed else r"\n"
    return bool(re.search(rf"^{gap.join(lines)}$", equal(printed), re.MULTILINE))


def _pattern(line: str) -> str:
    if line == ANYTHING:
        return r"(?:.*\n)*?.*"
    return ".*".join(re.escape(part) for part in equal(line).split(ANYTHING)) + r"[ \t]*"


def equal(text: str) -> str:
    """The text without prompts, and with times, ports and ids made equal."""
    text = PROMPTS.sub("", text)
    for pattern, name in EQUAL:
        text = pattern.sub(name, text)
    return text
