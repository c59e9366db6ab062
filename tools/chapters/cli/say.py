"""What commands print: results, hints, progress. Colour and motion only on a terminal."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable
from typing import Any

import click

from .commands import NAMES

HEX_SHOWN = 10
COMMAND = re.compile(rf"(?<!manage\.py )(?<![\w/.-])chapters ({'|'.join(NAMES)})\b")
PYTHON = "py" if os.name == "nt" else "python3"


def done(text: str) -> None:
    _echo(f"{click.style('done', fg='green')}  {text}")


def line(text: str = "") -> None:
    _echo(text)


def hint(text: str) -> None:
    _echo(click.style(_typable(text), dim=True))


def aside(text: str) -> None:
    """A hint beside output that a shell may take."""
    _echo(click.style(_typable(text), dim=True), err=True)


def warn(text: str) -> None:
    _echo(f"{click.style('note', fg='yellow')}  {_typable(text)}", err=True)


def untracked(paths: tuple[str, ...]) -> None:
    """Name files that were not taken, in one line."""
    if paths:
        more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
        names = f"{', '.join(paths[:3])}{more}"
        warn(f"untracked and not taken: {names} (git add what belongs to the step)")


def error(text: str) -> None:
    _echo(f"{click.style('Error:', fg='red', bold=True)} {_typable(text)}", err=True)


def typed(words: str) -> str:
    """A command of ours as it can be typed here: manage.py knows one that is on no path."""
    start = "" if shutil.which("chapters") else f"{PYTHON} manage.py "
    return f"{start}chapters {words}"


def count(number: int, noun: str) -> str:
    """`1 tag`, `2 tags`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def values(found: Any) -> None:
    """What `--json` prints: one document."""
    click.echo(json.dumps(found, indent=2))


def paged(lines: Iterable[str]) -> None:
    click.echo_via_pager("".join(f"{text}\n" for text in lines))


def _typable(text: str) -> str:
    """Advice with every command of ours as it can be typed here."""
    return COMMAND.sub(lambda found: typed(found[1]), text)


def _echo(text: str, err: bool = False) -> None:
    """Print; a name that is no UTF-8 comes from git as lone surrogates, and is escaped."""
    click.echo(text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"), err=err)


def progress(finished: int, total: int) -> None:
    """How far a replay is."""
    moving(f"replaying {finished}/{total}" if finished < total else "")


def moving(text: str) -> None:
    """One line on a terminal's standard error, written over and cleared at the end."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)
