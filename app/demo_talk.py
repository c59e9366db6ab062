"""How the made-up people answer and like each other."""

from sqlalchemy import select

from app import clock, markdown
from app.extensions import db
from app.models import Like, Notification, Post
from app.models.post import answered, count_likes
from app.posts.replies import put_below

TALK = [
    (1, "ada", "Is there a bad kind?"),
    (2, "alan", "The kind *without* a roof."),
    (3, "grace", "I have a roof without rain. Shall we trade?"),
    (1, "grace", "Save me a cup, @alan. #tea"),
]
FANS = ["ada", "grace"]


def add_talk(ids):
    """Let them answer the newest post, and each other, each on a level."""
    db.session.rollback()  # drawing takes its time
    drawn = [(level, name, body, markdown.render(body)) for level, name, body in TALK]
    post = newest(ids)
    if post is None:
        return
    above = [post]
    for level, name, body, html in drawn:
        if name in ids and len(above) >= level:
            del above[level:]
            above.append(answer(above[-1], ids[name], body, html))
    db.session.commit()


def add_likes(ids):
    post = newest(ids)
    for name in FANS:
        if post and name in ids:
            who = {"post_id": post.id, "user_id": ids[name]}
            db.session.add(Like(**who, created_at=clock.now()))
            db.session.execute(count_likes(post.id, 1))
    db.session.commit()


def add_news():
    """Let each know who answered and who likes what they wrote."""
    replies = select(Post).where(Post.root_id.is_not(None)).order_by(Post.id)
    for reply in db.session.scalars(replies).all():
        post = db.session.get(Post, answered(reply))
        tell(post.author_id, reply.author_id, "reply", reply.id)
    likes = select(Post.author_id, Like.user_id, Post.id).join(Like)
    for author_id, user_id, post_id in db.session.execute(likes).all():
        tell(author_id, user_id, "like", post_id)
    db.session.commit()


def tell(user_id, actor_id, kind, post_id):
    if user_id != actor_id:
        who = {"user_id": user_id, "actor_id": actor_id, "created_at": clock.now()}
        db.session.add(Notification(**who, kind=kind, post_id=post_id))


def newest(ids):
    """Return the newest post of one of them; None if they have none."""
    theirs = Post.listed, Post.author_id.in_(ids.values())
    query = select(Post).where(*theirs).order_by(Post.id.desc())
    return db.session.scalar(query.limit(1))


def answer(post, author_id, body, html):
    values = {"body": body, "body_html": html, "created_at": clock.now()}
    reply = Post(author_id=author_id, **values)
    put_below(post, reply)
    return reply
