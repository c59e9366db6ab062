import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from app.clock import now
from app.extensions import db
from app.models import User


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


def test_user_is_kept_with_the_moment():
    before = now()
    db.session.add(User(name="Ada"))
    db.session.commit()

    user = db.session.scalar(select(User))

    assert user.name == "Ada"
    assert before <= user.created_at <= now()


def test_name_belongs_to_one_user():
    db.session.add_all([User(name="Ada"), User(name="Ada")])

    with pytest.raises(IntegrityError):
        db.session.commit()


def test_constraints_have_names():
    tables = inspect(db.engine)

    assert tables.get_pk_constraint("users")["name"] == "pk_users"
    [unique] = tables.get_unique_constraints("users")
    assert unique["name"] == "uq_users_name"
