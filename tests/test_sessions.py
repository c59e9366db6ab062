from datetime import timedelta

import pytest

from app import clock
from app.limits import LOGIN_LIFETIME
from tests.factories import make_login, make_user


@pytest.fixture
def ada(app):
    return make_user(app, name="ada")


def test_page_lists_own_sessions_this_one_first(app, client, ada):
    client.sign_in(ada)
    make_login(app, ada, browser="Firefox on Linux", place="2001:db8::/64")
    make_login(app, make_user(app), browser="Opera on Android")

    page = client.get("/sessions").text

    assert page.count('class="session"') == 2
    assert page.index(", this one") < page.index("Firefox on Linux")
    assert "from 2001:db8::/64" in page
    assert "Opera" not in page


def test_session_that_has_ended_is_not_listed(app, client, ada):
    client.sign_in(ada)
    early = clock.now() - LOGIN_LIFETIME - timedelta(seconds=1)
    make_login(app, ada, created_at=early)

    assert client.get("/sessions").text.count('class="session"') == 1


def test_page_costs_two_queries_and_writes_nothing(app, client, ada, statements):
    for _ in range(3):
        make_login(app, ada)
    client.sign_in(ada)
    statements.clear()

    client.get("/sessions")

    assert [statement.split()[0] for statement in statements] == ["SELECT"] * 2
