import re

import pytest

from app.limits import ROWS_SHOWN
from tests.factories import make_post, make_report, make_user


@pytest.fixture
def moderator(app):
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.sign_in(make_user(app, role="moderator"))
    return client


@pytest.fixture
def posts(app, ada):
    author = make_user(app, name="grace")
    first, second = make_post(app, author, "bad"), make_post(app, author, "fine")
    for post, reason in [(first, "Rude."), (second, "Dull.")]:
        make_report(app, ada, post, reason)
    make_report(app, make_user(app), first, "Very rude.")
    return first, second


def reasons(page):
    return re.findall(r'"typed">(.+?)<', page)


def test_oldest_report_comes_first(client, ada, posts, moderator):
    page = moderator.get("/reports").text

    assert reasons(page) == ["Rude.", "Dull.", "Very rude."]
    assert page.count("<p>bad</p>") == 2
    assert f">{ada.name}</bdi> reported this" in page
    for other in client, client.application.test_client():
        assert "Rude." not in other.get("/reports").text


def test_decision_is_for_all_reports_of_a_post(client, posts, moderator):
    first, second = posts
    moderator.post(f"/posts/{first.id}/hide")
    assert reasons(moderator.get("/reports").text) == ["Dull."]

    moderator.post(f"/posts/{second.id}/leave")

    assert "Nothing waits for a decision." in moderator.get("/reports").text
    assert client.get(f"/posts/{first.id}").status_code == 404
    assert "fine" in client.get(f"/posts/{second.id}").text
    moderator.post(f"/posts/{first.id}/unhide")
    assert reasons(moderator.get("/reports").text) == []


def test_what_is_gone_waits_for_nothing(app, posts, moderator):
    own = app.test_client()
    own.sign_in(type("User", (), {"id": posts[0].author_id}))
    own.post(f"/posts/{posts[0].id}/delete")

    assert reasons(moderator.get("/reports").text) == ["Dull."]


def test_long_queue_has_pages(app, ada, moderator):
    for number in range(ROWS_SHOWN + 1):
        make_report(app, ada, make_post(app, ada), f"No. {number}")

    page = moderator.get("/reports").text
    more = re.search(r'rel="next" href="(.+?)"', page)[1]

    assert len(reasons(page)) == ROWS_SHOWN
    assert reasons(moderator.get(more).text) == [f"No. {ROWS_SHOWN}"]


def test_odd_page_is_no_fault_of_ours(moderator):
    for value in ["", "0", "x", "9" * 30]:
        assert moderator.get(f"/reports?after={value}").status_code == 404
    assert moderator.get(f"/reports?after={2**63 - 1}").status_code == 200


def test_queue_costs_two_statements(posts, moderator, statements):
    moderator.get("/reports")

    assert len(statements) == 2
