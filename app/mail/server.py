"""The connection to the mail server."""

import smtplib
import ssl
from contextlib import suppress

import flask_mail
from flask import current_app

PATIENCE = 10  # seconds for each answer


def connect():
    return Connection(current_app.extensions["mail"])


class Connection(flask_mail.Connection):
    """A connection that gives up in time, and trusts no server without asking."""

    def configure_host(self):
        server, port = self.mail.server, self.mail.port
        if self.mail.use_ssl:
            tls = ssl.create_default_context()
            host = smtplib.SMTP_SSL(server, port, timeout=PATIENCE, context=tls)
        else:
            host = smtplib.SMTP(server, port, timeout=PATIENCE)
        try:
            self.sign_in(host)
        except OSError:
            host.close()
            raise
        return host

    def sign_in(self, host):
        """Never send a password that all between here and there can read."""
        by_name = bool(self.mail.username)
        if (self.mail.use_tls or by_name) and not self.mail.use_ssl:
            host.starttls(context=ssl.create_default_context())
        if by_name:
            host.login(self.mail.username, self.mail.password)

    def __exit__(self, *error):
        """Say goodbye. If that fails, what was sent is sent all the same."""
        if self.host:
            with suppress(OSError):
                self.host.quit()
