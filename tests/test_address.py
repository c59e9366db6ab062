from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event

from app.extensions import db
from app.models import User
from tests.factories import make_token, make_user

NEW = "ada@new.example.org"


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", email="ada@example.org", confirmed_at=None)


@pytest.fixture
def follow(app, ada):
    """Follow a link with a browser of its own; return that."""

    def follow(secret, kind="address"):
        browser = app.test_client()
        browser.get(f"/{kind}/{secret}")
        return browser

    return follow


def kept(app, user):
    with app.app_context():
        return db.session.get(User, user.id)


def test_link_leads_to_the_new_address_and_confirms_it(app, ada, follow):
    browser = follow(make_token(app, ada, "address", NEW))
    assert NEW in browser.get("/address/now").text
    assert kept(app, ada).email == ada.email

    answer = browser.submit("/address/now")

    assert (answer.status_code, answer.location) == (303, "/")
    assert kept(app, ada).email == NEW
    assert kept(app, ada).confirmed_at


def test_older_link_is_dead_after_a_change(app, ada, follow):
    older = follow(make_token(app, ada, "address", "ada@old.example.org"))
    token = older.token("/address/now")
    confirm = make_token(app, ada)
    follow(make_token(app, ada, "address", NEW)).submit("/address/now")

    late = older.post("/address/now", data={"csrf_token": token})

    assert late.status_code == 410
    assert follow(confirm, "confirm").get("/confirm/now").status_code == 410
    assert kept(app, ada).email == NEW


def test_address_that_somebody_has_got_since_is_not_taken_away(app, ada, follow):
    browser = follow(make_token(app, ada, "address", NEW))
    grace = make_user(app, email=NEW)

    assert browser.submit("/address/now").status_code == 410
    assert kept(app, ada).email == "ada@example.org"
    assert kept(app, grace).email == NEW


def at_once(browsers):
    """Press the button in all of them at the same moment; return the answers."""
    barrier = Barrier(len(browsers))

    def press(browser):
        form = {"csrf_token": browser.token("/address/now")}
        barrier.wait()
        return browser.post("/address/now", data=form).status_code

    with ThreadPoolExecutor(len(browsers)) as threads:
        return sorted(threads.map(press, browsers))


def test_two_people_at_once_do_not_get_one_address(app, ada, follow):
    people = [ada, make_user(app)]
    links = [make_token(app, user, "address", NEW) for user in people]

    assert at_once([follow(link) for link in links]) == [303, 410]
    assert [kept(app, user).email for user in people].count(NEW) == 1


@pytest.fixture
def meet(app):
    """Let two requests, each with its token taken, wait for each other if they can."""
    barrier = Barrier(2)

    def wait(connection, cursor, statement, *rest):
        if statement.startswith("DELETE FROM tokens") and "RETURNING" in statement:
            with suppress(BrokenBarrierError):
                barrier.wait(0.2)

    with app.app_context():
        event.listen(db.engine, "after_cursor_execute", wait)
        yield
        event.remove(db.engine, "after_cursor_execute", wait)


def test_two_links_of_one_person_at_once_change_the_address_once(
    app, ada, follow, meet
):
    links = [make_token(app, ada, "address", f"ada@{n}.example.org") for n in "12"]

    assert at_once([follow(link) for link in links]) == [303, 410]
    assert kept(app, ada).email in ["ada@1.example.org", "ada@2.example.org"]
