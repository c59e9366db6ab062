from dataclasses import replace

import pytest
from sqlalchemy import select

from app.extensions import db
from app.limits import REASON_MAX
from app.models import Report
from app.moderation import reports
from tests.factories import make_block, make_post, make_user


@pytest.fixture
def post(app, ada):
    return make_post(app, make_user(app, name="grace"), "bad")


def kept(app):
    columns = Report.post_id, Report.reporter_id, Report.reason
    with app.app_context():
        return [tuple(row) for row in db.session.execute(select(*columns))]


def test_post_is_reported_once_by_each(app, client, ada, post):
    address = f"/posts/{post.id}/report"
    assert f'href="{address}"' in client.get(f"/posts/{post.id}").text
    assert "<p>bad" in client.get(address).text

    for reason, said in [("It is rude.\r\nVery.", "look at it"), ("Again", "before")]:
        answer = client.submit(address, body=reason, reporter_id=1, closed_at="now")
        assert f"{said}." in client.get(answer.location).text

    assert kept(app) == [(post.id, ada.id, "It is rude.\nVery.")]


@pytest.mark.parametrize("reason", ["", " \r\n", "a\0b", "a" * (REASON_MAX + 1)])
def test_report_without_a_reason_is_none(app, client, post, reason):
    answer = client.submit(f"/posts/{post.id}/report", body=reason)

    assert answer.status_code == 422
    assert "<title>Error: Report" in answer.text
    assert 'id="body-error"' in answer.text
    assert kept(app) == []


def test_nobody_fills_the_queue_alone(app, client, ada, post, monkeypatch):
    monkeypatch.setattr(reports, "OF_ACCOUNT", replace(reports.OF_ACCOUNT, most=2))
    address = f"/posts/{post.id}/report"
    alan = app.test_client()
    alan.sign_in(make_user(app, name="alan"))

    answers = [client.submit(address, body="bad") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Retry-After" in answers[-1].headers
    assert alan.submit(address, body="bad").status_code == 303


def test_longest_reason_is_kept(app, client, ada, post):
    client.submit(f"/posts/{post.id}/report", body="🐦" * REASON_MAX)

    assert kept(app) == [(post.id, ada.id, "🐦" * REASON_MAX)]


def test_nobody_reports_oneself_or_what_cannot_be_seen(app, client, ada, post):
    app.config["WTF_CSRF_ENABLED"] = False
    own = make_post(app, ada)
    grace = type("User", (), {"id": post.author_id})
    statuses = [client.post(f"/posts/{own.id}/report").status_code]

    make_block(app, grace, ada)
    statuses.append(client.post(f"/posts/{post.id}/report").status_code)

    assert statuses == [403, 404]
    assert "/report" not in client.get(f"/posts/{own.id}").text
    assert kept(app) == []
