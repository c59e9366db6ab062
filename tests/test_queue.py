import pytest

from app.clock import now
from app.extensions import db
from app.models.report import waiting
from tests.factories import make_post, make_report, make_user


@pytest.fixture
def reasons(app):
    """The reasons of the reports that wait, in their order."""

    def reasons(*after):
        with app.app_context():
            return [row.reason for row in db.session.execute(waiting(*after))]

    return reasons


def test_oldest_report_waits_at_the_front(app, reasons):
    ada, grace = make_user(app), make_user(app)
    post, gone = make_post(app, grace), make_post(app, grace, deleted_at=now())
    first = make_report(app, ada, post, "Rude.")
    make_report(app, ada, gone, "Gone.")
    make_report(app, make_user(app), post, "Very rude.")
    make_report(app, ada, make_post(app, grace), "Dull.")
    make_report(app, ada, make_post(app, grace), "Done.", closed_at=now())

    assert reasons() == ["Rude.", "Very rude.", "Dull."]
    assert reasons(first.id) == ["Very rude.", "Dull."]
