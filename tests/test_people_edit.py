import pytest

from app.extensions import db
from app.models import User
from tests.factories import PASSWORD, make_user

ADDRESS = "/people/grace/edit"


@pytest.fixture
def grace(app):
    return make_user(app, name="grace")


@pytest.fixture
def admin(app, client):
    user = make_user(app, role="administrator")
    client.sign_in(user)
    return user


def state(app, user):
    with app.app_context():
        row = db.session.get(User, user.id)
        return row.role, row.disabled_at is not None


def is_in(client):
    return client.get("/account").status_code == 200


def test_administrator_shuts_somebody_out_and_lets_them_in_again(
    app, client, grace, admin, caplog
):
    caplog.set_level("INFO")
    elsewhere = app.test_client()
    elsewhere.sign_in(grace)

    client.submit(ADDRESS, role="moderator", disabled="y", password=PASSWORD)

    assert state(app, grace) == ("moderator", True)
    assert not is_in(elsewhere)
    assert f"user {grace.id}: role moderator, disabled 20" in caplog.text
    assert " checked" in client.get(ADDRESS).text
    assert "<span>disabled</span>" in client.get("/people").text
    client.submit(ADDRESS, role="user", password=PASSWORD)
    assert state(app, grace) == ("user", False)
    assert not is_in(elsewhere)
    elsewhere.submit("/sign-in", email=grace.email, password=PASSWORD)
    assert is_in(elsewhere)


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"password": ""}, {"role": "king"}, {"role": ""}]
)
def test_refused_form_changes_nothing_and_keeps_what_was_chosen(
    app, client, grace, admin, wrong
):
    form = {"role": "moderator", "disabled": "y", "password": PASSWORD} | wrong

    answer = client.submit(ADDRESS, **form)

    assert answer.status_code == 422
    assert "<title>Error: Edit grace" in answer.text
    assert 'type="checkbox" value="y"' in answer.text and " checked" in answer.text
    assert state(app, grace) == ("user", False)


def test_nobody_changes_their_own_role(app, client, grace, admin):
    form = {"csrf_token": client.token(ADDRESS), "role": "user", "password": PASSWORD}

    assert client.post(f"/people/{admin.name}/edit", data=form).status_code == 403
    assert state(app, admin) == ("administrator", False)


def test_account_that_is_not_confirmed_gets_no_role(app, client, admin):
    eve = make_user(app, name="eve", confirmed_at=None)

    answer = client.submit("/people/eve/edit", role="moderator", password=PASSWORD)

    assert "The address of this account is not confirmed." in answer.text
    assert state(app, eve) == ("user", False)


def test_form_changes_nothing_that_it_does_not_show(app, client, grace, admin):
    extra = {"id": 2**40, "name": "x", "email": "x@example.org", "confirmed_at": ""}

    client.submit(ADDRESS, role="user", password=PASSWORD, **extra)

    with app.app_context():
        kept = db.session.get(User, grace.id)
    assert (kept.name, kept.email) == ("grace", grace.email)
    assert kept.confirmed_at == grace.confirmed_at


def test_one_who_is_not_there_cannot_be_edited(client, admin):
    assert client.get("/people/nobody/edit").status_code == 404


def test_administrator_mends_what_somebody_says_of_themselves(app, client, admin):
    make_user(app, name="eve", about="Buy this!", place="Hell")
    page = client.get("/people/eve/edit").text
    assert 'value="Buy this!"' in page

    words = {"about": "", "place": "Hull", "role": "user", "password": PASSWORD}
    answer = client.submit("/people/eve/edit", **words)

    page = client.get(answer.location).text
    assert "Buy this!" not in page
    assert "Hull" in page
    assert client.submit("/people/eve/edit", place="a\nb").status_code == 422
