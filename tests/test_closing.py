from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.models import Like, Notification, RecoveryCode, Report, SecondFactor, User
from tests.factories import (
    NEWCOMER,
    PASSWORD,
    keep,
    make_block,
    make_follow,
    make_login,
    make_mute,
    make_post,
    make_token,
    make_user,
)

STAYS = {
    "likes.user_id",  # a number that others see
    "posts.author_id",  # half of a conversation
    "reports.reporter_id",  # of what is still to be read
}


@pytest.fixture
def ada(app, client):
    """Somebody who is signed in, in `client`, and has a row in every table."""
    user = make_user(app, name="ada", email="ada@example.org")
    client.sign_in(user)
    make_token(app, user)
    keep(app, SecondFactor(user_id=user.id, secret="A" * 32))
    keep(app, RecoveryCode(user_id=user.id, code_hash="x"))
    post = {"post_id": make_post(app, user).id, "created_at": now()}
    keep(app, Like(**post, user_id=user.id))
    keep(app, Report(**post, reporter_id=user.id, reason="a"))
    grace = make_user(app)
    make_follow(app, user, grace)
    make_follow(app, grace, user)
    for one, two in [(user, grace), (grace, user)]:
        who = {"user_id": one.id, "actor_id": two.id, "kind": "follow"}
        keep(app, Notification(**who, created_at=now()))
        make_block(app, one, two)
        make_mute(app, one, two)
    return user


def counts(app, user):
    """Count the rows that belong to `user`, in each table that has such rows."""
    with app.app_context():
        return {
            str(key.parent): db.session.scalar(
                select(func.count()).where(key.parent == user.id)
            )
            for table in db.metadata.sorted_tables
            for key in table.foreign_keys
            if key.references(User.__table__)
        }


def left(app, user):
    return {column for column, count in counts(app, user).items() if count}


def test_closed_account_leaves_no_row_of_its_own(app, client, ada, letters):
    assert 0 not in counts(app, ada).values()

    answer = client.submit("/account/close", password=PASSWORD)

    assert "Your account is closed." in client.get(answer.location).text
    assert left(app, ada) == STAYS
    with app.app_context():
        assert db.session.get(User, ada.id).name == f"closed-{ada.id}"
    [letter] = letters("ada@example.org")
    assert "Hello ada," in letter.body


def test_what_somebody_wrote_is_still_to_be_read(app, client, ada):
    post = make_post(app, ada, "A last word.")
    assert "Your posts stay, without your name." in client.get("/account/close").text
    client.submit("/account/close", password=PASSWORD)

    for address in ["/posts", f"/posts/{post.id}", f"/people/closed-{ada.id}"]:
        page = client.get(address).text
        assert "A last word." in page
        assert f">closed-{ada.id}</bdi>" in page
        assert ">ada<" not in page


def test_who_has_gone_is_out_everywhere_and_may_come_again(app, client, ada):
    elsewhere = app.test_client()
    elsewhere.sign_in(ada)

    client.submit("/account/close", password=PASSWORD)

    for browser in client, elsewhere:
        assert browser.get("/account").location.startswith("/sign-in")
    again = client.submit("/sign-in", email=ada.email, password=PASSWORD)
    assert again.status_code == 422
    assert client.get("/people/ada").status_code == 404
    assert client.submit("/register", **NEWCOMER).status_code == 303
    assert client.get("/people/ada").status_code == 200


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nobody_goes_by_mistake(app, client, ada, letters, password):
    assert 'href="/account/close"' in client.get("/account").text

    answer = client.submit("/account/close", password=password)

    assert answer.status_code == 422
    assert 0 not in counts(app, ada).values()
    assert letters() == []


def test_closing_eight_times_at_once_is_closing_once(app, ada, letters):
    barrier = Barrier(8)

    def send(client):
        make_login(app, ada)
        client.sign_in(ada)
        form = {"csrf_token": client.token("/account/close"), "password": PASSWORD}
        barrier.wait()
        return client.post("/account/close", data=form).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(send, [app.test_client() for _ in range(8)]))

    assert set(statuses) <= {303, 422}
    assert left(app, ada) == STAYS
    assert len(letters()) == 1
