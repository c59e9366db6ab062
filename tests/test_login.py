from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from app import clock
from app.extensions import db
from app.limits import LOGIN_LIFETIME
from app.models import Login, User
from app.models.login import owner
from tests.factories import PASSWORD, make_login, make_user


def user_with(app, secret):
    with app.app_context():
        return db.session.scalar(*owner(secret))


def test_secret_leads_to_its_owner(app):
    ada, grace = make_user(app), make_user(app)
    first, second = make_login(app, ada), make_login(app, grace)

    assert user_with(app, first).id == ada.id
    assert user_with(app, second).id == grace.id


@pytest.mark.parametrize("secret", ["", "x", "%", "' OR 1=1 --"])
def test_another_secret_leads_to_nobody(app, secret):
    make_login(app, make_user(app))

    assert user_with(app, secret) is None


def test_browser_and_program_cannot_stand_in_for_each_other(app, client):
    ada = make_user(app)
    secrets = [make_login(app, ada), make_login(app, ada, for_program=True)]

    with app.app_context():
        found = {
            kind: [db.session.scalar(*owner(secret, kind)) for secret in secrets]
            for kind in (False, True)
        }

    assert [user and user.id for user in found[False]] == [ada.id, None]
    assert [user and user.id for user in found[True]] == [None, ada.id]


def test_secret_cannot_be_read_from_the_database(app):
    secret = make_login(app, make_user(app))

    with app.app_context():
        row = db.session.execute(select(Login.__table__)).one()
    assert secret not in str(row)
    assert user_with(app, row.secret_hash) is None


def test_login_goes_with_its_user(app):
    make_login(app, make_user(app))

    with app.app_context():
        db.session.execute(delete(User))
        assert db.session.scalar(select(func.count(Login.id))) == 0


@pytest.mark.parametrize(("early", "is_in"), [(1, True), (0, False), (-1, False)])
def test_login_ends_by_itself(app, early, is_in):
    began = clock.now() - LOGIN_LIFETIME + timedelta(minutes=early)
    secret = make_login(app, make_user(app), created_at=began)

    assert bool(user_with(app, secret)) is is_in


def test_next_sign_in_takes_ended_logins_away(app, client):
    ada, grace = make_user(app, email="ada@example.org"), make_user(app)
    for user in ada, grace:
        make_login(app, user, created_at=clock.now() - LOGIN_LIFETIME)
    make_login(app, ada)

    client.submit("/sign-in", email="ada@example.org", password=PASSWORD)

    with app.app_context():
        owners = db.session.scalars(select(Login.user_id)).all()
    assert sorted(owners) == [ada.id, ada.id, grace.id]


def test_login_notes_where_it_was_and_in_which_browser(app, client):
    make_user(app, email="ada@example.org")

    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux) Firefox/144.0"
    client.submit("/sign-in", email="ada@example.org", password=PASSWORD)

    with app.app_context():
        login = db.session.scalar(select(Login))
        assert (login.place, login.browser) == ("127.0.0.1", "Firefox on Linux")
        assert login.last_used_at == login.created_at
