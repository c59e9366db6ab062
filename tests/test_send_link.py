from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from app import clock, mail
from app.extensions import db
from app.models import Token
from app.models.token import LIFETIMES
from tests.factories import make_user


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", confirmed_at=None)


@pytest.fixture
def client(client, ada):
    client.sign_in(ada)
    return client


def tokens(app):
    with app.app_context():
        return db.session.scalar(select(func.count(Token.id)))


def test_mail_brings_a_link_that_confirms(client, ada, letters):
    answer = client.submit("/confirm")

    assert (answer.status_code, answer.location) == (303, "/confirm")
    assert "A mail is on its way to you." in client.get("/confirm").text
    [letter] = letters(ada.email)
    assert letter.subject == "Confirm your address at Pipit"
    assert letter.body.startswith("Hello ada,\n\nplease confirm")
    assert "for 24 hours" in letter.body

    client.get(urlsplit(mail.link_in(letter.body)).path)
    assert client.submit("/confirm/now").status_code == 303
    assert client.get("/confirm").location == "/account"


def test_nothing_is_sent_to_an_address_that_is_confirmed(app, letters):
    client = app.test_client()
    client.sign_in(make_user(app))

    client.post("/confirm", data={"csrf_token": client.token("/")})

    assert letters() == []


def test_links_that_are_too_old_are_not_kept_for_ever(app, client, monkeypatch):
    client.submit("/confirm")
    client.submit("/confirm")
    assert tokens(app) == 2

    later = clock.now() + LIFETIMES["confirm"] * 2
    monkeypatch.setattr(clock, "now", lambda: later)
    client.submit("/confirm")

    assert tokens(app) == 1
