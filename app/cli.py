"""Commands of our own, for `flask` and so for manage.py."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.demo import PASSWORD, alans_code, fill, trusted


def init_app(app):
    app.cli.add_command(demo)


@click.command
@with_appcontext
def demo():
    """Add people who can sign in, if nobody has an account; say who they are.

    Example: flask demo
    """
    if not current_app.config["DEMO"]:
        raise click.ClickException("made-up people have no place in production.")
    there = fill()
    if there:
        click.echo(f"Demo people: {', '.join(there)}. Their password: {PASSWORD}")
    for name, role in trusted().items():
        click.echo(f"{name}: {role}")
    code = alans_code()
    if code:
        click.echo(f"alan's telephone says {code}. Half a minute later, ask again.")
    folder = current_app.config["MAIL_FOLDER"]
    if folder:
        click.echo(f"Mails to anybody are kept in instance/{folder}/.")
