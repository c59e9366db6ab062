"""The reading site's commands; what they need beyond click is installed when one is called."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from .. import extras
from . import say
from .frame import reading
from .session import Session

HELP = """Build the reading site, or show it while you work.

\b
build   write it into a folder, for any web host
serve   show it at http://127.0.0.1:5100, as the chain is at each request
"""

site = click.Group("site", help=HELP, epilog="Example: chapters site build --out /tmp/pipit")


@reading("chapters site build --out /tmp/pipit --base-url https://example.org/pipit/")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write into.")
@click.option("--base-url", default="", help="The address it will have, for canonical links.")
@click.option("--pictures/--no-pictures", default=True, show_default=True,
              help="Photograph the app where a lesson says 'Shows:'.")  # fmt: skip
def build(session: Session, out: Path | None, base_url: str, pictures: bool) -> None:
    """Write every page; what is as before is left alone."""
    _pages(session).build(session, out, base_url, pictures, require)


@reading("chapters site serve --port 5101")
@click.option("--port", default=5100, show_default=True, type=click.IntRange(1, 65535),
              help="The port to listen on, at 127.0.0.1 alone.")  # fmt: skip
def serve(session: Session, port: int) -> None:
    """Show the site, drawn from the chain as it is at each request, until Ctrl-C."""
    _pages(session).serve(session, port)


def _pages(session: Session) -> Any:
    """The module that draws, once all it imports is there."""
    require(session, "requirements.txt", "the reading site")
    return importlib.import_module(f"{__package__}.pages")


def require(session: Session, name: str, whose: str) -> None:
    """Install what a list names, the first time, with one line that says so."""
    if wanted := extras.use(session.git.common, name):
        say.aside(f"Installing what {whose} needs, once: {', '.join(wanted)} ...")
        extras.install(session.git.common, name)


site.add_command(build)
site.add_command(serve)
