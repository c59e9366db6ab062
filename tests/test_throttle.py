from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from werkzeug.exceptions import TooManyRequests

from app import clock
from app.extensions import db
from app.models import Try
from app.throttle import FORGOTTEN_AT_ONCE, Bound, give_back, take

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
GUESS = Bound("guess", 3, timedelta(hours=1))
KNOCK = Bound("knock", 5, timedelta(hours=1))


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


@pytest.fixture
def at(monkeypatch):
    """Set the clock to some minutes after noon."""

    def at(minutes):
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=minutes))

    at(0)
    return at


def refusal(*tries):
    with pytest.raises(TooManyRequests) as caught:
        take(*tries)
    return caught.value


def count_tries():
    return db.session.scalar(select(func.count(Try.id)))


def test_bound_is_reached_for_one_and_not_for_others(at):
    for _ in range(3):
        take((GUESS, "ada", "192.0.2.1"))

    assert refusal((GUESS, "ada", "192.0.2.1"))
    assert take((GUESS, "ada", "192.0.2.2"))
    assert take((GUESS, "grace", "192.0.2.1"))
    assert take((KNOCK, "ada", "192.0.2.1"))


def test_in_any_hour_there_are_no_more_than_the_bound(at):
    for minutes in 0, 50, 59:
        at(minutes)
        take((GUESS, "ada"))

    at(59)
    assert refusal((GUESS, "ada")).retry_after == 60
    at(60)
    take((GUESS, "ada"))
    assert refusal((GUESS, "ada")).retry_after == 50 * 60


def test_refused_try_does_not_count(at):
    for _ in range(3):
        take((GUESS, "ada"), (KNOCK, "192.0.2.1"))

    for _ in range(9):
        refusal((KNOCK, "192.0.2.1"), (GUESS, "ada"))

    assert count_tries() == 6


def test_try_can_be_given_back(at):
    for _ in range(9):
        give_back(take((GUESS, "ada"), (KNOCK, "192.0.2.1")))

    assert count_tries() == 0


def test_what_was_typed_is_not_kept(at):
    take((GUESS, "a-password-in-the-wrong-field \ud800"))

    [key] = db.session.scalars(select(Try.key))
    assert len(key) == 64
    assert int(key, 16)


def test_expired_tries_are_forgotten_with_the_next_one(at):
    for name in "abcdefgh":
        take((GUESS, name))
    at(60)

    take((KNOCK, "192.0.2.1"))

    assert count_tries() == 1


def test_no_try_waits_for_more_than_a_few_to_be_forgotten(at):
    db.session.add_all(
        Try(key="old", expires_at=NOON) for _ in range(FORGOTTEN_AT_ONCE + 3)
    )
    db.session.commit()

    take((GUESS, "ada"))

    assert count_tries() == 3 + 1


def test_nobody_waits_for_tries_that_another_is_forgetting(app, at):
    take((GUESS, "ada"))
    at(60)

    with app.test_request_context():  # a reader, who on SQLite keeps nobody waiting
        db.session.scalars(select(Try.id).with_for_update()).all()
        with app.app_context():
            if db.engine.dialect.name == "postgresql":
                db.session.execute(text("SET LOCAL lock_timeout = '1s'"))

            assert take((GUESS, "grace"))


def test_eight_at_once_take_no_more_than_the_bound(app):
    barrier = Barrier(8)
    tries = [(GUESS, "ada"), (KNOCK, "192.0.2.1")]

    def took(order):
        with app.app_context():
            barrier.wait()
            try:
                return len(take(*tries[::order]))
            except TooManyRequests:
                return 0

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(took, [1, -1] * 4))

    assert sorted(taken) == [0] * 5 + [2] * 3
