from sqlalchemy import literal, select

from app.extensions import db
from app.kept import kept
from app.models import User
from tests.factories import make_user


def test_statement_is_built_once_for_each_choice_of_values():
    built = []

    @kept
    def build(first, second=None):
        built.append(second is None)
        return select(literal(1))

    for values in [(1, 2), (3, 4), (5,), (6, None)]:
        build(*values)

    assert built == [False, True]


def test_statement_has_the_values_of_its_own_call(app):
    @kept
    def named(name):
        return select(User.name).where(User.name == name)

    for name in ["ada", "grace"]:
        make_user(app, name=name)

    ada, grace = named("ada"), named("grace")

    with app.app_context():
        assert [db.session.scalar(*one) for one in (grace, ada)] == ["grace", "ada"]
