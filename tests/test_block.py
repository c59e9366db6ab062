from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Block, Follow, Notification
from tests.factories import (
    make_block,
    make_follow,
    make_notification,
    make_post,
    make_reply,
    make_tag,
    make_user,
)


@pytest.fixture
def grace(app, ada):
    return make_user(app, name="grace")


@pytest.fixture
def places(app, ada, grace):
    """Where grace can be met, by ada."""
    alan = make_user(app, name="alan")
    make_follow(app, ada, alan)
    make_follow(app, alan, grace)
    make_follow(app, grace, alan)
    post, question = make_post(app, grace, "loud"), make_post(app, alan, "quiet")
    make_tag(app, post, "tea")
    make_reply(app, alan, make_reply(app, grace, question, "loud"), "quiet")
    lists = ["/posts", "/tags/tea", f"/posts/{question.id}"]
    return lists + ["/people/alan/followers", "/people/alan/following"]


@pytest.fixture
def pages(app, grace):
    """What is at her own addresses, and what can be done there."""
    post, person = f"/posts/{make_post(app, grace).id}", "/people/grace"
    app.config["WTF_CSRF_ENABLED"] = False
    read = [post, person, f"{person}/followers", f"{person}/following"]
    press = [f"{post}/{word}" for word in ["like", "unlike", "reply"]]
    press += [f"{person}/follow", f"{person}/unfollow"]
    return [("GET", page) for page in read] + [("POST", page) for page in press]


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_neither_meets_the_other(app, client, ada, grace, places, pages, who):
    for address in places:
        page = client.get(address).text
        assert "loud" in page or "grace" in page, address

    make_block(app, *((ada, grace) if who == "ada" else (grace, ada)))

    for address in places:
        page = client.get(address).text
        assert "loud" not in page, address
        assert "grace" not in page, address
    for method, address in pages:
        answer = client.open(address, method=method, data={"body": "x"})
        assert answer.status_code == 404, address


def test_others_meet_both(app, ada, grace, places, pages):
    make_block(app, ada, grace)
    stranger, own = app.test_client(), app.test_client()
    own.sign_in(grace)

    for reader in [stranger, own]:
        for address in places:
            page = reader.get(address).text
            assert "loud" in page or "grace" in page, address
        assert reader.get(pages[0][1]).status_code == 200


def test_what_the_other_answered_leads_nowhere(app, client, ada, grace):
    question = make_reply(app, grace, make_post(app, ada), "loud")
    answer = make_reply(app, ada, question, "Yes.")
    make_block(app, grace, ada)

    page = client.get(f"/posts/{answer.id}").text

    assert f'href="/posts/{question.id}"' not in page
    assert "grace" not in page


def counts(app):
    tables = Block, Follow, Notification
    with app.app_context():
        queries = [select(func.count()).select_from(table) for table in tables]
        return [db.session.scalar(query) for query in queries]


@pytest.fixture
def press(app, client):
    app.config["WTF_CSRF_ENABLED"] = False
    return lambda name, word, who=client: who.post(f"/people/{name}/{word}")


def test_who_blocks_ends_what_was_between_the_two(app, client, ada, grace, press):
    alan = make_user(app)
    assert 'action="/people/grace/block"' in client.get("/people/grace").text
    for one, two in [(ada, grace), (grace, ada), (grace, alan)]:
        make_follow(app, one, two)
        make_notification(app, one, two)

    for _ in range(2):
        answer = press("grace", "block")

    assert counts(app) == [1, 1, 1]
    page = client.get(answer.headers["Location"]).text
    assert 'action="/people/grace/unblock"' in page
    for _ in range(2):
        press("grace", "unblock")
    assert counts(app) == [0, 1, 1]
    assert client.get("/people/grace").status_code == 200


def test_only_who_blocked_takes_it_back(app, client, ada, grace, press):
    make_block(app, grace, ada)

    assert press("grace", "unblock").status_code == 303
    assert counts(app) == [1, 0, 0]
    assert client.get("/people/grace/followers").status_code == 404


def test_nobody_blocks_oneself_or_nobody(client, ada, press):
    for name in [ada.name, "nobody"]:
        for word in ["block", "unblock"]:
            assert press(name, word).status_code == 404


def test_two_who_block_each_other_at_once_do(app, ada, grace, press):
    make_follow(app, ada, grace)
    make_follow(app, grace, ada)
    barrier = Barrier(8)

    def send(number):
        client, pair = app.test_client(), [ada, grace]
        client.sign_in(pair[number % 2])
        barrier.wait()
        return press(pair[number % 2 - 1].name, "block", client).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = set(threads.map(send, range(8)))

    assert statuses == {303}
    assert counts(app) == [2, 0, 0]
