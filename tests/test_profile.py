import re
from datetime import UTC, datetime

import pytest

from app import avatars
from app.clock import now
from app.limits import ROWS_SHOWN
from tests.factories import make_post, make_user


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


def test_everybody_has_a_face(app, client, grace):
    src = 'src="/avatars/grace.svg"'
    make_post(app, grace)

    assert src in client.get("/people/grace").text
    assert src in client.get("/posts").text


def test_anybody_gets_a_face_that_any_browser_may_keep(client):
    answer = client.get("/avatars/grace.svg")

    assert answer.mimetype == "image/svg+xml"
    assert answer.text == avatars.svg("grace")
    assert answer.headers["Cache-Control"] == "public, max-age=604800"
    assert client.get(f"/avatars/{'x' * 31}.svg").status_code == 404


def test_lists_lead_to_people(app, client, grace):
    link = 'href="/people/grace"'

    client.sign_in(grace)
    assert link in client.get("/people").text
    assert link in client.get("/account").text


def test_page_has_what_this_person_wrote_and_nothing_else(app, client, grace):
    ada = make_user(app, name="ada")
    for number in range(ROWS_SHOWN + 1):
        make_post(app, grace, f"Note {number}.")
        make_post(app, ada, "Not hers.")

    page = client.get("/people/grace").text
    older = re.search(r'rel="next" href="(/people/grace\?before=\d+)"', page)[1]

    assert page.count("<p>Note ") == ROWS_SHOWN
    assert "<p>Note 0.</p>" in client.get(older).text
    assert "Not hers." not in page + client.get(older).text


def test_page_without_posts_says_so(client, grace):
    assert "Nothing yet." in client.get("/people/grace").text


def test_post_leads_to_its_author(app, client, grace):
    post = make_post(app, grace)

    for address in ["/posts", f"/posts/{post.id}"]:
        assert 'href="/people/grace"' in client.get(address).text
