from datetime import UTC, datetime

from app.limits import PEOPLE_SHOWN
from tests.factories import make_user


def came(app, *names):
    """Let people come, each at noon of a day of November."""
    for day, name in enumerate(names, start=1):
        make_user(app, name=name, created_at=datetime(2026, 11, day, 12, tzinfo=UTC))


def test_page_lists_who_is_new_with_the_date(app, client):
    came(app, "<Ada>", "Grace")

    page = client.get("/").text

    assert page.index(">Grace<") < page.index(">&lt;Ada&gt;<")
    assert "02 November 2026, 12:00 UTC" in page


def test_page_lists_the_newest_only(app, client):
    came(app, *(f"person-{n}-" for n in range(PEOPLE_SHOWN + 2)))

    page = client.get("/").text

    assert page.count('class="person"') == PEOPLE_SHOWN
    assert "person-2-" in page
    assert "person-1-" not in page


def test_page_reads_once_and_writes_nothing(app, client, statements):
    came(app, "Ada", "Grace")
    statements.clear()

    client.get("/")

    assert [statement.split()[0] for statement in statements] == ["SELECT"]
