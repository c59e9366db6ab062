import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Follow, User
from tests.factories import make_follow, make_user


def test_one_follows_another_once(app):
    ada, grace = make_user(app), make_user(app)
    make_follow(app, ada, grace)
    make_follow(app, grace, ada)

    with pytest.raises(IntegrityError):
        make_follow(app, ada, grace)


def test_nobody_follows_oneself(app):
    ada = make_user(app)

    with pytest.raises(IntegrityError):
        make_follow(app, ada, ada)


def test_one_who_goes_follows_nobody_and_is_not_followed(app):
    ada, grace, alan = make_user(app), make_user(app), make_user(app)
    make_follow(app, ada, grace)
    make_follow(app, alan, ada)
    make_follow(app, grace, alan)

    with app.app_context():
        db.session.execute(delete(User).where(User.id == ada.id))
        left = db.session.scalars(select(Follow.follower_id)).all()

    assert left == [grace.id]
