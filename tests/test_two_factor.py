from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app import qr, totp
from app.extensions import db
from app.models import SecondFactor
from tests.factories import keep, make_user


@pytest.fixture
def ada(app):
    return make_user(app, name="ada")


@pytest.fixture
def client(client, ada):
    client.sign_in(ada)
    return client


def factors(app):
    with app.app_context():
        return db.session.scalars(select(SecondFactor)).all()


def test_picture_and_page_show_the_same_new_secret(app, client):
    client.submit("/two-factor")

    [factor] = factors(app)
    page = client.get("/two-factor").text
    picture = client.get("/two-factor.svg")
    secret = "".join(page.partition('class="secret">')[2].partition("<")[0].split())
    assert secret == factor.secret
    assert picture.data == qr.svg(totp.address(secret, "ada"))
    assert picture.mimetype == "image/svg+xml"
    assert picture.cache_control.no_store


def test_beginning_again_makes_another_secret(app, client):
    client.submit("/two-factor")
    [before] = factors(app)
    client.post("/two-factor", data={"csrf_token": client.token("/account")})

    [after] = factors(app)
    assert after.secret != before.secret


def test_secret_in_force_is_neither_shown_nor_changed(app, client, ada):
    keep(app, SecondFactor(user_id=ada.id, secret="A" * 32, last_step=1))

    client.post("/two-factor", data={"csrf_token": client.token("/account")})

    assert [factor.secret for factor in factors(app)] == ["A" * 32]
    assert "AAAA" not in client.get("/two-factor").text
    assert client.get("/two-factor.svg").status_code == 404


def test_secret_of_another_is_not_shown(app, client):
    keep(app, SecondFactor(user_id=make_user(app).id, secret="B" * 32))

    assert "BBBB" not in client.get("/two-factor").text
    assert client.get("/two-factor.svg").status_code == 404


def test_eight_beginnings_at_once_leave_one_secret(app, ada):
    barrier = Barrier(8)

    def begin(browser):
        form = {"csrf_token": browser.token("/two-factor")}
        barrier.wait()
        return browser.post("/two-factor", data=form).status_code

    browsers = [app.test_client() for _ in range(8)]
    for browser in browsers:
        browser.sign_in(ada)
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(begin, browsers)) == {303}
    assert len(factors(app)) == 1
