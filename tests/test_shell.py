from concurrent.futures import ThreadPoolExecutor

from app.extensions import db
from app.models import User
from tests.factories import NEWCOMER


def test_shell_has_the_models_at_hand(app):
    with app.app_context():
        names = app.make_shell_context()

    assert names["User"] is User
    assert names["db"] is db


def test_open_shell_keeps_no_visitor_waiting(app, client):
    with app.app_context(), ThreadPoolExecutor(1) as elsewhere:
        names = app.make_shell_context()
        db.session.scalar(names["select"](User))

        answer = elsewhere.submit(client.submit, "/register", **NEWCOMER).result()

    assert answer.status_code == 303
