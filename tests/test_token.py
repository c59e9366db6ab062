from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, func, select

from app import clock
from app.extensions import db
from app.models import Token, User
from app.models.token import LIFETIMES, find, take
from tests.factories import make_token, make_user


def found(app, secret, kind="confirm"):
    with app.app_context():
        return db.session.scalar(find(secret, kind))


def taken(app, secret, kind="confirm"):
    with app.app_context():
        user_id = db.session.scalar(take(secret, kind))
        db.session.commit()
        return user_id


def test_token_is_there_until_it_is_taken(app):
    ada = make_user(app)
    secret = make_token(app, ada)

    assert found(app, secret).user_id == ada.id
    assert found(app, secret).email == ada.email
    assert taken(app, secret) == ada.id
    assert found(app, secret) is None
    assert taken(app, secret) is None


@pytest.mark.parametrize("kind", LIFETIMES)
def test_token_ends_with_its_time(app, kind, monkeypatch):
    secret = make_token(app, make_user(app), kind)
    end = clock.now() + LIFETIMES[kind]

    monkeypatch.setattr(clock, "now", lambda: end - timedelta(seconds=9))
    assert found(app, secret, kind)
    monkeypatch.setattr(clock, "now", lambda: end)
    assert found(app, secret, kind) is None
    assert taken(app, secret, kind) is None


def test_token_is_of_one_kind(app):
    secret = make_token(app, make_user(app), "confirm")

    assert found(app, secret, "another") is None
    assert taken(app, secret, "another") is None
    assert found(app, secret, "confirm")


def test_token_cannot_be_guessed_or_read_from_the_database(app):
    secret = make_token(app, make_user(app))

    with app.app_context():
        row = db.session.execute(select(Token.__table__)).one()
    assert secret not in str(row)
    for guess in ["", "%", row.secret_hash, secret[:-1]]:
        assert found(app, guess) is None


def test_one_token_taken_eight_times_at_once_is_taken_once(app):
    ada = make_user(app)
    secret = make_token(app, ada)
    barrier = Barrier(8)

    def take_at_once(_):
        barrier.wait()
        return taken(app, secret)

    with ThreadPoolExecutor(8) as threads:
        takers = list(threads.map(take_at_once, range(8)))

    assert sorted(takers, key=bool) == [None] * 7 + [ada.id]


def test_token_goes_with_its_user(app):
    make_token(app, make_user(app))

    with app.app_context():
        db.session.execute(delete(User))
        assert db.session.scalar(select(func.count(Token.id))) == 0
