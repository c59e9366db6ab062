from sqlalchemy import func, select

from app import names
from app.extensions import db
from app.models import Follow, Post, User
from tests.factories import make_user


def counts(app):
    with app.app_context():
        people, posts = select(func.count(User.id)), select(func.count(Post.id))
        return db.session.scalar(people), db.session.scalar(posts)


def test_demo_fills_up_to_any_size(app, flask):
    assert flask("demo", "--people", "20", "--posts", "60").exit_code == 0
    assert counts(app) == (20, 60)

    run = flask("demo", "--people", "30", "--posts", "60")

    assert counts(app) == (30, 60)
    assert "ada@example.org" in run.output


def test_those_who_were_made_up_could_have_come_in_by_the_door(app, flask):
    flask("demo", "--people", "20", "--posts", "60")

    with app.app_context():
        for user in db.session.scalars(select(User)):
            assert names.fault(user.name) is None
            assert user.email == f"{user.name}@example.org"


def test_posts_that_were_made_up_are_in_order_of_time(app, flask):
    flask("demo", "--posts", "60")

    with app.app_context():
        query = select(Post.created_at).where(Post.listed).order_by(Post.id)
        moments = db.session.scalars(query).all()
    assert moments[18:] == sorted(moments[18:])


def test_real_people_are_not_mixed_with_others(app, flask):
    make_user(app, name="real", email="real@example.com")

    run = flask("demo", "--people", "20")

    assert run.exit_code == 1
    assert "real people" in run.output
    assert counts(app) == (1, 0)


def test_demo_lets_each_follow_so_many(app, flask):
    flask("demo", "--people", "120", "--follows", "4")
    first = follows(app)

    flask("demo", "--people", "120", "--follows", "4")

    assert follows(app) == first
    assert len(first) == 120
    assert set(first.values()) == {4, 40}


def follows(app):
    number = func.count(Follow.followed_id)
    with app.app_context():
        query = select(Follow.follower_id, number).group_by(Follow.follower_id)
        return dict(db.session.execute(query).all())
