"""A program shows by a token for whom it acts."""

import pytest
from sqlalchemy import func, select, update

from app import clock
from app.extensions import db
from app.limits import LOGIN_LIFETIME
from app.models import Login, User
from tests.factories import make_login

WORTHLESS = ["", "x", "' OR 1=1 --", "x" * 3000]


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def token(app, ada):
    """A token of Ada, who is signed in as well."""
    return make_login(app, ada, for_program=True)


def test_token_tells_who_asks(client, ada, token):
    answer = client.get("/api/me", headers=bearer(token))

    assert answer.status_code == 200
    assert (answer.json["name"], answer.json["email"]) == (ada.name, ada.email)
    assert answer.json["created_at"].endswith("+00:00")


@pytest.mark.parametrize("token", WORTHLESS)
def test_another_token_is_refused(client, token):
    answer = client.get("/api/me", headers=bearer(token))

    assert (answer.status_code, answer.json["status"]) == (401, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer realm=Pipit"


@pytest.mark.parametrize("sent", ["Bearer \xff", "Basic \xff"])
def test_header_with_odd_letters_is_refused(client, sent):
    answer = client.get("/api/me", headers={"Authorization": sent})

    assert (answer.status_code, answer.json["status"]) == (400, 400)


def test_cookie_is_worth_nothing_to_the_api(client, ada):
    assert client.get("/account").status_code == 200

    assert client.get("/api/me").status_code == 401


def test_secret_of_a_browser_is_no_token(client, ada):
    with client.session_transaction() as session:
        secret = session["_user_id"]

    assert client.get("/api/me", headers=bearer(secret)).status_code == 401


def test_token_opens_no_page(app, token):
    answer = app.test_client().get("/account", headers=bearer(token))

    assert answer.location.startswith("/sign-in")


def test_api_sets_no_cookie(client, ada, token):
    for address in ["/api/me", "/api/nowhere"]:
        assert "Set-Cookie" not in client.get(address, headers=bearer(token)).headers


def test_ended_token_is_refused(client, token):
    ended = client.delete("/api/tokens/this", headers=bearer(token))

    assert (ended.status_code, ended.data) == (204, b"")
    assert client.get("/api/me", headers=bearer(token)).status_code == 401
    assert client.get("/account").status_code == 200  # the browser is another login


def test_token_ends_by_itself(app, client, ada):
    began = clock.now() - LOGIN_LIFETIME
    token = make_login(app, ada, for_program=True, created_at=began)

    assert client.get("/api/me", headers=bearer(token)).status_code == 401


@pytest.mark.parametrize(
    ("values", "status"),
    [({"disabled_at": clock.now()}, 401), ({"confirmed_at": None}, 403)],
)
def test_token_is_worth_what_its_owner_may(app, client, token, values, status):
    with app.app_context():
        db.session.execute(update(User).values(values))
        db.session.commit()

    assert client.get("/api/me", headers=bearer(token)).status_code == status


def test_new_password_ends_the_tokens(app, client, ada, token):
    new = {"new_password": "quite another password"}
    client.submit("/password", password="a password for tests", **new)

    assert client.get("/account").status_code == 200
    assert client.get("/api/me", headers=bearer(token)).status_code == 401


def test_token_stands_in_the_list_of_logins(app, client, token):
    assert client.get("/sessions").text.count('class="session"') == 2


def test_use_of_a_token_is_noted_when_it_writes(app, client, token):
    with app.app_context():
        long_ago = clock.now() - LOGIN_LIFETIME / 2
        db.session.execute(update(Login).values(last_used_at=long_ago))
        db.session.commit()

    client.get("/api/me", headers=bearer(token))
    client.put("/api/me", headers=bearer(token))

    with app.app_context():
        used = select(func.count(Login.id)).where(Login.last_used_at > long_ago)
        assert db.session.scalar(used) == 1
