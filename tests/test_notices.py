import pytest

from app import mail
from tests.factories import PASSWORD, make_token, make_user

NEW = "a new one for tests"
ADA, MOVED = "ada@example.org", "ada@new.example.org"


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


def test_both_addresses_are_told_that_the_address_was_changed(
    app, client, ada, letters
):
    client.get(f"/address/{make_token(app, ada, 'address', MOVED)}")

    client.submit("/address/now")

    subject = "Your address at Pipit was changed"
    assert subjects(letters) == [(MOVED, subject), (ADA, subject)]
    assert MOVED not in letters(ADA)[0].body


def test_address_that_was_never_confirmed_is_told_nothing(app, client, letters):
    eve = make_user(app, email="mistyped@example.org", confirmed_at=None)
    client.get(f"/address/{make_token(app, eve, 'address', MOVED)}")

    client.submit("/address/now")

    assert [letter.recipient for letter in letters()] == [MOVED]
