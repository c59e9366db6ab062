import pytest
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.limits import POST_MAX
from app.models import Notification, Post
from tests.factories import make_block, make_post, make_reply, make_user


@pytest.fixture
def answer(client, bearer):
    """Send an answer to a post."""

    def answer(post, body="So it is."):
        address = f"/api/posts/{post.id}/replies"
        return client.post(address, json={"body": body}, headers=bearer)

    return answer


def count(app, post):
    with app.app_context():
        return db.session.get(Post, post.id).reply_count


def test_answer_stands_below_the_post_and_is_counted(app, client, ada, answer):
    post = make_post(app, make_user(app))

    made = answer(post)

    assert made.status_code == 201
    assert made.headers["Location"] == made.json["url"]
    assert made.json["answers"] == f"/api/posts/{post.id}"
    [below] = client.get(f"/api/posts/{post.id}/replies").json["posts"]
    assert (below["url"], below["author"]) == (made.json["url"], ada.name)
    assert count(app, post) == 1


def test_answer_to_an_answer_is_counted_where_it_began(app, ada, answer):
    post = make_post(app, ada)
    reply = make_reply(app, ada, post)

    assert answer(reply).json["answers"] == f"/api/posts/{reply.id}"
    assert count(app, post) == 2


def test_whom_it_concerns_is_told(app, answer):
    grace, alan = make_user(app), make_user(app, name="alan")

    answer(make_post(app, grace), "@alan should know")

    with app.app_context():
        told = select(Notification.user_id, Notification.kind)
        found = sorted(db.session.execute(told).all())
    assert found == sorted([(grace.id, "reply"), (alan.id, "mention")])


@pytest.mark.parametrize("body", ["", " ", "a\0b", "a" * (POST_MAX + 1), None])
def test_what_is_no_answer_is_not_kept(app, ada, answer, body):
    post = make_post(app, ada)

    assert answer(post, body).status_code == 422
    assert count(app, post) == 0


@pytest.mark.parametrize("when", ["hidden_at", "deleted_at"])
def test_what_is_gone_is_not_answered(app, ada, answer, when):
    post = make_post(app, ada, **{when: clock.now(), "listed": False})

    assert answer(post).json["status"] == 404


def test_two_who_are_kept_apart_do_not_answer_each_other(app, ada, answer):
    grace = make_user(app)
    make_block(app, grace, ada)

    assert answer(make_post(app, grace)).json["status"] == 404
