"""What tests need to be there. A test names only what it is about."""

from html import escape
from itertools import count

from werkzeug.security import generate_password_hash

from app.clock import now
from app.extensions import db
from app.models import (
    Block,
    Follow,
    Login,
    Mail,
    Mute,
    Notification,
    Post,
    Report,
    Tag,
    Token,
    User,
)
from app.posts.replies import put_below
from config import TestingConfig

PASSWORD = "a password for tests"
PASSWORD_HASH = generate_password_hash(PASSWORD, TestingConfig.PASSWORD_HASH)
NEWCOMER = {"name": "ada", "email": "ada@example.org", "password": PASSWORD}

numbers = count(1)


def make_user(app, **values):
    name = values.setdefault("name", f"user_{next(numbers)}")
    account = {"email": f"{name}@example.org", "password_hash": PASSWORD_HASH}
    return keep(app, User(**account | {"confirmed_at": now()} | values))


def make_mail(app, **values):
    number = next(numbers)
    moment = now()
    usual = {
        "message_id": f"<{number}@localhost>",
        "recipient": f"user_{number}@example.org",
        "subject": "A test",
        "body": "This is a test.",
        "created_at": moment,
        "next_try_at": moment,
    }
    return keep(app, Mail(**usual | values))


def make_login(app, user, **values):
    """Let `user` be signed in somewhere; return the secret of that browser."""
    secret, login = Login.begin(user.id, **values)
    keep(app, login)
    return secret


def bearer_of(app, user):
    """Return the header by which a program acts for `user`."""
    return {"Authorization": f"Bearer {make_login(app, user, for_program=True)}"}


def make_token(app, user, kind="confirm", email=None):
    """Let a link have been sent to `user`; return the secret in it."""
    secret, token = Token.begin(kind, email or user.email, user.id)
    keep(app, token)
    return secret


def make_post(app, author, body="A small note.", **values):
    usual = {"body_html": f"<p>{escape(body)}</p>", "created_at": now()}
    return keep(app, Post(author_id=author.id, body=body, **usual | values))


def make_reply(app, author, post, body="A small answer."):
    values = {"author_id": author.id, "body": body, "created_at": now()}
    reply = Post(body_html=f"<p>{escape(body)}</p>", **values)
    with app.app_context():
        put_below(post, reply)
        db.session.commit()
        db.session.refresh(reply)
    return reply


def make_tag(app, post, word):
    return keep(app, Tag(post_id=post.id, word=word))


def make_notification(app, user, actor, kind="follow", post=None):
    who = {"user_id": user.id, "actor_id": actor.id, "created_at": now()}
    row = Notification(**who, kind=kind, post_id=post and post.id)
    return keep(app, row)


def make_follow(app, follower, followed):
    ids = {"follower_id": follower.id, "followed_id": followed.id}
    return keep(app, Follow(**ids, created_at=now()))


def make_mute(app, muter, muted):
    ids = {"muter_id": muter.id, "muted_id": muted.id}
    return keep(app, Mute(**ids, created_at=now()))


def make_block(app, blocker, blocked):
    ids = {"blocker_id": blocker.id, "blocked_id": blocked.id}
    return keep(app, Block(**ids, created_at=now()))


def make_report(app, reporter, post, reason="It is rude.", **values):
    who = {"post_id": post.id, "reporter_id": reporter.id, "created_at": now()}
    return keep(app, Report(**who | values, reason=reason))


def keep(app, row):
    """Keep `row`, and return it as kept: it can be read without a session."""
    with app.app_context():
        session = db.session(expire_on_commit=False)
        session.add(row)
        session.commit()
    return row
