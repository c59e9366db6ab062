from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Post
from app.models.post import deleted, there
from app.posts.routes import change
from tests.factories import make_post, make_user


def kept(app):
    with app.app_context():
        query = select(Post.id).where(there()).order_by(Post.id)
        return db.session.scalars(query).all()


def test_author_deletes_a_post(app, client, ada):
    post, other = make_post(app, ada, "Rain."), make_post(app, ada)
    address = f"/posts/{post.id}/delete"
    assert f'href="{address}"' in client.get(f"/posts/{post.id}").text
    assert "Rain." in client.get(address).text
    assert kept(app) == [post.id, other.id]

    answer = client.submit(address)

    assert "Your post is deleted." in client.get(answer.headers["Location"]).text
    assert kept(app) == [other.id]
    for page in [address, f"/posts/{post.id}", f"/posts/{post.id}/edit"]:
        assert client.get(page).status_code == 404
    for page in ["/posts", "/"]:
        assert f"/posts/{post.id}" not in client.get(page).text


def test_nothing_is_left_of_what_was_written(app, client, ada):
    post = make_post(app, ada, "Rain.")

    client.submit(f"/posts/{post.id}/delete")

    with app.app_context():
        left = db.session.get(Post, post.id)
    assert (left.body, left.body_html, left.listed) == ("", "", False)


def test_nobody_deletes_the_post_of_another(app, client, ada):
    post, own = make_post(app, make_user(app)), make_post(app, ada)
    form = {"csrf_token": client.token(f"/posts/{own.id}/delete")}

    answer = client.post(f"/posts/{post.id}/delete", data=form)

    assert answer.status_code == 403
    assert post.id in kept(app)
    assert "/delete" not in client.get(f"/posts/{post.id}").text


def test_post_is_deleted_once_by_eight_at_once(app, ada):
    post = make_post(app, ada)
    barrier = Barrier(8)

    def send(client):
        client.sign_in(ada)
        form = {"csrf_token": client.token(f"/posts/{post.id}/delete")}
        barrier.wait()
        return client.post(f"/posts/{post.id}/delete", data=form).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = set(threads.map(send, [app.test_client() for _ in range(8)]))

    assert statuses <= {303, 404}
    assert 303 in statuses
    assert kept(app) == []


def test_edit_of_a_post_that_is_deleted_meanwhile_is_not_found(app, client, ada):
    post = make_post(app, ada)
    form = {"csrf_token": client.token(f"/posts/{post.id}/edit"), "body": "Late."}
    client.submit(f"/posts/{post.id}/delete")

    assert client.post(f"/posts/{post.id}/edit", data=form).status_code == 404


def test_edit_that_comes_late_brings_nothing_back(app, ada):
    post = make_post(app, ada)

    with app.test_request_context():
        assert change(post, deleted(now())) == 1
        assert change(post, {"body": "Late."}) == 0
        assert change(post, deleted(now())) == 0
