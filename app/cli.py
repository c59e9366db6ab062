"""Commands of our own, for `flask` and so for manage.py."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.extensions import db
from app.models import User

PEOPLE = ["ada", "grace", "alan"]


def init_app(app):
    app.cli.add_command(demo)


@click.command
@with_appcontext
def demo():
    """Add a few people to look at, those who are missing.

    Example: flask demo
    """
    if not current_app.config["DEMO"]:
        raise click.ClickException("made-up people have no place in production.")
    there = db.session.scalars(select(User.name).where(User.name.in_(PEOPLE))).all()
    db.session.add_all(User(name=name) for name in PEOPLE if name not in there)
    db.session.commit()
    click.echo(f"Demo people: {', '.join(PEOPLE)}.")
