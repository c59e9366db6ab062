"""Who gets a token, and for what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from pyotp import TOTP
from sqlalchemy import func, select, update

from app import clock
from app.extensions import db
from app.limits import LOGIN_LIFETIME
from app.models import Login, SecondFactor, User
from tests.factories import PASSWORD, keep, make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", email="ada@example.org")


@pytest.fixture
def factor(app, ada):
    """Something that gives the codes which Ada is asked for."""
    keep(app, SecondFactor(user_id=ada.id, secret=SECRET, last_step=0))
    return TOTP(SECRET)


def ask(client, address="ada@example.org", password=PASSWORD, **sent):
    return client.post("/api/tokens", auth=(address, password), json=sent)


def me(client, token):
    return client.get("/api/me", headers={"Authorization": f"Bearer {token}"})


def test_password_is_worth_a_token(client, ada):
    answer = ask(client, "Ada@Example.org")

    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert me(client, answer.json["token"]).json["name"] == "ada"
    ends = datetime.fromisoformat(answer.json["expires_at"])
    assert abs(ends - clock.now() - LOGIN_LIFETIME).total_seconds() < 60


def test_token_can_be_asked_for_without_a_body(client, ada):
    answer = client.post("/api/tokens", auth=("ada@example.org", PASSWORD))

    assert answer.status_code == 201


def test_token_is_listed_where_it_can_be_ended(client, ada):
    ask(client)
    client.sign_in(ada)

    assert "A program" in client.get("/sessions").text


@pytest.mark.parametrize(
    ("address", "password"),
    [
        ("ada@example.org", "another password"),
        ("ada@example.org", ""),
        ("ada@example.org", "x" * 3000),
        ("grace@example.org", PASSWORD),
        ("", PASSWORD),
        ("ada", PASSWORD),
        ("ada\0@example.org", PASSWORD),
        ("ada@example.org", "\0"),
        ("ädä@example.org", "pässwörd"),
    ],
)
def test_anything_else_is_refused_in_the_same_words(client, ada, address, password):
    answer = ask(client, address, password)

    assert (answer.status_code, answer.json["status"]) == (401, 401)
    assert answer.headers["WWW-Authenticate"] == "Basic realm=Pipit"
    assert answer.json["detail"] == "This address and this password do not go together."


def test_token_is_worth_no_other_token(client, ada):
    token = ask(client).json["token"]

    header = {"Authorization": f"Bearer {token}"}
    assert client.post("/api/tokens", headers=header).status_code == 401


@pytest.mark.parametrize(
    "values", [{"confirmed_at": None}, {"disabled_at": clock.now()}]
)
def test_who_may_not_come_in_gets_no_token(app, client, values):
    make_user(app, email="grace@example.org", **values)

    answer = ask(client, "grace@example.org")

    assert (answer.status_code, answer.json["status"]) == (403, 403)
    with app.app_context():
        assert db.session.scalar(select(func.count(Login.id))) == 0


def test_code_is_asked_for_where_a_second_factor_is_in_force(client, factor):
    bare = ask(client)
    whole = ask(client, code=factor.at(clock.now()))

    assert bare.status_code == 401
    assert "asks for a code" in bare.json["detail"]
    assert me(client, whole.json["token"]).status_code == 200


@pytest.mark.parametrize("code", ["000000", "x", "\0", "\ud800", "1" * 31])
def test_wrong_code_is_worth_nothing(app, client, factor, code):
    assert ask(client, code=code).status_code in (401, 422)

    with app.app_context():
        assert db.session.scalar(select(func.count(Login.id))) == 0


def test_password_must_still_be_the_one(app, client, ada, factor, monkeypatch):
    def give_another(user_id, code):
        db.session.execute(update(User).values(password_hash="another"))
        return True

    monkeypatch.setattr("app.auth.second_step.is_theirs", give_another)

    assert ask(client, code=factor.at(clock.now())).status_code == 401


def test_code_is_good_once(app, client, factor):
    code, together = factor.at(clock.now()), Barrier(4)

    def ask_at_once(number):
        together.wait()
        return ask(app.test_client(), code=code).status_code

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(ask_at_once, range(4))) == [201, 401, 401, 401]


def test_of_forty_bad_passwords_25_are_looked_at(client, ada):
    answers = [ask(client, password="another password") for _ in range(40)]

    assert [answer.status_code for answer in answers] == [401] * 25 + [429] * 15
    assert int(answers[-1].headers["Retry-After"]) > 3000
    assert answers[-1].json["status"] == 429


def test_of_forty_bad_codes_ten_are_looked_at(client, factor):
    answers = [ask(client, code="000000").status_code for _ in range(40)]

    assert answers == [401] * 10 + [429] * 30


def test_log_has_no_password_and_no_token(client, ada, caplog):
    caplog.set_level("DEBUG")

    token = ask(client).json["token"]
    ask(client, password="planted-word")

    assert f"sign-in: user {ada.id} from 127.0.0.1" in caplog.messages
    assert not any(w in caplog.text for w in (token, PASSWORD, "planted-word"))
