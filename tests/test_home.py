import re

import pytest
from sqlalchemy import func, insert, select, text, update

from app import timeline
from app.clock import now
from app.extensions import db
from app.limits import ROWS_SHOWN
from app.models import Block, Follow, Mute, Post
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


def test_tabs_lead_from_one_list_to_the_other(app, client, ada):
    here = 'class="nav-link active" href="{}" aria-current="page"'

    for address, other in [("/", "/posts"), ("/posts", "/")]:
        page = client.get(address).text
        assert here.format(address) in page
        assert f'class="nav-link" href="{other}"' in page.partition("Whose posts")[2]

    assert "Whose posts" not in app.test_client().get("/posts").text


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
    """Count what the database does for a query, in a measure of its own."""

    def work(query):
        count = {"sqlite": steps, "postgresql": rows}[db.engine.dialect.name]
        return count(query.statement.params(query.values).limit(ROWS_SHOWN + 1))

    with app.test_request_context():
        yield work


def steps(query):
    """Count, in tens, what SQLite's machine does."""
    done = []
    raw = db.session.connection().connection.driver_connection
    raw.set_progress_handler(lambda: done.append(1), 10)
    db.session.execute(query).all()
    raw.set_progress_handler(None, 0)
    db.session.rollback()
    return len(done)


def rows(query):
    """Count the rows that PostgreSQL looks at, as it would if the tables were large."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        server.execute(text("VACUUM (ANALYZE) posts, follows"))
    for way in ["seqscan", "bitmapscan", "hashjoin", "mergejoin", "sort"]:
        db.session.execute(text(f"SET LOCAL enable_{way} = off"))
    db.session.execute(text("SET LOCAL cpu_tuple_cost = 100"))  # a row too many counts
    values = {"literal_binds": True}
    plan = query.compile(db.engine, compile_kwargs=values)
    explain = text(f"EXPLAIN (ANALYZE, FORMAT JSON) {plan}")
    [found] = db.session.scalar(explain)
    db.session.rollback()
    return rows_of(found["Plan"])


def rows_of(plan):
    seen = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    return seen * plan["Actual Loops"] + sum(map(rows_of, plan.get("Plans", [])))


def test_home_costs_the_same_however_much_was_written(fill, work):
    few = work(timeline.home(fill(10, each=20)))

    assert work(timeline.home(fill(10, each=200))) < 1.3 * few


def test_home_costs_the_same_at_any_depth(fill, work):
    reader = fill(10, each=200)

    middle = db.session.scalar(select(func.max(Post.id))) - 500
    first, deep = timeline.home(reader), timeline.home(reader, before=middle)

    assert work(deep) < 1.3 * work(first)


def test_list_of_all_costs_the_same_however_much_was_written(fill, work):
    reader = fill(10, each=20)
    few = work(timeline.everybody(reader))

    fill(10, each=200)

    assert work(timeline.everybody(reader)) < 1.3 * few


def test_lists_cost_the_same_however_much_is_answered(fill, work):
    reader = fill(10, each=20)
    home, everybody = work(timeline.home(reader)), work(timeline.everybody(reader))

    post = {"body": "a", "body_html": "a", "created_at": now(), "listed": False}
    replies = [post | {"author_id": reader + n % 10 + 1} for n in range(2000)]
    root_id = db.session.scalar(select(Post.id).limit(1))
    add(Post, [reply | {"root_id": root_id} for reply in replies])
    db.session.commit()

    assert work(timeline.home(reader)) < 1.3 * home
    assert work(timeline.everybody(reader)) < 1.3 * everybody


def test_home_of_one_who_mutes_costs_the_same(fill, work):
    reader = fill(20, each=100)
    usual = work(timeline.home(reader))

    pair = {"muter_id": reader, "created_at": now()}
    add(Mute, [pair | {"muted_id": id} for id in range(reader + 1, reader + 11)])
    db.session.commit()

    assert work(timeline.home(reader)) < 1.3 * usual


def test_lists_cost_the_same_when_much_is_shut_out(fill, work):
    reader = fill(20, each=100)
    home, everybody = work(timeline.home(reader)), work(timeline.everybody(reader))
    last = fill(50, each=2) + 50

    pair = {"blocker_id": reader, "created_at": now()}
    add(Block, [pair | {"blocked_id": id} for id in range(last - 20, last)])
    followed = Post.author_id.in_(range(reader + 1, reader + 5))
    values = {"hidden_at": now(), "listed": False}
    db.session.execute(update(Post).where(followed).values(values))
    db.session.commit()

    assert work(timeline.home(reader)) < 1.3 * home
    assert work(timeline.everybody(reader)) < 2 * everybody


def test_home_of_one_who_follows_many_costs_little_more(fill, work):
    few = work(timeline.home(fill(10, each=30)))

    assert work(timeline.home(fill(100, each=30))) < 10 * few


def test_home_whose_people_are_silent_costs_nothing(fill, work):
    usual = work(timeline.home(fill(10, each=200)))

    assert work(timeline.home(fill(10, each=0))) < usual
