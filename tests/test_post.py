import pytest
from sqlalchemy import delete, inspect
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Post, User
from tests.factories import make_post, make_user


def test_author_cannot_go_and_leave_a_post_behind(app):
    ada = make_user(app)
    make_post(app, ada)

    with app.app_context(), pytest.raises(IntegrityError):
        db.session.execute(delete(User).where(User.id == ada.id))


def test_id_of_a_deleted_post_is_not_given_again(app):
    ada = make_user(app)
    first = make_post(app, ada)

    with app.app_context():
        db.session.execute(delete(Post))
        db.session.commit()

    assert make_post(app, ada).id > first.id


def test_posts_of_an_author_are_in_order_in_an_index(app):
    with app.app_context():
        indexes = inspect(db.engine).get_indexes("posts")

    assert ["author_id", "listed", "id"] in [row["column_names"] for row in indexes]
