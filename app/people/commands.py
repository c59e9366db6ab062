"""What can be done about people in a terminal."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.extensions import db
from app.models import User
from app.roles import ROLES

group = AppGroup("people", help="Look after the people.")


@group.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
def role(name, role):
    """Let NAME be an administrator, a moderator, or a plain user again.

    Example: flask people role ada administrator
    """
    user = db.session.scalar(select(User).where(User.name == name))
    if not user or not user.confirmed_at:
        raise click.ClickException(f"nobody called {name} has a confirmed address.")
    user.role = role
    db.session.commit()
    click.echo(f"{name}, whose address is {user.email}: {role}")
