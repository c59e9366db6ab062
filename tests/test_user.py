import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from app.clock import now
from app.extensions import db
from tests.factories import make_user


def test_user_is_kept_with_the_moment(app):
    before = now()

    user = make_user(app, name="Ada")

    assert user.name == "Ada"
    assert before <= user.created_at <= now()


def test_name_belongs_to_one_user(app):
    make_user(app, name="Ada")

    with pytest.raises(IntegrityError):
        make_user(app, name="Ada")


def test_constraints_have_names(app):
    with app.app_context():
        tables = inspect(db.engine)

        assert tables.get_pk_constraint("users")["name"] == "pk_users"
        uniques = tables.get_unique_constraints("users")
        assert {u["name"] for u in uniques} == {"uq_users_name", "uq_users_email"}
