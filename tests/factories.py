"""What tests need to be there. A test names only what it is about."""

from itertools import count

from app.extensions import db
from app.models import User

numbers = count(1)


def make_user(app, **values):
    return keep(app, User(**{"name": f"user_{next(numbers)}"} | values))


def keep(app, row):
    """Keep `row`, and return it as kept: it can be read without a session."""
    with app.app_context():
        session = db.session(expire_on_commit=False)
        session.add(row)
        session.commit()
    return row
