from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from app import mail
from app.auth import registration
from app.extensions import db
from app.models import User
from tests.factories import make_user

ADA = {"name": "ada", "email": "ada@example.org", "password": "a small bird"}


def people(app):
    with app.app_context():
        query = select(User.name, User.email).order_by(User.id)
        return db.session.execute(query).all()


def is_confirmed(app):
    with app.app_context():
        return db.session.scalar(select(User.confirmed_at)) is not None


def test_newcomer_gets_an_account_and_a_mail(app, client, letters):
    answer = client.submit("/register", **ADA | {"email": "Ada@Example.org"})

    assert answer.status_code == 303
    assert people(app) == [("ada", "ada@example.org")]
    [letter] = letters("ada@example.org")
    client.get(urlsplit(mail.link_in(letter.body)).path)
    client.submit("/confirm/now")
    assert is_confirmed(app)


def test_newcomer_can_sign_in(client):
    client.submit("/register", **ADA)

    client.submit("/sign-in", email=ADA["email"], password=ADA["password"])

    assert client.get("/account").location == "/confirm"


def test_known_address_has_the_same_answer_and_its_owner_gets_a_mail(
    app, client, letters
):
    new = client.submit("/register", **ADA)
    page = client.get(new.location).text
    make_user(app, name="grace", email="grace@example.org")
    stranger = app.test_client()
    form = {"name": "eve", "email": "Grace@example.org", "password": "a small bird"}

    known = stranger.submit("/register", **form)

    assert (known.status_code, known.location) == (new.status_code, new.location)
    known_page = stranger.get(known.location).text
    assert "We have sent a mail to grace@example.org." in known_page
    assert without_token(known_page) == without_token(page).replace("ada@", "grace@")
    assert people(app) == [("ada", ADA["email"]), ("grace", "grace@example.org")]
    [letter] = letters("grace@example.org")
    assert "nothing has changed" in letter.body
    assert "eve" not in letter.body


def without_token(page):
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_taken_name_is_refused_and_nobody_is_written_to(app, client, letters):
    make_user(app, name="ada", email="other@example.org")

    answer = client.submit("/register", **ADA)

    assert answer.status_code == 422
    assert "This name is taken." in answer.text
    assert 'value="ada@example.org"' in answer.text
    assert ADA["password"] not in answer.text
    assert letters() == []


def test_registration_gives_nothing_that_was_not_asked_for(app, client):
    extra = {
        "id": "77",
        "created_at": "2020-01-01",
        "confirmed_at": "2020-01-01",
        "password_hash": "x",
        "role": "administrator",
    }

    client.submit("/register", **ADA | extra)

    with app.app_context():
        ada = db.session.scalar(select(User))
    assert ada.id != 77
    assert ada.created_at > datetime(2026, 1, 1, tzinfo=UTC)
    assert ada.password_hash.startswith("scrypt:")
    assert ada.confirmed_at is None
    assert ada.role == "user"


@pytest.mark.parametrize("same", ["name", "email"])
def test_of_eight_at_once_one_gets_the_account(app, letters, same):
    barrier = Barrier(8)

    def send(number, visitor):
        own = {"name": f"ada_{number}", "email": f"ada{number}@example.org"}
        form = ADA | own | {same: ADA[same], "csrf_token": visitor.token("/register")}
        barrier.wait()
        return visitor.post("/register", data=form).status_code

    visitors = [app.test_client() for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        statuses = sorted(threads.map(send, range(8), visitors))

    assert len(people(app)) == 1
    assert statuses == ([303] + [422] * 7 if same == "name" else [303] * 8)
    assert len(letters()) == (1 if same == "name" else 5)  # and no more, see letters.py


def test_no_transaction_is_open_while_hashing_and_drawing(client, monkeypatch):
    seen = []

    def watch(module, name):
        real = getattr(module, name)

        def watched(*words, **values):
            seen.append((name, db.session().in_transaction()))
            return real(*words, **values)

        monkeypatch.setattr(module, name, watched)

    watch(registration.passwords, "hashed")
    watch(registration.mail, "write")

    client.submit("/register", **ADA)

    assert seen == [("hashed", False), ("write", False), ("write", False)]


def test_huge_password_is_refused_at_once(client):
    token = client.token("/register")

    form = ADA | {"csrf_token": token, "password": "x" * 10**6}

    assert client.post("/register", data=form).status_code == 413


def test_no_password_is_in_the_log(client, caplog):
    caplog.set_level("DEBUG")

    client.submit("/register", **ADA)
    client.submit("/register", **ADA | {"name": "Eve"})

    assert ADA["password"] not in caplog.text
