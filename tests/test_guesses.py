from dataclasses import replace
from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlalchemy import delete, select

from app import clock
from app.auth import guesses
from app.extensions import db
from app.models import Login, SecondFactor, Try
from tests.factories import PASSWORD, keep, make_login, make_user

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.1"


@pytest.fixture
def ada(app):
    return make_user(app, email="ada@example.org", role="administrator")


@pytest.fixture
def send(client):
    """Send the form for signing in; return the answer."""
    token = client.token("/sign-in")

    def send(password, email="ada@example.org", address=HERE):
        form = {"csrf_token": token, "email": email, "password": password}
        where = {"REMOTE_ADDR": address}
        return client.post("/sign-in", data=form, environ_overrides=where)

    return send


def test_of_forty_bad_passwords_in_an_hour_25_are_looked_at(ada, send):
    statuses = [send("wrong").status_code for _ in range(40)]

    assert statuses == [422] * 25 + [429] * 15


@pytest.fixture
def bound_of_2(monkeypatch):
    monkeypatch.setattr(guesses, "OF_ACCOUNT", replace(guesses.OF_ACCOUNT, most=2))


def test_answer_says_when_to_come_again(ada, send, bound_of_2):
    answers = [send("wrong") for _ in range(3)]

    assert 3590 <= int(answers[-1].headers["Retry-After"]) <= 3600
    assert "Try again in 60 min." in answers[-1].text


def test_right_password_is_not_looked_at_either_until_the_hour_is_over(
    ada, send, bound_of_2, monkeypatch
):
    for _ in range(2):
        send("wrong")

    assert send(PASSWORD).status_code == 429
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert send(PASSWORD).status_code == 303


def test_right_password_from_elsewhere_still_works(ada, send, bound_of_2):
    for _ in range(3):
        send("wrong")

    assert send(PASSWORD, address=ELSEWHERE).status_code == 303


def test_right_password_is_no_guess(app, ada, send):
    assert send(PASSWORD).status_code == 303

    with app.app_context():
        assert db.session.scalars(select(Try)).all() == []


def test_unknown_account_is_bounded_in_the_same_way(send, bound_of_2):
    answers = [send("wrong", "nobody@example.org").status_code for _ in range(3)]

    assert answers == [422, 422, 429]


def test_one_place_may_not_go_from_account_to_account(send, monkeypatch):
    monkeypatch.setattr(guesses, "OF_PLACE", replace(guesses.OF_PLACE, most=3))

    answers = [send("wrong", f"user_{n}@example.org").status_code for n in range(4)]

    assert answers == [422, 422, 422, 429]


def test_no_worker_keeps_a_count_of_its_own(app, ada, send, bound_of_2):
    for _ in range(3):
        send("wrong")

    with app.app_context():
        db.session.execute(delete(Try))
        db.session.commit()

    assert send("wrong").status_code == 422


SENSITIVE = [
    "/account/close",
    "/address",
    "/password",
    "/people/grace/edit",
    "/sessions",
    "/two-factor/code",
    "/two-factor/off",
    "/two-factor/paper",
]


@pytest.fixture
def form(app, ada, address):
    """What the forms want that ask for the password, all in one."""
    make_login(app, ada)
    make_user(app, name="grace")
    with app.app_context():
        login = db.session.scalar(select(Login.id))
    step = None if address == "/two-factor/code" else 0
    keep(app, SecondFactor(user_id=ada.id, secret="A" * 32, last_step=step))
    return {
        "code": TOTP("A" * 32).now(),
        "email": "new@example.org",
        "ends": login,
        "new_password": "a new one for tests",
        "role": "user",
    }


@pytest.mark.parametrize("address", SENSITIVE)
def test_who_is_in_may_not_guess_either(client, ada, form, bound_of_2, address, caplog):
    client.sign_in(ada)
    form |= {"csrf_token": client.token("/account"), "password": "planted"}

    statuses = [client.post(address, data=form).status_code for _ in range(3)]

    assert statuses == [422, 422, 429]
    assert f"password refused: user {ada.id} from 127.0.0.1" in caplog.messages
    assert "planted" not in caplog.text


@pytest.mark.parametrize("address", SENSITIVE)
def test_right_password_of_who_is_in_is_no_guess(app, client, ada, form, address):
    client.sign_in(ada)
    form |= {"csrf_token": client.token("/account"), "password": PASSWORD}

    assert client.post(address, data=form).status_code in (200, 303)
    with app.app_context():
        key = guesses.OF_ACCOUNT.key(ada.email, "127.0.0.1")
        assert db.session.scalars(select(Try).where(Try.key == key)).all() == []
