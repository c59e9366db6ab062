import pytest
from sqlalchemy import delete, func, select

from app.extensions import db
from app.models import Login, User
from app.models.login import owner
from tests.factories import make_login, make_user


def user_with(app, secret):
    with app.app_context():
        return db.session.scalar(owner(secret))


def test_secret_leads_to_its_owner(app):
    ada, grace = make_user(app), make_user(app)
    first, second = make_login(app, ada), make_login(app, grace)

    assert user_with(app, first).id == ada.id
    assert user_with(app, second).id == grace.id


@pytest.mark.parametrize("secret", ["", "x", "%", "' OR 1=1 --"])
def test_another_secret_leads_to_nobody(app, secret):
    make_login(app, make_user(app))

    assert user_with(app, secret) is None


def test_secret_cannot_be_read_from_the_database(app):
    secret = make_login(app, make_user(app))

    with app.app_context():
        row = db.session.execute(select(Login.__table__)).one()
    assert secret not in str(row)
    assert user_with(app, row.secret_hash) is None


def test_login_goes_with_its_user(app):
    make_login(app, make_user(app))

    with app.app_context():
        db.session.execute(delete(User))
        assert db.session.scalar(select(func.count(Login.id))) == 0
