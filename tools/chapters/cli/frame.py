"""How every command is declared: a session for it, an example in its help."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from .session import Session

Command = Callable[..., None]

as_json = click.option("--json", "wants_json", is_flag=True, help="Print JSON for a program.")


def reading(example: str) -> Callable[[Command], click.Command]:
    """A command that moves nothing, once a killed one is finished."""
    return _declare(example, writes=False)


def writing(example: str) -> Callable[[Command], click.Command]:
    """A command that holds the lock and moves refs."""
    return _declare(example, writes=True)


def _declare(example: str, writes: bool) -> Callable[[Command], click.Command]:
    def declare(function: Command) -> click.Command:
        @click.pass_obj
        @functools.wraps(function)
        def run(session: Session, *args: Any, **options: Any) -> None:
            if writes:
                with session.writing():
                    function(session, *args, **options)
            else:
                session.recover_for_reading()
                function(session, *args, **options)

        name = function.__name__.rstrip("_").replace("_", "-")
        return click.command(name, epilog=f"Example: {example}")(run)

    return declare
