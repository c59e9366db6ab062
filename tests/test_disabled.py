from app.clock import now
from app.extensions import db
from app.models import User
from tests.factories import PASSWORD, make_token, make_user


def disable(app, user):
    with app.app_context():
        db.session.get(User, user.id).disabled_at = now()
        db.session.commit()


def test_disabled_person_is_out_at_once(app, client):
    ada = make_user(app)
    client.sign_in(ada)
    assert client.get("/account").status_code == 200

    disable(app, ada)

    assert client.get("/account").location.startswith("/sign-in")


def test_disabled_person_is_told_so_by_who_knows_the_password_alone(app, client):
    ada = make_user(app, disabled_at=now())

    wrong = client.submit("/sign-in", email=ada.email, password="wrong")
    right = client.submit("/sign-in", email=ada.email, password=PASSWORD)

    assert wrong.status_code == 422
    assert "disabled" not in wrong.text
    assert right.status_code == 403
    assert "This account is disabled." in right.text
    assert client.get("/account").location.startswith("/sign-in")


def test_new_password_opens_no_disabled_account(app, client):
    ada = make_user(app, disabled_at=now())
    client.get(f"/reset/{make_token(app, ada, 'reset')}")
    client.submit("/reset/now", new_password="a new one for tests")

    answer = client.submit("/sign-in", email=ada.email, password="a new one for tests")

    assert answer.status_code == 403
