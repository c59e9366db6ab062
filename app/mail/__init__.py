"""What people are told by mail."""

from app.extensions import smtp
from app.mail import folder, outbox
from app.mail.commands import commands
from app.mail.folder import link_in
from app.mail.writing import link, message, write

__all__ = ["link", "link_in", "message", "write"]


def init_app(app):
    smtp.init_app(app)
    folder.init_app(app)
    outbox.init_app(app)
    app.cli.add_command(commands)
