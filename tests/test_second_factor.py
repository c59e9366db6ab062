from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.extensions import db
from app.models import SecondFactor
from app.models.second_factor import spend
from tests.factories import keep, make_user

STEP = 59_513_040


@pytest.fixture
def user(app):
    """Somebody whose last code was that of STEP."""
    user = make_user(app)
    keep(app, SecondFactor(user_id=user.id, secret="A" * 32, last_step=STEP))
    return user


@pytest.mark.parametrize(
    ("step", "taken"), [(STEP - 1, 0), (STEP, 0), (STEP + 1, 1), (STEP + 2, 1)]
)
def test_code_is_taken_once_and_no_older_one_after_it(app, user, step, taken):
    with app.app_context():
        assert db.session.execute(spend(user.id, step)).rowcount == taken


def test_one_code_from_eight_at_once_is_taken_once(app, user):
    barrier = Barrier(8)

    def taken(_):
        with app.app_context():
            barrier.wait()
            rows = db.session.execute(spend(user.id, STEP + 1)).rowcount
            db.session.commit()
            return rows

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(taken, range(8))) == 1


def test_secret_that_was_never_proved_takes_no_code(app):
    user = make_user(app)
    keep(app, SecondFactor(user_id=user.id, secret="A" * 32))

    with app.app_context():
        assert db.session.execute(spend(user.id, STEP)).rowcount == 0
