from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import update

from app import passwords
from app.extensions import db
from app.models import User
from tests.factories import PASSWORD, make_token, make_user

NEW = "a new one for tests"


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", confirmed_at=None)


@pytest.fixture
def follow(app, ada):
    """Follow a link that was sent to ada, with a browser of its own; return that."""

    def follow(secret=None):
        browser = app.test_client()
        browser.get(f"/reset/{secret or make_token(app, ada, 'reset')}")
        return browser

    return follow


def kept(app, user):
    with app.app_context():
        return db.session.get(User, user.id)


def has(app, user, password):
    with app.app_context():
        return passwords.matches(kept(app, user).password_hash, password)


def test_link_leads_to_a_new_password_and_confirms_the_address(app, ada, follow):
    browser = follow()
    assert "A new password for <bdi>ada</bdi>" in browser.get("/reset/now").text

    answer = browser.submit("/reset/now", new_password=NEW)

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert has(app, ada, NEW)
    assert kept(app, ada).confirmed_at


def test_link_works_once(app, ada, follow):
    secret = make_token(app, ada, "reset")
    first, second = follow(secret), follow(secret)
    token = second.token("/reset/now")
    first.submit("/reset/now", new_password=NEW)

    form = {"csrf_token": token, "new_password": "another for tests"}
    assert second.post("/reset/now", data=form).status_code == 410
    assert second.get(f"/reset/{secret}").status_code == 410
    assert has(app, ada, NEW)


@pytest.mark.parametrize("word", ["short", "ada-ada-1234", "password1", ""])
def test_refused_password_leaves_the_link_as_it_was(app, ada, follow, word):
    browser = follow()

    answer = browser.submit("/reset/now", new_password=word)

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert browser.submit("/reset/now", new_password=NEW).status_code == 303


def test_reset_ends_every_login_and_every_other_link(app, ada, follow):
    thief, late = app.test_client(), follow()
    thief.sign_in(ada)

    follow().submit("/reset/now", new_password=NEW)

    assert thief.get("/account").status_code == 303
    assert late.get("/reset/now").status_code == 410


def test_link_ends_with_a_change_of_the_password(app, ada, follow):
    confirm = app.test_client()
    confirm.get(f"/confirm/{make_token(app, ada)}")
    confirm.submit("/confirm/now")
    browser, at_home = follow(), app.test_client()
    at_home.sign_in(ada)
    at_home.submit("/password", password=PASSWORD, new_password=NEW)

    assert browser.get("/reset/now").status_code == 410


def test_link_is_for_the_address_that_it_was_sent_to(app, ada, follow):
    browser = follow()
    token = browser.token("/reset/now")
    with app.app_context():
        db.session.execute(update(User).values(email="new@example.org"))
        db.session.commit()

    form = {"csrf_token": token, "new_password": NEW}
    assert browser.post("/reset/now", data=form).status_code == 410
    assert has(app, ada, PASSWORD)


def test_eight_at_once_change_the_password_once(app, ada, follow):
    secret, barrier = make_token(app, ada, "reset"), Barrier(8)

    def send(browser):
        form = {"csrf_token": browser.token("/reset/now"), "new_password": NEW}
        barrier.wait()
        return browser.post("/reset/now", data=form).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(send, [follow(secret) for _ in range(8)]))

    assert sorted(statuses) == [303] + [410] * 7
