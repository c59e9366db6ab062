import pytest
from sqlalchemy import select

from app.extensions import db
from app.limits import POST_MAX
from app.models import Notification, Post
from tests.factories import make_user
from tests.payloads import PAYLOADS


@pytest.fixture
def write(client, bearer):
    """Send a post."""

    def write(body, **more):
        return client.post("/api/posts", json={"body": body} | more, headers=bearer)

    return write


def posts(app):
    with app.app_context():
        return db.session.scalars(select(Post).order_by(Post.id)).all()


def test_post_is_there_at_the_address_that_is_told(app, client, ada, write, bearer):
    answer = write("Hello,\r\n\r\n*world*.\n\n")

    [post] = posts(app)
    assert (post.author_id, post.body) == (ada.id, "Hello,\n\n*world*.")
    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json["url"]
    assert client.get(answer.json["url"], headers=bearer).json == answer.json
    assert "<em>world</em>" in answer.json["body_html"]
    assert ">world<" in client.get(answer.json["page"]).text


def test_longest_post_is_kept(app, write):
    assert write("🐦" * POST_MAX).status_code == 201
    assert [post.body for post in posts(app)] == ["🐦" * POST_MAX]


@pytest.mark.parametrize(
    "body",
    ["", " \n\t", "\u200b", "a" * (POST_MAX + 1), "a\0b", "\ud800", None, 1, ["a"]],
)
def test_what_is_no_post_is_not_kept(app, write, body):
    answer = write(body)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["body"])
    assert posts(app) == []


def test_reason_is_that_of_the_form(write):
    told = write("a" * (POST_MAX + 1)).json["errors"]["body"]

    assert told == ["A post has at most 2000 characters."]


@pytest.mark.parametrize("field", ["id", "author_id", "created_at", "body_html"])
def test_program_sets_nothing_but_the_text(app, write, field):
    answer = write("Mine.", **{field: 1})

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert posts(app) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_runs_gets_into_the_html(write, payload):
    html = write(payload).json["body_html"]

    for word in "<script", "<iframe", "<svg", "<form", "<style", "<img":
        assert word not in html.lower()


def test_who_is_named_is_told(app, write):
    grace = make_user(app, name="grace")

    write("Good morning, @grace")

    with app.app_context():
        assert db.session.scalars(select(Notification.user_id)).all() == [grace.id]


def test_cookie_does_not_write(app, client, ada):
    assert client.post("/api/posts", json={"body": "Not mine."}).status_code == 401
    assert posts(app) == []
