"""Numbers that are kept stay those that one would count."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from app.extensions import db
from app.models import Like, Post
from app.models.post import there
from tests.factories import make_post, make_user


def test_counters_are_right_after_a_storm(app):
    app.config["WTF_CSRF_ENABLED"] = False  # what is tried here are races
    post, barrier = make_post(app, make_user(app)), Barrier(8)
    address = f"/posts/{post.id}"

    def storm(number):
        client = app.test_client()
        client.sign_in(make_user(app))
        barrier.wait()
        for turn in range(number, number + 2):
            client.post(f"{address}/{['like', 'unlike', 'like'][turn % 3]}")
            answer = client.post(f"{address}/reply", data={"body": "Me, too."})
            if turn % 2:
                client.post(f"{answer.headers['Location']}/delete")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(storm, range(8)))

    assert said(app, post) == counted(app, post)
    assert said(app, post)["replies"] == 8


def said(app, post):
    with app.app_context():
        row = db.session.get(Post, post.id)
        return {"replies": row.reply_count, "likes": row.like_count}


def counted(app, post):
    replies = select(func.count(Post.id)).where(Post.root_id == post.id, there())
    likes = select(func.count()).select_from(Like).where(Like.post_id == post.id)
    with app.app_context():
        queries = {"replies": replies, "likes": likes}
        return {name: db.session.scalar(query) for name, query in queries.items()}
