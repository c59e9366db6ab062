"""What can be done about mails in a terminal."""

import click
from flask.cli import AppGroup
from flask_mail import BadHeaderError

from app import clock
from app.extensions import db
from app.mail import outbox
from app.mail.server import connect
from app.mail.writing import message, write
from app.models.mail import set_aside

commands = AppGroup("mail", help="Send mails.")


@commands.command()
@click.argument("address")
def test(address):
    """Send a test to ADDRESS at once, to try the settings.

    Example: flask mail test ada@example.org
    """
    try:
        with connect() as connection:
            connection.send(message(write(address, "A test from Pipit", "test")))
    except (BadHeaderError, OSError, ValueError) as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from error
    click.echo("Sent.")


@commands.command()
def send():
    """Send the mails that wait and are due.

    Example: flask mail send
    """
    try:
        outbox.send()
    except OSError as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from error


@commands.command()
def serve():
    """Send the mails that wait, and those that will, until this is ended.

    Example: flask mail serve
    """
    outbox.serve()


@commands.command()
def retry():
    """Show the mails that were set aside, and let them be tried again.

    Example: flask mail retry
    """
    for letter in db.session.scalars(set_aside()):
        click.echo(f"{letter.recipient!r}: {letter.fault}")
        letter.fault, letter.tries, letter.next_try_at = None, 0, clock.now()
    db.session.commit()
