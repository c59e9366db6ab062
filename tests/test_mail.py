import socket

import pytest

from app import mail
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
