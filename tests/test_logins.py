from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app import clock
from app.extensions import db
from app.models import Login, User
from tests.factories import make_login, make_user

FILES = [
    "/avatars/ada.svg",
    "/bootstrap/static/css/bootstrap.min.css",
    "/scripts/flask-moment.js",
    "/scripts/moment.js",
]


def sees(client, user):
    return f">{user.name}<" in client.get("/").text.partition("</header>")[0]


def test_page_knows_who_is_signed_in(app, client):
    ada = make_user(app)
    client.sign_in(ada)

    assert sees(client, ada)
    assert not sees(app.test_client(), ada)


@pytest.mark.parametrize("secret", ["", "x", "1", "\0", "🐦", "x" * 3000])
def test_cookie_with_no_secret_of_ours_is_nobody(app, client, secret):
    ada = make_user(app)
    client.sign_in(ada)
    with client.session_transaction() as session:
        session["_user_id"] = secret

    assert not sees(client, ada)


def test_ended_login_is_nobody_at_once(app, client):
    ada = make_user(app)
    client.sign_in(ada)

    with app.app_context():
        db.session.execute(delete(Login))
        db.session.commit()

    assert not sees(client, ada)


def test_name_is_that_of_this_moment(app, client):
    client.sign_in(make_user(app, name="ada"))

    with app.app_context():
        db.session.execute(update(User).values(name="countess"))
        db.session.commit()

    assert "countess" in client.get("/").text


def test_person_costs_one_query_and_nothing_is_written(app, client, statements):
    client.sign_in(make_user(app))

    for path in ["/hello/Ada", "/nowhere"]:
        statements.clear()
        client.get(path)

        assert [statement.split()[0] for statement in statements] == ["SELECT"]


def test_transaction_is_over_before_the_view_begins(new_app):
    new_app.add_url_rule("/look", view_func=lambda: str(db.session().in_transaction()))
    client = new_app.test_client()
    client.sign_in(make_user(new_app))

    assert client.get("/look").text == "False"


def test_file_for_anybody_asks_nobody(app, client, statements):
    client.sign_in(make_user(app))
    statements.clear()

    for path in FILES:
        answer = client.get(path, buffered=True)
        assert "Cookie" not in answer.headers.get("Vary", "")

    assert statements == []


def test_page_for_one_person_is_kept_by_no_browser(app, client):
    anonymous = client.get("/").headers
    client.sign_in(make_user(app))

    assert "Cache-Control" not in anonymous
    for path in ["/", "/account", "/nowhere"]:
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_post_notes_that_a_login_was_used_and_a_page_does_not(app, client, monkeypatch):
    ada = make_user(app)
    make_login(app, ada)
    client.sign_in(ada)
    start = clock.now()

    def used(method, minutes):
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=minutes))
        client.open("/", method=method)
        with app.app_context():
            moments = db.session.scalars(select(Login.last_used_at).order_by(Login.id))
            return [(moment - start) > timedelta(0) for moment in moments]

    assert used("GET", minutes=20) == [False, False]
    assert used("POST", minutes=4) == [False, False]
    assert used("POST", minutes=20) == [False, True]
