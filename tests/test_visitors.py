from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from app.extensions import db
from app.models import User


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
