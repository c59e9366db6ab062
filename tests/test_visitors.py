from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from sqlalchemy import select

from app.extensions import db
from app.limits import VISITORS_SHOWN
from app.models import User
from tests.factories import make_user


def names(app):
    with app.app_context():
        return db.session.scalars(select(User.name)).all()


def test_name_is_kept(app, client):
    client.submit("/", name="Ada")

    assert names(app) == ["Ada"]


def test_refused_name_is_not_kept(app, client):
    client.submit("/", name="")

    assert names(app) == []


def test_name_that_came_before_is_welcomed_back(app, client):
    client.submit("/", name="Ada")
    visitor = app.test_client()
    visitor.submit("/", name="Ada")

    assert "Welcome back, Ada." in visitor.get("/").text
    assert names(app) == ["Ada"]


def test_one_name_from_eight_visitors_at_once_is_kept_once(app):
    barrier = Barrier(8)

    def send(visitor):
        form = {"csrf_token": visitor.token("/"), "name": "Ada"}
        barrier.wait()
        return visitor.post("/", data=form).status_code

    visitors = [app.test_client() for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(send, visitors))

    assert statuses == [303] * 8
    assert names(app) == ["Ada"]
    pages = [visitor.get("/").text for visitor in visitors]
    assert sum("Nice to meet you, Ada." in page for page in pages) == 1


def came(app, *names):
    """Let people come, each at noon of a day of November."""
    for day, name in enumerate(names, start=1):
        make_user(app, name=name, created_at=datetime(2026, 11, day, 12, tzinfo=UTC))


def test_page_lists_who_came_with_the_date(app, client):
    came(app, "<Ada>", "Grace")

    page = client.get("/").text

    assert page.index(">Grace<") < page.index(">&lt;Ada&gt;<")
    assert "02 November 2026, 12:00 UTC" in page


def test_page_lists_the_newest_only(app, client):
    came(app, *(f"visitor-{n}-" for n in range(VISITORS_SHOWN + 2)))

    page = client.get("/").text

    assert page.count('class="visitor"') == VISITORS_SHOWN
    assert "visitor-2-" in page
    assert "visitor-1-" not in page


def test_page_reads_once_and_writes_nothing(app, client, statements):
    came(app, "Ada", "Grace")
    statements.clear()

    client.get("/")

    assert [statement.split()[0] for statement in statements] == ["SELECT"]
