from urllib.parse import urlsplit

import pytest

from app import mail
from app.extensions import db
from app.models import User
from tests.factories import PASSWORD, make_user

NEW = {"email": "Ada@new.example.org", "password": PASSWORD}


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", email="ada@example.org", confirmed_at=None)


@pytest.fixture
def client(client, ada):
    client.sign_in(ada)
    return client


def address(app, user):
    with app.app_context():
        return db.session.get(User, user.id).email


def test_link_goes_to_the_new_address_and_changes_it(app, client, ada, letters):
    answer = client.submit("/address", **NEW)

    assert (answer.status_code, answer.location) == (303, "/address")
    assert address(app, ada) == "ada@example.org"
    [letter] = letters()
    assert letter.recipient == "ada@new.example.org"
    assert "for an hour" in letter.body

    client.get(urlsplit(mail.link_in(letter.body)).path)
    client.submit("/address/now")
    assert address(app, ada) == "ada@new.example.org"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"password": PASSWORD + "x"}, "This is not your password."),
        ({"password": ""}, "Enter your password."),
        ({"email": ""}, "Enter your address."),
        ({"email": "ada"}, "We cannot write to this address."),
        ({"email": "zoë@example.org"}, "We cannot write to this address."),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "are not text"),
    ],
)
def test_refused_form_says_why_and_sends_nothing(client, letters, fields, error):
    answer = client.submit("/address", **NEW | fields)

    assert answer.status_code == 422
    assert error in answer.text
    assert "<title>Error: " in answer.text
    assert PASSWORD not in answer.text
    assert letters() == []


def test_taken_address_has_the_same_answer_and_its_owner_gets_a_mail(
    app, client, ada, letters
):
    make_user(app, email="grace@example.org")

    for email in "grace@example.org", "nobody@example.org":
        answer = client.submit("/address", **NEW | {"email": email})
        page = client.get("/address").text
        assert (answer.status_code, answer.location) == (303, "/address")
        assert f"A mail is on its way to {email}." in page
        assert "ada@example.org" in page

    [to_grace] = letters("grace@example.org")
    assert "nothing has changed" in to_grace.body
    assert "ada" not in to_grace.body
