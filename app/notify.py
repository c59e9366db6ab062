"""Letting somebody know what whoever is signed in did. The view commits."""

from flask_login import current_user
from sqlalchemy import delete, insert, literal, select

from app import clock, timeline
from app.extensions import db
from app.models import Notification


def notify(user_id, kind, post_id=None):
    """Let somebody know, unless it was they who did it, or they do not want to hear."""
    if user_id == current_user.id:
        return
    who = {"user_id": user_id, "actor_id": current_user.id}
    row = who | {"kind": kind, "post_id": post_id, "created_at": clock.now()}
    columns = Notification.__table__.c
    values = [literal(value, columns[name].type) for name, value in row.items()]
    wanted = select(*values).where(timeline.wanted(user_id, current_user.id))
    db.session.execute(insert(Notification).from_select(list(row), wanted))


def take_back(user_id, kind, post_id=None):
    """Let it be as if it had not been done."""
    what = Notification.kind == kind, Notification.post_id == post_id
    who = Notification.actor_id == current_user.id, Notification.user_id == user_id
    db.session.execute(delete(Notification).where(*who, *what))


def forget(post_id):
    """Let nobody be sent to a post that is not there."""
    db.session.execute(delete(Notification).where(Notification.post_id == post_id))


def ignore(user_id, actor_id):
    """Delete what somebody was told of the doings of somebody else."""
    who = Notification.actor_id == actor_id, Notification.user_id == user_id
    return delete(Notification).where(*who)
