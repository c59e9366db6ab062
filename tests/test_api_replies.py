"""A conversation: what answers what, in the order in which one reads it."""

import pytest
from sqlalchemy import update

from app import clock
from app.extensions import db
from app.limits import REPLIES_SHOWN
from app.models import Post
from tests.factories import make_mute, make_post, make_reply, make_user


def read(client, post, **words):
    return client.get(f"/api/posts/{post.id}/replies", **words).json


def ids(answer):
    return [post["id"] for post in answer["posts"]]


def test_reply_stands_below_what_it_answers(app, client, ada):
    post = make_post(app, ada)
    first, second = make_reply(app, ada, post), make_reply(app, ada, post)
    below = make_reply(app, ada, first)

    assert ids(read(client, post)) == [first.id, below.id, second.id]
    assert ids(read(client, first)) == [below.id]
    assert read(client, below) == {"posts": [], "next": None}


def test_links_lead_up_and_down(app, client, ada):
    post = make_post(app, ada)
    reply = make_reply(app, ada, post)
    make_reply(app, ada, reply)

    [above, below] = client.get(f"/api/posts/{post.id}/replies").json["posts"]

    assert above["answers"] == f"/api/posts/{post.id}"
    assert below["answers"] == above["url"]
    assert client.get(above["replies"]).json["posts"] == [below]
    assert client.get(below["url"]).json == below


def test_long_conversation_is_read_part_by_part(app, client, ada):
    post = make_post(app, ada)
    replies = [make_reply(app, ada, post) for _ in range(REPLIES_SHOWN + 1)]

    first = read(client, post)
    second = client.get(first["next"]).json

    assert ids(first) + ids(second) == [reply.id for reply in replies]
    assert second["next"] is None


@pytest.mark.parametrize("when", ["hidden_at", "deleted_at"])
def test_of_what_is_gone_nothing_is_told(app, client, ada, when):
    post, grace = make_post(app, ada), make_user(app, name="grace")
    gone = make_reply(app, grace, post)
    below = make_reply(app, ada, gone)
    with app.app_context():
        db.session.execute(
            update(Post).where(Post.id == gone.id).values({when: clock.now()})
        )
        db.session.commit()

    answer = client.get(f"/api/posts/{post.id}/replies")

    assert ids(answer.json) == [below.id]
    assert "grace" not in answer.text


def test_who_is_not_to_be_heard_is_not_heard(app, client, ada, bearer):
    post, grace = make_post(app, ada), make_user(app)
    reply = make_reply(app, grace, post)
    make_mute(app, ada, grace)

    assert ids(read(client, post, headers=bearer)) == []
    assert ids(read(client, post)) == [reply.id]


@pytest.mark.parametrize("after", ["", "0", "x", "1.0", str(2**63), "9" * 30])
def test_odd_beginning_is_no_part(app, client, ada, after):
    post = make_post(app, ada)

    answer = client.get(f"/api/posts/{post.id}/replies?after={after}")

    assert (answer.status_code, answer.json["status"]) == (404, 404)


def test_conversation_costs_two_statements(app, client, ada, statements):
    post = make_post(app, ada)
    for _ in range(5):
        make_reply(app, ada, post)
    statements.clear()

    read(client, post)

    assert len(statements) == 2
