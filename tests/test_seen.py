from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.extensions import db
from app.models import User
from tests.factories import PASSWORD, make_user

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=3)


@pytest.fixture
def ada(app, client, monkeypatch):
    """Somebody who signed in at noon of the first of November."""
    ada = make_user(app, name="ada")
    monkeypatch.setattr(clock, "now", lambda: NOON)
    client.submit("/sign-in", email=ada.email, password=PASSWORD)
    return ada


@pytest.fixture
def later(ada, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)


def seen_on(app, user):
    with app.app_context():
        return db.session.get(User, user.id).seen_on


def test_sign_in_notes_the_day(app, ada):
    assert seen_on(app, ada) == NOON.date()

    page = app.test_client().get("/people/ada").text

    assert '<time datetime="2026-11-01">01 November 2026</time>' in page


def test_page_notes_nothing(app, client, ada, later):
    assert client.get("/account").status_code == 200

    assert seen_on(app, ada) == NOON.date()


def test_form_notes_the_day_once(app, client, ada, later, statements):
    form = {"csrf_token": client.token("/profile"), "about": "Hello."}
    statements.clear()

    for _ in range(2):
        client.post("/profile", data=form)

    assert seen_on(app, ada) == LATER.date()
    days = [sql for sql in statements if sql.startswith("UPDATE users SET seen_on")]
    assert len(days) == 1


def test_one_who_was_never_seen_has_no_day(app, client):
    make_user(app, name="grace")

    assert "Last seen" not in client.get("/people/grace").text
