import pytest

from app.extensions import db
from app.limits import ABOUT_MAX, PLACE_MAX
from app.models import User
from tests.factories import make_user


@pytest.fixture
def ada(app, client):
    """Somebody who is signed in, in `client`."""
    user = make_user(app, name="ada")
    client.sign_in(user)
    return user


def texts(app, user):
    with app.app_context():
        row = db.session.get(User, user.id)
        return row.about, row.place


def test_own_words_are_on_the_page_for_everybody(app, client, ada):
    answer = client.submit("/profile", about=" <b>I count.</b> ", place="London 🇬🇧")

    assert 'href="/people/ada"' in client.get(answer.location).text
    page = app.test_client().get("/people/ada").text
    assert "&lt;b&gt;I count.&lt;/b&gt;" in page
    assert "London 🇬🇧" in page
    assert 'value="London 🇬🇧"' in client.get("/profile").text


def test_longest_words_are_kept_and_may_be_taken_back(app, client, ada):
    longest = "🐦" * ABOUT_MAX, "🐦" * PLACE_MAX

    client.submit("/profile", about=longest[0], place=longest[1])
    assert texts(app, ada) == longest

    client.submit("/profile", about="", place="  ")
    assert texts(app, ada) == ("", "")
    assert "Lives in" not in client.get("/people/ada").text


@pytest.mark.parametrize("field", ["about", "place"])
def test_what_cannot_be_shown_is_refused(app, client, ada, field):
    longest = {"about": ABOUT_MAX, "place": PLACE_MAX}[field]
    token = client.token("/profile")

    for text in ["a" * (longest + 1), "a\0b", "a\nb", "\u200b", "\u202e \u2060"]:
        form = {"csrf_token": token, "about": "", "place": "", field: text}
        answer = client.post("/profile", data=form)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert "<title>Error: Your profile" in answer.text
    assert texts(app, ada) == ("", "")


def test_form_is_about_oneself_and_about_nothing_else(app, client, ada):
    grace = make_user(app, name="grace")
    extra = {"id": grace.id, "name": "x", "role": "administrator", "email": "x@x.org"}

    client.submit("/profile", about="Hello.", **extra)

    assert texts(app, grace) == ("", "")
    with app.app_context():
        kept = db.session.get(User, ada.id)
    assert (kept.name, kept.role, kept.email) == ("ada", "user", ada.email)


def test_words_of_one_who_is_disabled_are_shown_to_nobody(app, client, ada):
    eve = make_user(app, name="eve", about="Buy this.", disabled_at=ada.created_at)

    assert "Buy this." not in client.get(f"/people/{eve.name}").text
