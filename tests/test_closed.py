import pytest

from app.clock import now
from app.extensions import db
from app.models import User
from app.models.user import close
from app.names import fault
from tests.factories import make_user

KEPT = {"id", "created_at", "name", "role", "closed_at"}


@pytest.fixture
def closed(app):
    """Somebody whom nothing was missing, and who has closed their account."""
    words = {"about": "I count.", "place": "London", "seen_on": now().date()}
    user = make_user(app, role="administrator", disabled_at=now(), **words)
    with app.app_context():
        db.session.execute(close(user.id, now()))
        db.session.commit()
        return db.session.get(User, user.id)


def test_nothing_is_left_of_one_who_has_gone(closed):
    columns = {column.name: getattr(closed, column.name) for column in User.__table__.c}

    assert {name for name, value in columns.items() if value} == KEPT
    assert closed.role == "user"


def test_name_of_one_who_has_gone_can_be_chosen_by_nobody(closed):
    assert closed.name == f"closed-{closed.id}"
    assert fault(closed.name)


def test_page_says_that_the_account_is_closed(client, closed):
    page = client.get(f"/people/{closed.name}").text

    assert "This account is closed." in page
    assert "Last seen" not in page
    assert "I count." not in page


def test_one_who_has_gone_is_in_no_list_and_cannot_be_edited(app, client, closed):
    client.sign_in(make_user(app, role="administrator"))

    assert closed.name not in client.get("/").text
    assert closed.name not in client.get("/people").text
    assert client.get(f"/people/{closed.name}/edit").status_code == 404
    assert "Edit" not in client.get(f"/people/{closed.name}").text
