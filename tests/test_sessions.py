from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.limits import LOGIN_LIFETIME
from app.models import Login
from tests.factories import PASSWORD, make_login, make_user


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


@pytest.fixture
def elsewhere(app, ada):
    """Ada's other browser."""
    elsewhere = app.test_client()
    elsewhere.sign_in(ada)
    return elsewhere


def is_in(client):
    return client.get("/account").status_code == 200


def ids(app, user):
    with app.app_context():
        return db.session.scalars(
            select(Login.id).where(Login.user_id == user.id)
        ).all()


def test_other_session_ends_at_once(app, client, ada, elsewhere):
    [other] = ids(app, ada)
    client.sign_in(ada)

    answer = client.submit("/sessions", ends=other, password=PASSWORD)

    assert answer.status_code == 303
    assert not is_in(elsewhere)
    assert is_in(client)


@pytest.mark.parametrize("password", ["", "wrong"])
def test_no_session_ends_without_the_password(app, client, ada, elsewhere, password):
    [other] = ids(app, ada)
    client.sign_in(ada)

    answer = client.submit("/sessions", ends=other, password=password)

    assert answer.status_code == 422
    assert f'value="{other}" id="ends-{other}" checked' in answer.text
    assert is_in(elsewhere)


def test_nobody_ends_the_session_of_another_or_one_that_is_none(app, client, ada):
    grace, graces = make_user(app), app.test_client()
    graces.sign_in(grace)
    client.sign_in(ada)

    for wrong in [*ids(app, grace), *ids(app, ada), 0, -1, 2**63, "9" * 5000, "x", ""]:
        answer = client.submit("/sessions", ends=wrong, password=PASSWORD)

        assert answer.status_code == 422
    assert is_in(graces)
    assert is_in(client)
