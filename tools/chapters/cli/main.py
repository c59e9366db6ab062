"""The group of all commands; a command's module is loaded when it is called."""

from __future__ import annotations

import errno
import importlib
import sys
from pathlib import Path
from typing import Any

import click

from ..errors import ChaptersError, GitFailed
from ..git import refuse_old_git
from . import say
from .commands import SECTIONS
from .freshness import renew
from .session import Session


class Chapters(click.Group):
    """Help by section, commands loaded when asked for, and one place for errors."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for section in SECTIONS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for section in SECTIONS.values():
            if cmd_name in section:
                module, function = section[cmd_name]
                loaded = importlib.import_module(f"{__package__}.{module}")
                return getattr(loaded, function)  # type: ignore[no-any-return]
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, names in SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl([(n, c.get_short_help_str(200)) for n, c in commands if c])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ChaptersError as error:
            say.error(_explained(ctx, error))
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read what we print has enough
                raise
            say.error(f"{error}. Next: mend that, then chapters status, which finishes what began")
            ctx.exit(1)


def _explained(ctx: click.Context, error: ChaptersError) -> str:
    """The error's text; an old git fails in ways of its own, and is named instead."""
    if isinstance(error, GitFailed) and isinstance(ctx.obj, Session):
        try:
            refuse_old_git(ctx.obj.git)
        except ChaptersError as reason:
            return str(reason)
        return f"{error}. Next: mend that, then the same command again"
    return str(error)


@click.group(cls=Chapters, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C", "directory", type=click.Path(path_type=Path), default=Path(),
    help="Work as if started in this folder.",
)  # fmt: skip
@click.option("--branch", default="", help="The chain's branch, instead of 'chapters'.")
@click.version_option(package_name="chapters")
@click.pass_context
def main(ctx: click.Context, directory: Path, branch: str) -> None:
    """Keep a tutorial whose every step is a commit.

    A checkpoint is named by its label (7a), its slug (flash-messages), or its label in an
    edition (7a@3).

    \b
    Example: chapters fix 3b -m "Escape the name in the title"
    """
    if not {"-h", "--help"} & set(sys.argv[1:]):
        ctx.obj = Session(directory, branch)
        renew(ctx.obj.git.top)
        ctx.call_on_close(ctx.obj.close)
