"""In development mails are files, so that nobody needs a mail server."""

import re
from pathlib import Path

import click
from flask_mail import email_dispatched

LINK = re.compile(r"https?://\S+")


def init_app(app):
    if app.config["MAIL_FOLDER"]:
        email_dispatched.connect(keep, app)


def keep(app, message):
    """Keep `message` as a file, and say what its reader would click on."""
    folder = Path(app.instance_path, app.config["MAIL_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{message.msgId.strip('<>')}.eml"
    file.write_bytes(message.as_bytes())
    click.echo(f"Mail for {message.recipients[0]}: {link_in(message.body) or file}")


def link_in(text):
    """Return the first link in `text`; or None."""
    found = LINK.search(text)
    return found and found[0]
