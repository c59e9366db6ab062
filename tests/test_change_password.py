import pytest
from sqlalchemy import update

from app import passwords
from app.extensions import db
from app.models import User
from tests.factories import PASSWORD, make_login, make_token, make_user

NEW = "a new one for tests"
CHANGE = {"password": PASSWORD, "new_password": NEW}


@pytest.fixture
def ada(app):
    return make_user(app, name="ada")


@pytest.fixture
def client(client, ada):
    client.sign_in(ada)
    return client


def has(app, user, password):
    with app.app_context():
        return passwords.matches(db.session.get(User, user.id).password_hash, password)


def test_password_is_changed(app, client, ada):
    answer = client.submit("/password", **CHANGE)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert "Your password is changed." in client.get("/account").text
    assert has(app, ada, NEW)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"password": PASSWORD + "x"}, "This is not your password."),
        ({"password": ""}, "Enter your password."),
        ({"new_password": ""}, "Enter a new password."),
        ({"new_password": "short"}, "8 to 128 characters"),
        ({"new_password": "ada-ada-1234"}, "without your name"),
        ({"new_password": "password1"}, "anybody would try"),
        ({"new_password": "x" * 129}, "more than 128"),
    ],
)
def test_refused_change_says_why_and_changes_nothing(app, client, ada, fields, error):
    answer = client.submit("/password", **CHANGE | fields)

    assert answer.status_code == 422
    assert error in answer.text
    assert "<title>Error: " in answer.text
    assert NEW not in answer.text
    assert has(app, ada, PASSWORD)


def test_change_ends_every_other_login_and_every_link(app, client, ada):
    elsewhere, copied = app.test_client(), app.test_client()
    elsewhere.sign_in(ada)
    copied.set_cookie("session", client.get_cookie("session").value)
    link = make_token(app, ada)
    stranger = app.test_client()
    stranger.sign_in(make_user(app))

    client.submit("/password", **CHANGE)

    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert copied.get("/account").status_code == 303
    assert stranger.get("/account").status_code == 200
    assert client.get(f"/confirm/{link}").status_code == 410


def test_password_that_was_changed_in_between_is_not_changed_again(
    app, client, ada, monkeypatch
):
    """The owner changes it while a thief, who knows the old one, does the same."""
    hashed = passwords.hashed

    def slow(password):
        with app.app_context():
            db.session.execute(update(User).values(password_hash="of the owner"))
            db.session.commit()
        return hashed(password)

    monkeypatch.setattr(passwords, "hashed", slow)
    answer = client.submit("/password", **CHANGE)

    assert answer.status_code == 422
    assert not has(app, ada, NEW)


def test_no_writer_waits_while_a_password_is_hashed(app, client, ada, monkeypatch):
    hashed = passwords.hashed

    def slow(password):
        make_login(app, ada)  # writes, and would wait for a transaction to end
        return hashed(password)

    monkeypatch.setattr(passwords, "hashed", slow)

    assert client.submit("/password", **CHANGE).status_code == 303
