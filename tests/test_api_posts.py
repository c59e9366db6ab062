from datetime import UTC, datetime

import pytest

from app import clock
from app.models import Like
from tests.factories import bearer_of, keep, make_block, make_post, make_user

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def author(app):
    return make_user(app, name="ada")


def test_post_is_read_by_anybody(app, client, author):
    post = make_post(app, author, "Ada & co", created_at=NOON)

    answer = client.get(f"/api/posts/{post.id}")

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json == {
        "id": post.id,
        "url": f"/api/posts/{post.id}",
        "page": f"/posts/{post.id}",
        "answers": None,
        "replies": f"/api/posts/{post.id}/replies",
        "author": "ada",
        "created_at": "2026-01-02T12:00:00+00:00",
        "edited_at": None,
        "body_html": "<p>Ada &amp; co</p>",
        "reply_count": 0,
        "like_count": 0,
        "liked": None,
    }


def test_links_lead_on(app, client, author):
    first = client.get(f"/api/posts/{make_post(app, author).id}").json

    assert client.get(first["url"]).json == first
    assert client.get(first["page"]).status_code == 200


def test_reader_is_told_what_they_like(app, client, author):
    posts = [make_post(app, author, like_count=1), make_post(app, author)]
    grace = make_user(app)
    keep(app, Like(post_id=posts[0].id, user_id=grace.id, created_at=NOON))
    token = bearer_of(app, grace)

    liked = [client.get(f"/api/posts/{p.id}", headers=token).json for p in posts]

    assert [post["liked"] for post in liked] == [True, False]
    assert [post["like_count"] for post in liked] == [1, 0]


@pytest.mark.parametrize("when", ["deleted_at", "hidden_at"])
def test_what_is_nowhere_is_not_here_either(app, client, author, when):
    post = make_post(app, author, **{when: clock.now(), "listed": False})

    for headers in {}, bearer_of(app, author):
        answer = client.get(f"/api/posts/{post.id}", headers=headers)
        assert (answer.status_code, answer.json["status"]) == (404, 404)


def test_two_who_are_kept_apart_do_not_read_each_other(app, client, author):
    post, grace = make_post(app, author), make_user(app)
    make_block(app, author, grace)

    answer = client.get(f"/api/posts/{post.id}", headers=bearer_of(app, grace))

    assert answer.status_code == 404


@pytest.mark.parametrize("post_id", [0, -1, "1.0", "x", 2**63, "9" * 30, "%00", "1e3"])
def test_odd_id_is_the_id_of_nothing(client, post_id):
    assert client.get(f"/api/posts/{post_id}").json["status"] in (400, 404)


def test_token_that_is_worth_nothing_is_refused_also_here(app, client, author):
    post, wrong = make_post(app, author), {"Authorization": "Bearer x"}

    assert client.get(f"/api/posts/{post.id}", headers=wrong).status_code == 401


def test_post_costs_one_statement_and_one_for_the_token(
    app, client, author, statements
):
    post, token = make_post(app, author), bearer_of(app, author)

    for headers, cost in ({}, 1), (token, 2):
        statements.clear()
        client.get(f"/api/posts/{post.id}", headers=headers)
        assert len(statements) == cost
