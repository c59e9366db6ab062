import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Notification
from tests.factories import make_user


@pytest.fixture
def grace(app, ada):
    """Somebody whom what ada does concerns."""
    app.config["WTF_CSRF_ENABLED"] = False
    return make_user(app, name="grace")


def told(app):
    columns = Notification.user_id, Notification.actor_id, Notification.kind
    query = select(*columns).order_by(Notification.id)
    with app.app_context():
        return [tuple(row) for row in db.session.execute(query)]


def test_those_whom_it_concerns_are_told_once(app, client, ada, grace):
    for _ in range(2):
        client.post("/people/grace/follow")
    assert told(app) == [(grace.id, ada.id, "follow")]

    client.post("/people/grace/unfollow")
    assert told(app) == []


def test_nobody_is_told_what_they_did_themselves(app, client, ada):
    app.config["WTF_CSRF_ENABLED"] = False

    client.post(f"/people/{ada.name}/follow")

    assert told(app) == []
