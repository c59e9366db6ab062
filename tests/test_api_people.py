from datetime import UTC, datetime

import pytest

from app import clock
from app.limits import ROWS_SHOWN
from tests.factories import make_block, make_follow, make_post, make_user

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def grace(app):
    words = {"about": "I <like> ships.", "place": "New York"}
    return make_user(app, name="grace", created_at=NOON, **words)


def test_person_is_read_by_anybody(client, grace):
    answer = client.get("/api/people/grace")

    assert answer.json == {
        "name": "grace",
        "url": "/api/people/grace",
        "page": "/people/grace",
        "posts": "/api/people/grace/posts",
        "avatar": "/avatars/grace.svg",
        "about": "I <like> ships.",
        "place": "New York",
        "created_at": "2026-01-02T12:00:00+00:00",
        "followed": False,
    }


def test_links_lead_on(app, client, grace):
    make_post(app, grace)
    person = client.get("/api/people/grace").json

    assert client.get(person["url"]).json == person
    assert len(client.get(person["posts"]).json["posts"]) == 1
    assert client.get(person["avatar"]).mimetype == "image/svg+xml"


def test_their_posts_are_read_part_by_part(app, client, grace):
    posts = [make_post(app, grace) for _ in range(ROWS_SHOWN + 1)]
    make_post(app, make_user(app))

    first = client.get("/api/people/grace/posts").json
    second = client.get(first["next"]).json

    found = [post["id"] for post in first["posts"] + second["posts"]]
    assert found == [post.id for post in reversed(posts)]
    assert second["next"] is None


def test_reader_is_told_whom_they_follow(app, client, ada, grace, bearer):
    make_follow(app, ada, grace)

    people = [client.get(f"/api/people/{p.name}", headers=bearer) for p in (grace, ada)]

    assert [person.json["followed"] for person in people] == [True, False]


def test_disabled_account_says_nothing_of_itself(app, client):
    make_user(app, name="alan", about="Here.", place="There", disabled_at=clock.now())

    person = client.get("/api/people/alan").json

    assert (person["about"], person["place"]) == ("", "")


@pytest.mark.parametrize("ending", ["", "/posts"])
@pytest.mark.parametrize("name", ["nobody", "Grace", "%00", "x" * 300, "a%2Fb", "🐦"])
def test_another_name_is_that_of_nobody(client, grace, name, ending):
    answer = client.get(f"/api/people/{name}{ending}")

    assert answer.json["status"] in (400, 404)


@pytest.mark.parametrize("ending", ["", "/posts"])
def test_two_who_are_kept_apart_do_not_meet(app, client, ada, grace, bearer, ending):
    make_block(app, grace, ada)

    answer = client.get(f"/api/people/grace{ending}", headers=bearer)

    assert answer.status_code == 404


def test_nobody_is_told_the_address_of_another(app, client, grace, bearer):
    make_post(app, grace)

    for address in "/api/people/grace", "/api/people/grace/posts", "/api/posts":
        assert "@" not in client.get(address, headers=bearer).text
