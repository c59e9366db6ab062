import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.limits import MENTIONS_MAX
from app.markdown import mentions, render
from app.models import Notification
from tests.factories import make_post, make_user


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ada", ["ada"]),
        ("Is it you, @Grace? (@ada) **@ada**", ["grace", "ada"]),
        ("@a_b_c: hello", ["a_b_c"]),
        ("ada@example.org a@ada @@ada /@ada", []),
        ("@ad @" + "a" * 31, []),
        ("`@ada` [@ada](https://b.example) https://b.example/@ada", []),
        ("    @ada", []),
        ("\\@ada", []),
        ("@ädä", []),
        ("[x](/people/ada) [x](https://b.example/people/ada)", []),
    ],
)
def test_who_is_mentioned_is_who_is_shown_as_mentioned(text, names):
    assert mentions(render(text)) == names


def test_mention_is_a_link():
    link = '<a href="/people/ada" rel="nofollow ugc noopener">@Ada</a>'

    assert render("@Ada!") == f"<p>{link}!</p>"


@pytest.fixture
def grace(app, ada):
    app.config["WTF_CSRF_ENABLED"] = False
    return make_user(app, name="grace")


def told(app):
    columns = Notification.user_id, Notification.kind, Notification.post_id
    query = select(*columns).order_by(Notification.id)
    with app.app_context():
        return [tuple(row) for row in db.session.execute(query)]


def test_people_are_told_once_that_they_are_mentioned(app, client, ada, grace):
    alan, post = make_user(app, name="alan"), make_post(app, ada)
    address = f"/posts/{post.id}/edit"

    client.post(address, data={"body": f"@grace @Grace @nobody @{ada.name}"})
    assert told(app) == [(grace.id, "mention", post.id)]

    client.post(address, data={"body": "@grace and @alan"})
    assert told(app)[1:] == [(alan.id, "mention", post.id)]


def test_mention_in_a_new_post_is_told(app, client, grace):
    client.post("/posts/new", data={"body": "Hello @grace."})

    [(user_id, kind, post_id)] = told(app)
    assert (user_id, kind) == (grace.id, "mention")
    page = client.get(f"/posts/{post_id}").text
    link = re.search('href="([^"]+)"[^>]*>@grace<', page)[1]
    assert "<title>grace" in client.get(link).text


def test_one_who_is_answered_is_not_told_twice(app, client, grace):
    post = make_post(app, grace)
    alan = make_user(app, name="alan")

    client.post(f"/posts/{post.id}/reply", data={"body": "@grace @alan"})

    assert [row[:2] for row in told(app)] == [
        (grace.id, "reply"),
        (alan.id, "mention"),
    ]


def test_nobody_tells_a_crowd(app, client, grace):
    crowd = [make_user(app).name for _ in range(MENTIONS_MAX + 5)]

    client.post("/posts/new", data={"body": " ".join(f"@{name}" for name in crowd)})

    assert len(told(app)) == MENTIONS_MAX
