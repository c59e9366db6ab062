import re

import pytest
from sqlalchemy import func, insert, select

from app import timeline
from app.clock import now
from app.extensions import db
from app.limits import ROWS_SHOWN
from app.models import Follow, Post
from tests.factories import make_follow, make_post, make_user


def bodies(page):
    return re.findall(r"<p>(\w+)</p>", page)


def test_home_shows_those_whom_one_follows_and_oneself(app, client, ada):
    grace, alan = make_user(app), make_user(app)
    make_follow(app, ada, grace)
    make_follow(app, grace, alan)
    make_follow(app, alan, ada)
    for author, body in [
        (grace, "one"),
        (alan, "two"),
        (ada, "three"),
        (grace, "four"),
    ]:
        make_post(app, author, body)

    assert bodies(client.get("/").text) == ["four", "three", "one"]
    assert bodies(app.test_client().get("/").text) == ["four", "three", "two", "one"]


def test_home_has_pages(app, client, ada):
    posts = [make_post(app, ada, f"n{n}") for n in range(ROWS_SHOWN + 2)]

    page = client.get("/").text
    older = re.search(r'rel="next" href="(.+?)"', page)[1]

    assert older == f"/?before={posts[2].id}"
    assert bodies(client.get(older).text) == ["n1", "n0"]


def test_home_without_posts_says_what_to_do(client, ada):
    assert "the people\n  write whom you follow" in client.get("/").text


@pytest.fixture
def fill(app):
    """Let `count` people write `each` posts in turn; return one who follows them."""

    def fill(count, each):
        reader, *people = [make_user(app).id for _ in range(count + 1)]
        post = {"body": "a", "body_html": "a", "created_at": now()}
        follow = {"follower_id": reader, "created_at": now()}
        with app.app_context():
            add(Post, [post | {"author_id": id} for _ in range(each) for id in people])
            add(Follow, [follow | {"followed_id": id} for id in people])
            db.session.commit()
        return reader

    return fill


def add(model, rows):
    if rows:
        db.session.execute(insert(model.__table__), rows)


@pytest.fixture
def work(app):
    """Count what SQLite does for a query, in steps of its own machine."""

    def work(query):
        steps = []
        with app.test_request_context():
            connection = db.session.connection()
            if connection.dialect.name != "sqlite":
                pytest.skip("SQLite alone counts its steps")
            raw = connection.connection.driver_connection
            raw.set_progress_handler(lambda: steps.append(1), 10)
            db.session.execute(query.limit(ROWS_SHOWN + 1)).all()
            raw.set_progress_handler(None, 0)
        return len(steps)

    return work


def test_home_costs_the_same_however_much_was_written(fill, work):
    few = work(timeline.home(fill(10, each=20)))

    assert work(timeline.home(fill(10, each=200))) < 1.3 * few


def test_home_costs_the_same_at_any_depth(app, fill, work):
    reader = fill(10, each=200)

    with app.app_context():
        middle = db.session.scalar(select(func.max(Post.id))) - 500
    first, deep = timeline.home(reader), timeline.home(reader, before=middle)

    assert work(deep) < 1.3 * work(first)


def test_home_of_one_who_follows_many_costs_little_more(fill, work):
    few = work(timeline.home(fill(10, each=30)))

    assert work(timeline.home(fill(100, each=30))) < 10 * few


def test_home_whose_people_are_silent_costs_nothing(fill, work):
    usual = work(timeline.home(fill(10, each=200)))

    assert work(timeline.home(fill(10, each=0))) < usual
