import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pyotp import TOTP
from sqlalchemy import func, select

from app import clock, qr, totp
from app.extensions import db
from app.models import RecoveryCode, SecondFactor
from app.models.recovery_code import spend
from tests.factories import PASSWORD, keep, make_user


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


@pytest.fixture
def begun(app, ada):
    """The secret that Ada's telephone has, not yet in force."""
    secret = totp.new_secret()
    keep(app, SecondFactor(user_id=ada.id, secret=secret))
    return secret


def code(secret, steps_ago=0):
    return TOTP(secret).at(clock.now(), counter_offset=-steps_ago)


def in_force(app):
    return [factor.last_step is not None for factor in factors(app)]


def prove(client, **fields):
    form = {"csrf_token": client.token("/two-factor"), "password": PASSWORD}
    return client.post("/two-factor/code", data=form | fields)


def test_code_puts_the_secret_in_force_and_shows_ten_for_paper(
    app, client, ada, begun, letters
):
    page = prove(client, code=code(begun)).text

    assert in_force(app) == [True]
    with app.app_context():
        for paper in re.findall(r'"secret">(.*?)<', page):
            assert db.session.execute(spend(ada.id, paper)).rowcount == 1
        assert db.session.scalars(select(RecoveryCode)).all() == []
    [letter] = letters("ada@example.org")
    assert "needs a code from your telephone" in letter.body
    assert begun not in letter.body


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"password": "wrong"}, "This is not your password."),
        ({"password": ""}, "Enter your password."),
        ({"code": "000 000"}, "This is not the code."),
        ({"code": ""}, "Enter the code"),
        ({"code": "\0"}, "not text"),
        ({"code": "1" * 31}, "more than 30"),
    ],
)
def test_nothing_comes_into_force_without_code_and_password(
    app, client, begun, letters, fields, error
):
    answer = prove(client, **{"code": code(begun)} | fields)

    assert answer.status_code == 422
    assert error in answer.text
    assert in_force(app) == [False]
    assert letters() == []


def test_code_of_a_secret_that_was_replaced_is_worth_nothing(app, client, begun):
    client.submit("/two-factor")

    assert prove(client, code=code(begun)).status_code == 422
    assert in_force(app) == [False]


def test_two_windows_at_once_make_one_set_of_codes(app, client, ada, begun):
    barrier = Barrier(2)
    windows = [app.test_client() for _ in range(2)]
    for window in windows:
        window.sign_in(ada)
    form = {"code": code(begun), "password": PASSWORD}

    def send(window):
        data = form | {"csrf_token": window.token("/two-factor")}
        barrier.wait()
        return window.post("/two-factor/code", data=data).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(send, windows)) == [200, 303]
    with app.app_context():
        assert db.session.scalar(select(func.count(RecoveryCode.id))) == 10


@pytest.fixture
def paper(app, client, begun):
    """The codes that Ada has on paper; her second factor is in force."""
    page = prove(client, code=code(begun)).text
    return re.findall(r'"secret">(.*?)<', page)


def good(app, user, codes):
    with app.app_context():
        return [db.session.execute(spend(user.id, code)).rowcount for code in codes]


def test_new_codes_make_the_old_ones_worthless(app, client, ada, paper):
    form = {"csrf_token": client.token("/two-factor"), "password": PASSWORD}

    page = client.post("/two-factor/paper", data=form).text

    new = re.findall(r'"secret">(.*?)<', page)
    assert good(app, ada, paper) == [0] * 10
    assert good(app, ada, new) == [1] * 10


def test_page_says_how_many_codes_are_left(app, client, ada, paper):
    with app.app_context():
        db.session.execute(spend(ada.id, paper[0]))
        db.session.commit()

    assert "You have 9 of your codes" in client.get("/two-factor").text


def test_second_factor_can_be_turned_off(app, client, ada, paper, letters):
    form = {"csrf_token": client.token("/two-factor"), "password": PASSWORD}

    answer = client.post("/two-factor/off", data=form)

    assert answer.location == "/account"
    assert factors(app) == []
    assert good(app, ada, paper) == [0] * 10
    assert "nothing but the password" in letters("ada@example.org")[-1].body


@pytest.mark.parametrize("address", ["/two-factor/paper", "/two-factor/off"])
def test_without_the_password_nothing_of_it_changes(app, client, paper, address):
    form = {"csrf_token": client.token("/two-factor"), "password": "wrong"}

    answer = client.post(address, data=form)

    assert answer.status_code == 422
    assert "This is not your password." in answer.text
    assert in_force(app) == [True]
