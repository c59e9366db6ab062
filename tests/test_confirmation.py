from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import update

from app.extensions import db
from app.models import User
from tests.factories import make_token, make_user


@pytest.fixture
def ada(app):
    return make_user(app, confirmed_at=None)


def is_confirmed(app, user):
    with app.app_context():
        return db.session.get(User, user.id).confirmed_at is not None


def test_link_leads_to_a_page_that_confirms(app, client, ada):
    secret = make_token(app, ada)

    followed = client.get(f"/confirm/{secret}")
    page = client.get("/confirm/now")
    assert (followed.status_code, followed.location) == (303, "/confirm/now")
    assert ada.email in page.text
    assert not is_confirmed(app, ada)

    assert client.submit("/confirm/now").location == "/"
    assert "Your address is confirmed." in client.get("/").text
    assert is_confirmed(app, ada)


def test_link_works_once(app, client, ada):
    secret = make_token(app, ada)
    other = app.test_client()
    for browser in client, other:
        browser.get(f"/confirm/{secret}")
    token = other.token("/confirm/now")
    client.submit("/confirm/now")

    late = other.post("/confirm/now", data={"csrf_token": token})

    assert late.status_code == 410
    assert "does not work any more" in late.text
    assert other.get(f"/confirm/{secret}").status_code == 410
    assert other.get("/confirm/now").status_code == 410


@pytest.mark.parametrize("secret", ["x", "now%20", "%2e", "x" * 9000, "鳥"])
def test_made_up_link_is_dead_and_not_kept(client, secret):
    answer = client.get(f"/confirm/{secret}")

    assert answer.status_code == 410
    assert len(answer.headers.get("Set-Cookie", "")) < 500


def test_link_is_for_the_address_that_it_was_sent_to(app, client, ada):
    secret = make_token(app, ada)
    with app.app_context():
        db.session.execute(update(User).values(email="new@example.org"))
        db.session.commit()

    client.get(f"/confirm/{secret}")
    client.submit("/confirm/now")

    assert not is_confirmed(app, ada)


def test_pages_of_a_link_tell_nobody_the_secret(app, client, ada):
    secret = make_token(app, ada)

    followed = client.get(f"/confirm/{secret}")
    page = client.get("/confirm/now")
    dead = client.get("/confirm/x")

    for answer in followed, page, dead:
        assert answer.headers["Cache-Control"] == "no-store"
    for answer in followed, dead:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert secret not in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_form_is_taken_under_tls(app, client, ada):
    site = "https://localhost"
    client.get(f"/confirm/{make_token(app, ada)}", base_url=site)
    token = client.token("/confirm/now", base_url=site)
    policy = client.get("/confirm/now", base_url=site).headers["Referrer-Policy"]
    as_a_browser = {"Referer": f"{site}/confirm/now"} if "same" in policy else {}

    answer = client.post(
        "/confirm/now",
        data={"csrf_token": token},
        base_url=site,
        headers=as_a_browser,
    )

    assert answer.status_code == 303


def test_eight_clicks_at_once_confirm_once(app, ada):
    secret = make_token(app, ada)
    barrier = Barrier(8)

    def click(browser):
        browser.get(f"/confirm/{secret}")
        form = {"csrf_token": browser.token("/confirm/now")}
        barrier.wait()
        return browser.post("/confirm/now", data=form).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(click, [app.test_client() for _ in range(8)]))

    assert sorted(statuses) == [303] + [410] * 7
