"""Commands of our own, for `flask` and so for manage.py."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.demo import PASSWORD, alans_code, fill, trusted
from app.demo_bulk import fill_up, real_people
from app.extensions import db


def init_app(app):
    app.cli.add_command(demo)


@click.command
@click.option("--people", default=0, help="Fill up to so many people.")
@click.option("--posts", default=0, help="Fill up to so many posts.")
@click.option("--follows", default=0, help="Let each person follow so many.")
@with_appcontext
def demo(people, posts, follows):
    """Add people who can sign in, if nobody has an account; say who they are.

    Example: flask demo --people 5000 --posts 500000 --follows 50
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
    if people or posts or follows:
        if db.session.scalar(real_people().limit(1)):
            raise click.ClickException("there are real people in this database.")
        fill_up(people, posts, follows)
    folder = current_app.config["MAIL_FOLDER"]
    if folder:
        click.echo(f"Mails to anybody are kept in instance/{folder}/.")
