"""Lists, read part by part, each of which has the address of the next."""

import pytest

from app import clock
from app.limits import ROWS_SHOWN
from tests.factories import (
    make_follow,
    make_mute,
    make_post,
    make_reply,
    make_tag,
    make_user,
)

LISTS = ["/api/posts", "/api/home", "/api/tags/tea"]


def ids(answer):
    return [post["id"] for post in answer.json["posts"]]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("more", [-1, 0, 1, ROWS_SHOWN + 1])
def test_each_part_leads_to_the_next(app, client, ada, bearer, address, more):
    posts = [make_post(app, ada) for _ in range(ROWS_SHOWN + more)]
    for post in posts:
        make_tag(app, post, "tea")
    found = []

    while address:
        answer = client.get(address, headers=bearer)
        assert len(answer.json["posts"]) <= ROWS_SHOWN
        found, address = found + ids(answer), answer.json["next"]

    assert found == [post.id for post in reversed(posts)]


def test_list_of_nothing_is_a_list(client, bearer):
    assert client.get("/api/posts").json == {"posts": [], "next": None}


def test_post_in_a_list_is_as_it_is_alone(app, client, ada):
    make_post(app, ada)

    [post] = client.get("/api/posts").json["posts"]

    assert client.get(post["url"]).json == post


def test_home_has_those_whom_one_follows(app, client, ada, bearer):
    grace, alan = make_user(app), make_user(app)
    make_follow(app, ada, grace)
    posts = [make_post(app, author) for author in (ada, grace, alan)]

    answer = client.get("/api/home", headers=bearer)

    assert ids(answer) == [posts[1].id, posts[0].id]


@pytest.mark.parametrize("address", LISTS)
def test_who_is_not_to_be_heard_is_not_heard(app, client, ada, bearer, address):
    grace = make_user(app)
    make_follow(app, ada, grace)
    make_tag(app, make_post(app, grace), "tea")
    assert len(ids(client.get(address, headers=bearer))) == 1

    make_mute(app, ada, grace)

    assert ids(client.get(address, headers=bearer)) == []


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("when", ["hidden_at", "deleted_at"])
def test_what_is_nowhere_is_in_no_list(app, client, ada, bearer, address, when):
    post = make_post(app, ada, **{when: clock.now(), "listed": False})
    make_tag(app, post, "tea")

    assert ids(client.get(address, headers=bearer)) == []


def test_tag_finds_replies_as_well(app, client, ada):
    reply = make_reply(app, ada, make_post(app, ada))
    make_tag(app, reply, "tea")

    assert ids(client.get("/api/tags/Tea")) == [reply.id]
    assert ids(client.get("/api/posts")) == [reply.root_id]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "before", ["", "0", "-1", "1.0", "x", str(2**63), "9" * 30, "1e3", " 1", "١"]
)
def test_odd_beginning_is_no_page(client, bearer, address, before):
    answer = client.get(address, headers=bearer, query_string={"before": before})

    assert (answer.status_code, answer.json["status"]) == (404, 404)


@pytest.mark.parametrize("address", LISTS)
def test_list_costs_two_statements(app, client, ada, bearer, statements, address):
    for _ in range(ROWS_SHOWN + 1):
        make_tag(app, make_post(app, ada), "tea")
    statements.clear()

    client.get(address, headers=bearer)

    assert len(statements) == 2
