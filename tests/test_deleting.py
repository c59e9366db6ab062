from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from app.extensions import db
from app.models import Post
from tests.factories import make_post, make_user


def kept(app):
    with app.app_context():
        return db.session.scalars(select(Post.id).order_by(Post.id)).all()


def test_author_deletes_a_post(app, client, ada):
    post, other = make_post(app, ada, "Rain."), make_post(app, ada)
    address = f"/posts/{post.id}/delete"
    assert f'href="{address}"' in client.get(f"/posts/{post.id}").text
    assert "Rain." in client.get(address).text
    assert kept(app) == [post.id, other.id]

    answer = client.submit(address)

    assert "Your post is deleted." in client.get(answer.headers["Location"]).text
    assert kept(app) == [other.id]
    assert client.get(f"/posts/{post.id}").status_code == 404


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
