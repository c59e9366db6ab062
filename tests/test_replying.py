from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from app.extensions import db
from app.models import Post
from app.models.post import below, there
from tests.factories import make_post, make_reply, make_user


def replies(app):
    with app.app_context():
        query = select(Post).where(Post.root_id.is_not(None)).order_by(Post.id)
        return db.session.scalars(query).all()


def counted(app, post):
    """Return what a post says of the number of its replies, and what there is."""
    with app.app_context():
        said = db.session.get(Post, post.id).reply_count
        mine = Post.root_id == post.id, there()
        return said, db.session.scalar(select(func.count(Post.id)).where(*mine))


def test_reply_is_counted_where_it_all_began(app, client, ada):
    post = make_post(app, make_user(app), "Rain?")
    address = f"/posts/{post.id}/reply"
    assert f'href="{address}"' in client.get("/posts").text
    assert "Rain?" in client.get(address).text

    answer = client.submit(address, body="*Sun.*")
    [first] = replies(app)
    client.submit(f"/posts/{first.id}/reply", body="Here, too.")

    page = client.get(answer.headers["Location"]).text
    assert "Your reply is there." in page
    assert "<em>Sun.</em>" in page
    second = replies(app)[1]
    assert (second.author_id, second.root_id) == (ada.id, post.id)
    assert second.path == below(first.path, second.id)
    assert counted(app, post) == (2, 2)
    listed = client.get("/posts").text
    assert "2 replies" in listed
    assert "Sun." not in listed


def test_what_is_no_reply_is_not_kept(app, client, ada):
    post = make_post(app, ada)

    answer = client.submit(f"/posts/{post.id}/reply", body=" ")

    assert answer.status_code == 422
    assert "<title>Error: Reply to" in answer.text
    assert counted(app, post) == (0, 0)


def test_deleted_reply_is_no_longer_counted(app, client, ada):
    post = make_post(app, make_user(app))
    first, _ = make_reply(app, ada, post), make_reply(app, ada, post)

    client.submit(f"/posts/{first.id}/delete")

    assert counted(app, post) == (1, 1)


def test_replies_of_eight_at_once_are_eight(app, ada):
    post = make_post(app, make_user(app))
    barrier = Barrier(8)

    def send(client):
        client.sign_in(ada)
        address = f"/posts/{post.id}/reply"
        form = {"csrf_token": client.token(address), "body": "Me, too."}
        barrier.wait()
        return client.post(address, data=form).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(send, [app.test_client() for _ in range(8)]))

    assert statuses == [303] * 8
    assert counted(app, post) == (8, 8)
