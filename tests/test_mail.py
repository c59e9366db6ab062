import socket
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from flask_mail import BadHeaderError

from app import clock, mail
from app.extensions import db


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


def test_mail_waits_from_the_moment_it_is_committed(letters):
    letter = mail.write("ada@example.org", "A test", "test")
    assert letters() == []

    db.session.add(letter)
    assert letters() == []
    db.session.commit()

    [kept] = letters()
    assert (kept.recipient, kept.subject) == ("ada@example.org", "A test")
    assert kept.body.startswith("This is a test.")
    assert (kept.tries, kept.next_try_at, kept.fault) == (0, kept.created_at, None)


def test_writing_needs_neither_database_nor_network(monkeypatch):
    monkeypatch.setattr(socket, "getfqdn", None)
    monkeypatch.setattr(db, "session", None)

    letter = mail.write("ada@example.org", "A test", "test")

    assert letter.message_id.endswith("@localhost>")


def test_message_is_the_same_each_time_it_is_made(monkeypatch):
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    letter = mail.write("ada@example.org", "Grüße, Ada", "test")

    first, second = (mail.message(letter).as_bytes() for _ in range(2))

    assert first == second
    headers = message_from_bytes(first, policy=policy.default)
    assert headers["Message-ID"] == letter.message_id
    assert headers["Date"].datetime == noon
    assert headers["Subject"] == "Grüße, Ada"
    assert headers["From"] == "Pipit <pipit@localhost>"
    assert headers["To"] == "ada@example.org"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_neither_address_nor_subject_can_add_a_header(end):
    more = f"{end}Bcc: grace@example.org"
    forged = [("ada@example.org" + more, "A test"), ("ada@example.org", "Hi" + more)]

    for recipient, subject in forged:
        with pytest.raises(BadHeaderError):
            mail.message(mail.write(recipient, subject, "test"))
