"""Letting somebody know what whoever is signed in did. The view commits."""

from flask_login import current_user
from sqlalchemy import delete

from app import clock
from app.extensions import db
from app.models import Notification


def notify(user_id, kind, post_id=None):
    """Let somebody know, unless it was they who did it."""
    if user_id != current_user.id:
        what = {"user_id": user_id, "kind": kind, "post_id": post_id}
        row = Notification(**what, actor_id=current_user.id, created_at=clock.now())
        db.session.add(row)


def take_back(user_id, kind, post_id=None):
    """Let it be as if it had not been done."""
    what = Notification.kind == kind, Notification.post_id == post_id
    who = Notification.actor_id == current_user.id, Notification.user_id == user_id
    db.session.execute(delete(Notification).where(*who, *what))


def forget(post_id):
    """Let nobody be sent to a post that is not there."""
    db.session.execute(delete(Notification).where(Notification.post_id == post_id))
