"""How a mail is written."""

from email.utils import make_msgid, parseaddr

from flask import current_app, render_template, request, url_for
from flask_mail import BadHeaderError, Message

from app import clock
from app.models import Mail


def write(recipient, subject, template, **values):
    """Return a mail, to be added and committed; drawn outside of any transaction."""
    body = render_template(f"mail/{template}.txt", **values)
    now = clock.now()
    return Mail(
        message_id=make_msgid(domain=domain()),
        recipient=recipient,
        subject=subject,
        body=body,
        created_at=now,
        next_try_at=now,
    )


def domain():
    """Return that of our own address; make_msgid would ask the network for one."""
    return parseaddr(current_app.config["MAIL_DEFAULT_SENDER"])[1].rpartition("@")[2]


def message(letter):
    """Return `letter` as it goes over the wire: the same each time it is sent."""
    message = Message(letter.subject, [letter.recipient], letter.body)
    message.msgId = letter.message_id
    message.date = letter.created_at.timestamp()
    if message.has_bad_headers():
        raise BadHeaderError("An address or a subject must be one line.")
    return message


def link(endpoint, **values):
    """Return the address of a page for somebody who is not on this site just now."""
    site = current_app.config["SITE_URL"] or request.host_url
    return site.rstrip("/") + url_for(endpoint, **values)
