from app.extensions import db
from app.models import User


def test_shell_has_the_models_at_hand(app):
    with app.app_context():
        names = app.make_shell_context()

    assert names["User"] is User
    assert names["db"] is db
