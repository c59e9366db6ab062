import pytest

from app.extensions import db
from app.models import User
from tests.factories import make_token, make_user


def role_of(app, user):
    with app.app_context():
        return db.session.get(User, user.id).role


def test_command_gives_a_role_and_takes_it(app, flask):
    ada = make_user(app, name="ada", email="ada@example.org")

    run = flask("people", "role", "ada", "administrator")

    assert run.output == "ada, whose address is ada@example.org: administrator\n"
    assert role_of(app, ada) == "administrator"
    flask("people", "role", "ada", "user")
    assert role_of(app, ada) == "user"


@pytest.mark.parametrize("words", [("ada", "king"), ("nobody", "moderator"), ("ada",)])
def test_command_refuses_what_it_does_not_know(app, flask, words):
    ada = make_user(app, name="ada")

    assert flask("people", "role", *words).exit_code != 0
    assert role_of(app, ada) == "user"


def test_nobody_gets_a_role_by_the_address_of_another(app, client, flask):
    eve = make_user(app, name="boss", email="boss@example.org", confirmed_at=None)
    secret = make_token(app, eve, "address", "eve@example.org")

    run = flask("people", "role", "boss", "administrator")

    assert "nobody called boss has a confirmed address" in run.output
    client.get(f"/address/{secret}")
    client.submit("/address/now")
    assert role_of(app, eve) == "user"
