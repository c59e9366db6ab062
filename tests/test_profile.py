from datetime import UTC, datetime

import pytest

from app import avatars
from app.clock import now
from tests.factories import make_user


@pytest.fixture
def grace(app):
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    return make_user(app, name="grace", created_at=noon, role="moderator")


def test_everybody_sees_who_somebody_is(client, grace):
    page = client.get("/people/grace").text

    assert "<title>grace · Pipit" in page
    assert "01 November 2026, 12:00 UTC" in page
    assert "as moderator" in page
    assert "@example.org" not in page
    assert "Edit" not in page


@pytest.mark.parametrize("name", ["nobody", "Grace", "%20grace", "x" * 5000, "..."])
def test_one_who_is_not_there_has_no_page(client, grace, name):
    assert client.get(f"/people/{name}").status_code == 404


def test_page_says_that_somebody_is_disabled(app, client):
    make_user(app, name="eve", disabled_at=now())

    assert "This account is disabled." in client.get("/people/eve").text


def test_everybody_has_a_face(client, grace):
    src = 'src="/avatars/grace.svg"'

    assert src in client.get("/people/grace").text
    assert src in client.get("/").text


def test_anybody_gets_a_face_that_any_browser_may_keep(client):
    answer = client.get("/avatars/grace.svg")

    assert answer.mimetype == "image/svg+xml"
    assert answer.text == avatars.svg("grace")
    assert answer.headers["Cache-Control"] == "public, max-age=604800"
    assert client.get(f"/avatars/{'x' * 31}.svg").status_code == 404


def test_lists_lead_to_people(app, client, grace):
    link = 'href="/people/grace"'

    assert link in client.get("/").text
    client.sign_in(grace)
    assert link in client.get("/people").text
    assert link in client.get("/account").text
