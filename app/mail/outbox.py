"""The sender: it tries each mail in the outbox until the mail server has taken it."""

import time
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from flask import current_app, request
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from app import clock
from app.extensions import db
from app.mail.server import connect
from app.mail.writing import message
from app.models import Mail
from app.models.mail import due

PAUSE, PAUSE_MAX = 5, 300  # seconds between two rounds
TRIES_MAX = 12  # with pauses that double, that is nearly three days


def init_app(app):
    if app.config["MAIL_FOLDER"]:  # in development, where nobody runs a sender
        app.after_request(send_at_once)


def send_at_once(response):
    """Send what the request has written, so that its link is there to click on."""
    if request.method == "POST" and response.status_code < 400:
        send()
    return response


def serve():
    """Send for ever. While a server is away, the mails' or the database's, pause."""
    pause = PAUSE
    while True:
        try:
            send()
            pause = PAUSE
        except (OSError, OperationalError) as error:
            db.session.rollback()
            pause = min(2 * pause, PAUSE_MAX)
            current_app.logger.error("no mail for %d seconds: %r", pause, str(error))
        time.sleep(pause)


def send():
    """Try each mail that is due. Raise OSError if the server cannot be reached."""
    while any_due():
        with connect() as connection:  # first: if this fails, no mail is to blame
            letter = take()
            if letter:
                deliver(letter, connection)


def any_due():
    found = db.session.scalar(select(due(clock.now()).exists()))
    db.session.rollback()
    return found


def take():
    """Take the mail that is next, or None; count the try before it is made.

    Until the next try is due, nobody else takes it. The row returned is a copy.
    """
    letter = db.session.scalar(due(clock.now()).limit(1))
    if letter is None:
        return db.session.rollback()
    db.session.expunge(letter)
    tries = letter.tries + 1
    taken = db.session.execute(
        update(Mail)
        .where(Mail.id == letter.id, Mail.tries == letter.tries)
        .values(tries=tries, next_try_at=clock.now() + timedelta(minutes=2**tries))
    )
    db.session.commit()
    return letter if taken.rowcount else None


def deliver(letter, connection):
    """Send outside of any transaction: the server takes its time."""
    try:
        connection.send(message(letter))
    except Exception as error:  # of whatever kind: one mail must not stop the others
        note(letter, error)
    else:
        forget(letter)


def note(letter, error):
    """Say what went wrong; set the mail aside if it would go wrong again."""
    fault = f"{type(error).__name__}: {error}"
    if not is_final(error) and letter.tries + 1 < TRIES_MAX:
        return current_app.logger.warning("mail %d waits: %r", letter.id, fault)
    db.session.execute(update(Mail).where(Mail.id == letter.id).values(fault=fault))
    db.session.commit()
    current_app.logger.error("mail %d is set aside: %r", letter.id, fault)


def is_final(error):
    """Say whether it is this mail that is wrong, and will be at the next try.

    A refused sender is not its fault: that is a setting of ours, and can be mended.
    """
    if not isinstance(error, OSError):
        return True
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, line in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def forget(letter):
    db.session.execute(delete(Mail).where(Mail.id == letter.id))
    db.session.commit()
