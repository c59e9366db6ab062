import pytest
from sqlalchemy import update

from app import passwords
from app.extensions import db
from app.limits import PASSWORD_MAX
from app.models import User
from config import TestingConfig
from tests.factories import PASSWORD, make_user

REFUSED = "do not go together"


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", email="ada@example.org")


def is_in(client):
    return ">ada<" in client.get("/hello/Grace").text


@pytest.mark.parametrize("email", ["ada@example.org", " Ada@EXAMPLE.org "])
def test_address_and_password_let_in(client, ada, email):
    answer = client.submit("/sign-in", email=email, password=PASSWORD)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert is_in(client)


@pytest.mark.parametrize(
    "email, password",
    [
        ("ada@example.org", PASSWORD + "x"),
        ("ada@example.org", PASSWORD.upper()),
        ("eve@example.org", PASSWORD),
        ("ada", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_anything_else_is_refused_in_the_same_words(client, ada, email, password):
    answer = client.submit("/sign-in", email=email, password=password)

    assert answer.status_code == 422
    assert answer.text.count(REFUSED) == 1
    assert not is_in(client)


def test_account_without_password_lets_nobody_in(app, client):
    make_user(app, name="ada", email="ada@example.org", password_hash=None)

    assert (
        REFUSED in client.submit("/sign-in", email="ada@example.org", password="x").text
    )


@pytest.mark.parametrize("password", ["", "x" * (PASSWORD_MAX + 1), "\0"])
def test_impossible_password_is_no_fault_of_ours(client, ada, password):
    answer = client.submit("/sign-in", email="ada@example.org", password=password)

    assert answer.status_code == 422
    assert "Error: Sign in" in answer.text


def test_refused_form_keeps_the_address_and_not_the_password(client, ada):
    page = client.submit("/sign-in", email="ada@example.org", password="planted").text

    assert 'value="ada@example.org"' in page
    assert "planted" not in page


@pytest.mark.parametrize("token", [None, "made-up"])
def test_form_without_our_token_lets_nobody_in(client, ada, token):
    client.get("/sign-in")
    form = {"email": "ada@example.org", "password": PASSWORD, "csrf_token": token}

    answer = client.post("/sign-in", data={k: v for k, v in form.items() if v})

    assert answer.status_code == 400
    assert PASSWORD not in answer.text
    assert not is_in(client)


def test_session_from_before_does_not_become_hers(app, client, ada):
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by Eve"
    before = client.get_cookie("session").value

    client.submit("/sign-in", email="ada@example.org", password=PASSWORD)

    assert client.get_cookie("session").value != before
    with client.session_transaction() as session:
        assert "planted" not in session
    thief = app.test_client()
    thief.set_cookie("session", before)
    assert not is_in(thief)


def test_one_who_is_in_needs_no_form(client, ada):
    client.sign_in(ada)

    assert client.get("/sign-in").headers["Location"] == "/"


def test_no_transaction_is_open_while_the_password_is_looked_at(
    client, ada, monkeypatch
):
    open_ones = []
    monkeypatch.setattr(
        passwords,
        "check_password_hash",
        lambda *pair: open_ones.append(db.session().in_transaction()) or True,
    )

    client.submit("/sign-in", email="ada@example.org", password=PASSWORD)

    assert open_ones == [False]
    assert is_in(client)


def test_password_that_changes_meanwhile_lets_nobody_in(client, ada, monkeypatch):
    def change(*pair):
        db.session.execute(update(User).values(password_hash="another"))
        db.session.commit()
        return True

    monkeypatch.setattr(passwords, "matches", change)

    client.submit("/sign-in", email="ada@example.org", password=PASSWORD)

    assert not is_in(client)


def test_log_says_who_and_from_where_and_no_secret(client, ada, caplog):
    caplog.set_level("DEBUG")
    client.submit("/sign-in", email="ada@example.org", password="planted-password")
    client.submit("/sign-in", email="planted-password", password="planted-password")
    client.submit("/sign-in", email="ada@example.org", password=PASSWORD)

    lines = [line for line in caplog.messages if "sign-in" in line]
    assert lines == [
        f"sign-in refused: user {ada.id} from 127.0.0.1",
        "sign-in refused: user unknown from 127.0.0.1",
        f"sign-in: user {ada.id} from 127.0.0.1",
    ]
    with client.session_transaction() as session:
        secret = session["_user_id"]
    assert not [word for word in ("planted", PASSWORD, secret) if word in caplog.text]


@pytest.fixture
def checked(monkeypatch):
    """The hashes that a password was compared with, in the slow way."""
    checked = []
    check = passwords.check_password_hash

    def noted(password_hash, password):
        checked.append(password_hash)
        return check(password_hash, password)

    monkeypatch.setattr(passwords, "check_password_hash", noted)
    return checked


@pytest.mark.parametrize(
    "email", ["ada@example.org", "eve@example.org", "closed@example.org"]
)
def test_refusal_costs_the_same_work_for_everybody(app, client, ada, checked, email):
    make_user(app, email="closed@example.org", password_hash=None)

    client.submit("/sign-in", email=email, password="wrong")

    [password_hash] = checked
    assert password_hash.startswith(TestingConfig.PASSWORD_HASH + "$")
