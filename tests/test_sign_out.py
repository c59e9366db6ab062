import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Login
from tests.factories import make_user


@pytest.fixture
def ada(app, client):
    """Ada, who is signed in."""
    ada = make_user(app, name="ada")
    client.sign_in(ada)
    return ada


def is_in(client):
    return client.get("/account").status_code == 200


def sign_out(client):
    return client.post("/sign-out", data={"csrf_token": client.token("/account")})


def test_button_signs_out(client, ada):
    assert 'action="/sign-out"' in client.get("/hello/Grace").text

    answer = sign_out(client)

    assert answer.status_code == 303
    assert not is_in(client)
    assert "You are signed out." in client.get("/").text
    assert 'action="/sign-out"' not in client.get("/").text


def test_copy_of_the_cookie_is_worth_nothing_afterwards(app, client, ada):
    thief = app.test_client()
    thief.set_cookie("session", client.get_cookie("session").value)
    assert is_in(thief)

    sign_out(client)

    assert not is_in(thief)


def test_other_browsers_stay_signed_in(app, client, ada):
    telephone = app.test_client()
    telephone.sign_in(ada)

    sign_out(client)

    assert is_in(telephone)


@pytest.mark.parametrize("data", [{}, {"csrf_token": "made-up"}])
def test_nobody_else_can_sign_her_out(client, ada, data):
    assert client.post("/sign-out", data=data).status_code == 400
    assert client.get("/sign-out").status_code == 405

    assert is_in(client)


def test_one_who_is_out_stays_out(app, client, ada):
    token = client.token("/account")
    for _ in range(2):
        client.post("/sign-out", data={"csrf_token": token})

    assert not is_in(client)
    with app.app_context():
        assert db.session.scalar(select(func.count(Login.id))) == 0
