"""What commands print: results, hints, progress. Colour and motion only on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

import click

HEX_SHOWN = 10


def done(text: str) -> None:
    click.echo(f"{click.style('done', fg='green')}  {text}")


def line(text: str = "") -> None:
    click.echo(text)


def hint(text: str) -> None:
    click.secho(text, dim=True)


def aside(text: str) -> None:
    """A hint beside output that a shell may take."""
    click.secho(text, dim=True, err=True)


def warn(text: str) -> None:
    click.echo(f"{click.style('note', fg='yellow')}  {text}", err=True)


def error(text: str) -> None:
    click.echo(f"{click.style('Error:', fg='red', bold=True)} {text}", err=True)


def values(found: Any) -> None:
    """What `--json` prints: one document."""
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


def paged(lines: Iterable[str]) -> None:
    click.echo_via_pager("".join(f"{text}\n" for text in lines))


def progress(finished: int, total: int) -> None:
    """One line on a terminal's standard error, written over and cleared at the end."""
    if sys.stderr.isatty():
        text = f"replaying {finished}/{total}" if finished < total else ""
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)
