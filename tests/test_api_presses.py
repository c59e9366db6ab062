"""To like and to follow: asked for twice, it is so once."""

import pytest
from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.models import Follow, Like, Notification
from tests.factories import make_block, make_post, make_user


@pytest.fixture
def grace(app):
    return make_user(app, name="grace")


@pytest.fixture
def press(client, bearer):
    """Send a request without a body, with the token of Ada."""
    return lambda method, url: client.open(url, method=method, headers=bearer)


def count(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_post_is_liked_once_and_no_longer(app, grace, press):
    url = f"/api/posts/{make_post(app, grace).id}/like"

    liked = [press("PUT", url).json for _ in range(2)]
    assert [(post["liked"], post["like_count"]) for post in liked] == [(True, 1)] * 2
    assert (count(app, Like), count(app, Notification)) == (1, 1)

    unliked = [press("DELETE", url).json for _ in range(2)]
    assert [(post["liked"], post["like_count"]) for post in unliked] == [(False, 0)] * 2
    assert (count(app, Like), count(app, Notification)) == (0, 0)


def test_person_is_followed_once_and_no_longer(app, grace, press):
    url = "/api/people/grace/follow"

    assert [press("PUT", url).json["followed"] for _ in range(2)] == [True] * 2
    assert (count(app, Follow), count(app, Notification)) == (1, 1)

    assert [press("DELETE", url).json["followed"] for _ in range(2)] == [False] * 2
    assert (count(app, Follow), count(app, Notification)) == (0, 0)


def test_nobody_follows_themselves(app, ada, press):
    answer = press("PUT", f"/api/people/{ada.name}/follow")

    assert (answer.status_code, answer.json["status"]) == (422, 422)
    assert count(app, Follow) == 0


@pytest.mark.parametrize("when", ["hidden_at", "deleted_at"])
def test_nobody_likes_what_is_gone(app, grace, press, when):
    post = make_post(app, grace, **{when: clock.now(), "listed": False})

    for method in "PUT", "DELETE":
        assert press(method, f"/api/posts/{post.id}/like").json["status"] == 404


def test_two_who_are_kept_apart_have_nothing_to_press(app, ada, grace, press):
    post = make_post(app, grace)
    make_block(app, grace, ada)

    for url in f"/api/posts/{post.id}/like", "/api/people/grace/follow":
        assert press("PUT", url).json["status"] == 404
    assert (count(app, Like), count(app, Follow)) == (0, 0)


def test_nobody_of_that_name_is_followed(press):
    assert press("PUT", "/api/people/nobody/follow").json["status"] == 404
