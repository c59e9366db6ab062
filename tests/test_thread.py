import re

import pytest
from sqlalchemy import insert

from app.clock import now
from app.extensions import db
from app.limits import LEVELS_MAX, REPLIES_SHOWN
from app.models import Post
from app.models.post import below
from tests.factories import make_post, make_reply, make_user
from tests.test_pages import ODD


def shown(page):
    """Return the level and the text of each reply."""
    return re.findall(r"reply reply-(\d).+?<p>(\w+)</p>", page, re.DOTALL)


def test_replies_stand_below_what_they_answer(app, client, ada):
    post = make_post(app, ada, "root")
    first, second = make_reply(app, ada, post, "a"), make_reply(app, ada, post, "b")
    deep = make_reply(app, ada, first, "aa")
    make_reply(app, ada, deep, "aaa")
    make_reply(app, ada, second, "bb")
    make_reply(app, ada, first, "ab")
    make_reply(app, ada, make_post(app, ada, "other"), "else")

    whole = [
        ("1", "a"),
        ("2", "aa"),
        ("3", "aaa"),
        ("2", "ab"),
        ("1", "b"),
        ("2", "bb"),
    ]
    assert shown(client.get(f"/posts/{post.id}").text) == whole
    page = client.get(f"/posts/{first.id}").text
    assert shown(page) == [("1", "aa"), ("2", "aaa"), ("1", "ab")]
    assert f'href="/posts/{post.id}">what' in page


def test_deleted_reply_keeps_its_place(app, client, ada):
    post = make_post(app, make_user(app))
    reply = make_reply(app, ada, post, "gone")
    answer = make_reply(app, make_user(app), reply, "stays")
    client.submit(f"/posts/{reply.id}/delete")

    page = app.test_client().get(f"/posts/{post.id}").text
    own_page = client.get(f"/posts/{answer.id}").text

    assert page.index("This reply is not shown.") < page.index("stays")
    assert "gone</p>" not in page
    assert ada.name not in page
    assert f'href="/posts/{post.id}">what' in own_page
    assert f'href="/posts/{reply.id}"' not in own_page


@pytest.fixture
def long(app, ada):
    """A thread of a thousand replies, fifty levels deep."""
    post, rows, path = make_post(app, ada), [], None
    usual = {"author_id": ada.id, "body": "x", "body_html": "<p>x</p>"}
    for id in range(post.id + 1, post.id + 1001):
        path = below(path if len(rows) % LEVELS_MAX else None, id)
        place = {"id": id, "root_id": post.id, "path": path, "created_at": now()}
        rows.append(usual | place | {"listed": False})
    with app.app_context():
        db.session.execute(insert(Post.__table__), rows)
        db.session.commit()
    return post


def test_long_and_deep_thread_has_pages(client, long, statements):
    address, ids, costs = f"/posts/{long.id}", [], set()

    while address:
        statements.clear()
        page = client.get(address).text
        costs.add(len(statements))
        found = re.findall(r'"post-time" href="/posts/(\d+)"', page)[1:]
        assert len(found) == REPLIES_SHOWN
        ids += map(int, found)
        more = re.search(r'rel="next" href="(.+?)"', page)
        address = more and more[1]

    assert ids == list(range(long.id + 1, long.id + 1001))
    assert costs == {3}


def test_odd_page_is_no_fault_of_ours(client, long):
    address = f"/posts/{long.id}"

    for value in ODD:
        assert client.get(address, query_string={"after": value}).status_code == 404
    for value in [1, 2**62, 2**63 - 1]:
        assert client.get(address, query_string={"after": value}).status_code == 200
