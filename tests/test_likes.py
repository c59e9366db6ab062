from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Like, Post
from tests.factories import make_post, make_user


def counted(app, post):
    """Return what a post says of the number of its likes, and what there is."""
    with app.app_context():
        said = db.session.get(Post, post.id).like_count
        there = select(func.count()).select_from(Like).where(Like.post_id == post.id)
        return said, db.session.scalar(there)


@pytest.fixture
def press(app):
    """Press a button below a post."""

    def press(client, post, word, **arguments):
        form = {"csrf_token": client.token("/posts/new")}
        return client.post(f"/posts/{post.id}/{word}", data=form, **arguments)

    return press


def test_post_is_liked_once_by_each(app, client, ada, press):
    post = make_post(app, ada)
    other = app.test_client()
    other.sign_in(make_user(app))

    statuses = [press(who, post, "like").status_code for who in [client, other, client]]

    assert statuses == [303] * 3
    assert counted(app, post) == (2, 2)


def test_post_is_liked_no_longer(app, client, ada, press):
    post = make_post(app, ada)
    other = app.test_client()
    other.sign_in(make_user(app))
    press(client, post, "like")
    press(other, post, "like")

    statuses = [press(client, post, "unlike").status_code for _ in range(2)]

    assert statuses == [303] * 2
    assert counted(app, post) == (1, 1)


def test_link_likes_nothing(app, client, ada):
    post = make_post(app, ada)

    for word in ["like", "unlike"]:
        assert client.get(f"/posts/{post.id}/{word}").status_code == 405
        assert client.post(f"/posts/{post.id}/{word}").status_code == 400
    assert counted(app, post) == (0, 0)


def test_nobody_likes_what_is_not_there(app, client, ada, press):
    post = make_post(app, ada)
    client.submit(f"/posts/{post.id}/delete")

    for word in ["like", "unlike"]:
        assert press(client, post, word).status_code == 404


@pytest.mark.parametrize("word", ["like", "unlike"])
def test_button_pressed_eight_times_at_once_counts_once(app, client, ada, press, word):
    post, barrier = make_post(app, ada), Barrier(8)
    if word == "unlike":
        press(client, post, "like")
    form = {"csrf_token": client.token("/posts/new")}
    cookie = client.get_cookie("session").value

    def send(client):
        client.set_cookie("session", cookie)
        barrier.wait()
        return client.post(f"/posts/{post.id}/{word}", data=form).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(send, [app.test_client() for _ in range(8)]))

    assert statuses == [303] * 8
    assert counted(app, post) == ((1, 1) if word == "like" else (0, 0))


def test_button_says_what_is_so_in_every_list(app, client, ada, press):
    post = make_post(app, ada)
    lists = ["/", "/posts", f"/posts/{post.id}", f"/people/{ada.name}"]
    like, unlike = (f'action="/posts/{post.id}/{word}"' for word in ["like", "unlike"])

    for address in lists:
        page = client.get(address).text
        assert like in page
        assert 'aria-pressed="false"' in page
    press(client, post, "like")

    for address in lists:
        page = client.get(address).text
        assert unlike in page
        assert 'aria-pressed="true"' in page
        assert like not in page
        assert '"like-count">1<' in page
        page = app.test_client().get(address).text
        assert "<span>1 like</span>" in page
        assert like not in page


def test_script_gets_the_button_as_it_is_now(app, client, ada, press):
    post, script = make_post(app, ada), {"X-Part": "1"}

    liked = press(client, post, "like", headers=script)
    unliked = press(client, post, "unlike", headers=script)

    assert (liked.status_code, unliked.status_code) == (200, 200)
    assert 'data-said="You like this: 1 like."' in liked.text
    assert f'action="/posts/{post.id}/unlike"' in liked.text
    assert 'data-said="You do not like this: 0 likes."' in unliked.text
    assert f'action="/posts/{post.id}/like"' in unliked.text
    for part in [liked, unliked]:
        assert part.text.count("<form") == 1
        assert "<html" not in part.text


def test_button_leads_back_to_its_post(app, client, ada, press):
    post, page = make_post(app, ada), "http://localhost/posts?before=99"

    answer = press(client, post, "like", headers={"Referer": page})

    assert answer.headers["Location"] == f"/posts?before=99#post-{post.id}"
    assert f'id="post-{post.id}"' in client.get("/posts").text
