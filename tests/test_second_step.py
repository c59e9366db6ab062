from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from pyotp import TOTP

from app import clock
from app.models import SecondFactor, recovery_code
from tests.factories import PASSWORD, keep, make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def ada(app):
    """Somebody whose second factor is in force."""
    ada = make_user(app, name="ada", email="ada@example.org")
    keep(app, SecondFactor(user_id=ada.id, secret=SECRET, last_step=0))
    return ada


def give_password(browser, page="/sign-in"):
    return browser.submit(page, email="ada@example.org", password=PASSWORD)


def give_code(browser, code=None, page="/sign-in/code"):
    return browser.submit(page, code=code or TOTP(SECRET).at(clock.now()))


def is_in(browser):
    return browser.get("/account").status_code == 200


def test_password_alone_does_not_let_in(client, ada):
    answer = give_password(client, "/sign-in?_external=1&_scheme=evil")

    assert answer.location == "/sign-in/code"
    assert not is_in(client)


def test_code_after_the_password_lets_in(client, ada, caplog):
    caplog.set_level("INFO")
    give_password(client)

    answer = give_code(client)

    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)
    assert caplog.messages == [f"sign-in: user {ada.id} from 127.0.0.1"]


def test_page_that_was_asked_for_comes_after_both(client, ada):
    answer = give_password(client, "/sign-in?next=/account")

    assert give_code(client, page=answer.location).location == "/account"


@pytest.mark.parametrize("wrong", ["000000", "x", "\0", "1" * 31])
def test_wrong_code_does_not_let_in_and_says_so(client, ada, wrong, caplog):
    give_password(client)

    answer = give_code(client, wrong)

    assert answer.status_code == 422
    assert "<title>Error: Code" in answer.text
    assert not is_in(client)


def test_code_is_good_once(app, client, ada):
    code = TOTP(SECRET).at(clock.now())
    give_password(client)
    give_code(client, code)
    watcher = app.test_client()
    give_password(watcher)

    assert "used already" in give_code(watcher, code).text
    assert not is_in(watcher)


def test_code_without_the_password_leads_back_to_it(app, client, ada):
    form = {"csrf_token": client.token("/sign-in"), "code": TOTP(SECRET).now()}

    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.post("/sign-in/code", data=form).location == "/sign-in"
    assert not is_in(client)


def test_password_counts_for_ten_minutes(client, ada, monkeypatch):
    give_password(client)
    later = clock.now() + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert client.get("/sign-in/code").location == "/sign-in"


def test_half_of_a_sign_in_is_used_up_by_the_other_half(app, client, ada):
    give_password(client)
    copied = app.test_client()
    copied.set_cookie("session", client.get_cookie("session").value)
    give_code(client)

    assert copied.get("/sign-in/code").location == "/sign-in"


def test_half_of_a_sign_in_ends_with_a_new_password(app, client, ada):
    thief = app.test_client()
    give_password(thief)
    client.sign_in(ada)
    client.submit("/password", password=PASSWORD, new_password="a new one for tests")

    assert thief.get("/sign-in/code").location == "/sign-in"


def test_codes_are_bounded_wherever_they_come_from(client, ada, caplog):
    give_password(client)
    token = client.token("/sign-in/code")

    statuses = [
        client.post(
            "/sign-in/code",
            data={"csrf_token": token, "code": "123"},
            environ_overrides={"REMOTE_ADDR": f"203.0.113.{n}"},
        ).status_code
        for n in range(12)
    ]

    assert statuses == [422] * 10 + [429] * 2
    assert f"code refused: user {ada.id} from 203.0.113.0" in caplog.messages


def test_one_code_from_four_browsers_at_once_lets_one_in(app, ada):
    barrier, code = Barrier(4), TOTP(SECRET).at(clock.now())
    browsers = [app.test_client() for _ in range(4)]
    for browser in browsers:
        give_password(browser)

    def send(browser):
        form = {"csrf_token": browser.token("/sign-in/code"), "code": code}
        barrier.wait()
        return browser.post("/sign-in/code", data=form).status_code

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(send, browsers)) == [303, 422, 422, 422]


@pytest.fixture
def paper(app, ada):
    """The codes that Ada has on paper."""
    codes = recovery_code.new_codes()
    for row in recovery_code.rows(ada.id, codes):
        keep(app, row)
    return codes


def test_code_on_paper_lets_in_once(app, client, ada, paper, caplog):
    caplog.set_level("DEBUG")
    give_password(client)
    assert give_code(client, paper[0].upper()).status_code == 303
    assert is_in(client)

    again = app.test_client()
    give_password(again)
    assert give_code(again, paper[0]).status_code == 422
    assert give_code(again, paper[1]).status_code == 303
    assert not any(code in caplog.text for code in paper)
