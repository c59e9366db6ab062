from flask import Blueprint, abort, flash, redirect, url_for
from flask_login import current_user, login_required
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock, pages
from app.extensions import db
from app.models import Follow, User
from app.models.follow import between
from app.models.user import is_open, still_open

bp = Blueprint("follows", __name__, url_prefix="/people/<name>")


@bp.post("/follow")
@login_required
def follow(name):
    person = named(name)
    if person.id != current_user.id:
        keep(person.id)
        flash(f"You follow {person.name}.", "success")
    return redirect(url_for("people.show", name=person.name), 303)


@bp.post("/unfollow")
@login_required
def unfollow(name):
    person = named(name)
    db.session.execute(delete(Follow).where(*between(current_user.id, person.id)))
    db.session.commit()
    flash(f"You no longer follow {person.name}.", "success")
    return redirect(url_for("people.show", name=person.name), 303)


def named(name):
    who = select(User.id, User.name).where(User.name == name, is_open())
    return pages.one(who)


def keep(followed_id):
    """Follow somebody. Who follows them already does so afterwards as well."""
    both = db.session.scalars(still_open(current_user.id, followed_id)).all()
    if len(both) < 2:
        abort(404)
    ids = {"follower_id": current_user.id, "followed_id": followed_id}
    db.session.add(Follow(**ids, created_at=clock.now()))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
