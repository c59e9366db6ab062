import time

import pytest
from itsdangerous import TimestampSigner

from tests.factories import PASSWORD, make_user

DAY = 24 * 60 * 60


@pytest.fixture
def after(monkeypatch):
    """Let some days pass for the clock that signs cookies and looks at their age."""
    passed = [0]

    def after(days):
        passed[0] += days * DAY

    def get_timestamp(signer):
        return int(time.time() + passed[0])

    monkeypatch.setattr(TimestampSigner, "get_timestamp", get_timestamp)
    return after


@pytest.fixture
def client(app):
    """A browser of somebody who has just signed in."""
    make_user(app, name="ada", email="ada@example.org")
    client = app.test_client()
    client.submit("/sign-in", email="ada@example.org", password=PASSWORD)
    return client


def is_in(client):
    return client.get("/account").status_code == 200


def test_browser_that_nobody_used_for_a_week_is_signed_out(client, after):
    after(days=7.1)

    assert not is_in(client)


def test_each_visit_begins_the_week_anew(client, after):
    for _ in range(3):
        after(days=6.9)
        assert is_in(client)


def test_file_does_not_count_as_a_visit_and_carries_no_cookie(client, after):
    after(days=6.9)
    for path in ["/static/pipit.css", "/scripts/moment.js"]:
        assert "Set-Cookie" not in client.get(path, buffered=True).headers
    after(days=0.2)

    assert not is_in(client)
