from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import RecoveryCode
from app.models.recovery_code import new_codes, rows, spend
from tests.factories import make_user


@pytest.fixture
def user(app):
    return make_user(app)


@pytest.fixture
def codes(app, user):
    codes = new_codes()
    with app.app_context():
        db.session.add_all(rows(user.id, codes))
        db.session.commit()
    return codes


def spent(app, user, code):
    with app.app_context():
        count = db.session.execute(spend(user.id, code)).rowcount
        db.session.commit()
    return count


def test_codes_are_ten_and_all_different():
    codes = new_codes() + new_codes()

    assert len(set(codes)) == 20
    assert {len(code.replace("-", "")) for code in codes} == {16}


def test_code_is_good_once(app, user, codes):
    assert spent(app, user, codes[3]) == 1
    assert spent(app, user, codes[3]) == 0
    assert spent(app, user, codes[4]) == 1


@pytest.mark.parametrize("write", [str.upper, lambda code: f" {code[:7]} {code[7:]}"])
def test_code_may_be_written_otherwise(app, user, codes, write):
    assert spent(app, user, write(codes[0])) == 1


def test_wrong_code_and_that_of_another_are_good_for_nothing(app, user, codes):
    assert spent(app, make_user(app), codes[0]) == 0
    for code in "", "-", codes[0][:-1], codes[0] + "a", "%", "\ud800":
        assert spent(app, user, code) == 0


def test_code_cannot_be_read_from_the_database(app, user, codes):
    with app.app_context():
        kept = str(db.session.execute(select(RecoveryCode.__table__)).all())

    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_one_code_from_eight_at_once_is_good_once(app, user, codes):
    barrier = Barrier(8)

    def send(_):
        barrier.wait()
        return spent(app, user, codes[0])

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(send, range(8))) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(RecoveryCode.id))) == 9
