import pytest

from app import mail
from tests.factories import PASSWORD, make_token, make_user

NEW = "a new one for tests"
ADA = "ada@example.org"


@pytest.fixture
def ada(app):
    return make_user(app, name="ada", email=ADA)


def subjects(letters):
    return [(letter.recipient, letter.subject) for letter in letters()]


def test_owner_is_told_that_the_password_was_changed(client, ada, letters):
    client.sign_in(ada)

    client.submit("/password", password="not hers", new_password=NEW)
    assert letters() == []
    client.submit("/password", password=PASSWORD, new_password=NEW)

    assert subjects(letters) == [(ADA, "Your password at Pipit was changed")]
    [letter] = letters()
    assert mail.link_in(letter.body) == "http://localhost/forgotten"
    assert NEW not in letter.body


def test_owner_is_told_that_the_password_was_reset(app, client, ada, letters):
    client.get(f"/reset/{make_token(app, ada, 'reset')}")

    client.submit("/reset/now", new_password="short")
    assert letters() == []
    client.submit("/reset/now", new_password=NEW)

    assert subjects(letters) == [(ADA, "Your password at Pipit was changed")]
