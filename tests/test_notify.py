from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Notification
from tests.factories import make_post, make_user


@pytest.fixture
def grace(app, ada):
    """Somebody whom what ada does concerns."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make_user(app, name="grace")


def told(app):
    columns = Notification.user_id, Notification.actor_id, Notification.kind
    query = select(*columns).order_by(Notification.id)
    with app.app_context():
        return [tuple(row) for row in db.session.execute(query)]


def test_those_whom_it_concerns_are_told_once(app, client, ada, grace):
    post = make_post(app, grace)
    for kind, address in [
        ("like", f"/posts/{post.id}/like"),
        ("follow", "/people/grace/follow"),
    ]:
        for _ in range(2):
            client.post(address)
        assert told(app) == [(grace.id, ada.id, kind)]

        client.post(address.replace("like", "unlike").replace("/follow", "/unfollow"))
        assert told(app) == []


def test_reply_concerns_whoever_wrote_what_it_answers(app, client, ada, grace):
    post = make_post(app, grace)

    answer = client.post(f"/posts/{post.id}/reply", data={"body": "Yes."})
    assert told(app) == [(grace.id, ada.id, "reply")]

    client.post(f"{answer.headers['Location']}/delete")
    assert told(app) == []


def test_nobody_is_told_what_they_did_themselves(app, client, ada, grace):
    post = make_post(app, ada)

    client.post(f"/posts/{post.id}/like")
    client.post(f"/posts/{post.id}/reply", data={"body": "Yes."})
    client.post(f"/people/{ada.name}/follow")

    assert told(app) == []


def test_eight_presses_at_once_tell_once(app, ada, grace):
    addresses = ["/people/grace/follow", f"/posts/{make_post(app, grace).id}/like"]
    barrier = Barrier(8)

    def send(number):
        client = app.test_client()
        client.sign_in(ada)
        barrier.wait()
        return client.post(addresses[number % 2]).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(send, range(8))) == {303}

    pair = grace.id, ada.id
    assert sorted(told(app)) == [(*pair, "follow"), (*pair, "like")]
