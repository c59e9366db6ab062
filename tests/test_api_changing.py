import pytest
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Post
from tests.factories import bearer_of, make_post, make_reply, make_user


def url(post):
    return f"/api/posts/{post.id}"


def stored(app, post):
    with app.app_context():
        return db.session.get(Post, post.id)


def test_author_reads_what_was_typed(app, client, ada, bearer):
    post = make_post(app, ada, "One *word*.")

    assert client.get(url(post), headers=bearer).json["body"] == "One *word*."
    for headers in {}, bearer_of(app, make_user(app)):
        assert "body" not in client.get(url(post), headers=headers).json


def test_author_writes_anew(app, client, ada, bearer):
    post = make_post(app, ada)

    answer = client.put(url(post), json={"body": "*Other* words."}, headers=bearer)

    assert answer.status_code == 200
    assert answer.json == client.get(url(post), headers=bearer).json
    assert answer.json["edited_at"] is not None
    assert "<em>Other</em>" in answer.json["body_html"]
    assert stored(app, post).body == "*Other* words."


@pytest.mark.parametrize("sent", [{}, {"body": ""}, {"body": "a\0b"}, {"liked": True}])
def test_what_is_no_post_changes_nothing(app, client, ada, bearer, sent):
    post = make_post(app, ada, "As it was.")

    assert client.put(url(post), json=sent, headers=bearer).status_code == 422
    assert stored(app, post).body == "As it was."


def test_author_deletes(app, client, ada, bearer):
    post = make_post(app, ada)

    answer = client.delete(url(post), headers=bearer)

    assert (answer.status_code, answer.data) == (204, b"")
    assert client.get(url(post), headers=bearer).status_code == 404
    assert client.delete(url(post), headers=bearer).status_code == 404


def test_what_was_answered_stays(app, client, ada, bearer):
    post = make_post(app, ada)
    reply = make_reply(app, make_user(app), post)

    client.delete(url(post), headers=bearer)

    assert client.get(url(reply)).status_code == 200


def test_author_deletes_what_was_hidden(app, client, ada, bearer):
    post = make_post(app, ada, hidden_at=clock.now(), listed=False)

    assert client.put(url(post), json={"body": "x"}, headers=bearer).status_code == 404
    assert client.delete(url(post), headers=bearer).status_code == 204


@pytest.mark.parametrize("role", ["user", "moderator", "administrator"])
def test_nobody_changes_the_post_of_another(app, client, ada, role):
    post, other = (
        make_post(app, ada, "Mine."),
        bearer_of(app, make_user(app, role=role)),
    )

    answers = [
        client.put(url(post), json={"body": "Not mine."}, headers=other),
        client.delete(url(post), headers=other),
    ]

    assert [answer.json["status"] for answer in answers] == [403, 403]
    assert (stored(app, post).body, stored(app, post).deleted_at) == ("Mine.", None)


def test_cookie_changes_nothing(app, client, ada):
    post = make_post(app, ada, "Mine.")

    assert client.put(url(post), json={"body": "x"}).status_code == 401
    assert client.delete(url(post)).status_code == 401
    with app.app_context():
        assert db.session.scalars(select(Post.body)).all() == ["Mine."]
